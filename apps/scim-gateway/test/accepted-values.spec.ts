import {
  longestMemberId,
  longestOfGroup,
  longestText,
  problemOfLength,
  type CommandDefinition,
} from '@rollcall/contracts';
import { CommandSender, type CommandAsker } from '@rollcall/gateway-kit';
import { checkCommand, decodeMessage, encodeMessage } from '@rollcall/messaging';
import { limits, problemOfLength as scimProblemOfLength, Urns } from '@rollcall/scim';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, test } from 'vitest';
import { anyPatch, anyUserBody } from '../../../tests/properties/scim-requests.js';
import { sharedGateway } from './gateway-under-test.js';

const { group, user, patchOp } = Urns;

/** The commands that left the gateway, each as the service decodes it. */
const decoded: string[] = [];

/** In place of Kafka and the services: what the client's check lets pass is decoded, and then refused as overtaken. */
const ask: CommandAsker['ask'] = async <Input extends object, Body extends object>(
  definition: CommandDefinition<Input, Body>,
  payload: Input,
  { accountId, commandId = uuidv7() }: { accountId: string; commandId?: string },
) => {
  checkCommand(definition, payload);
  const identity = { id: commandId, correlationId: commandId, accountId, type: definition.type };
  const record = encodeMessage({ ...identity, source: 'scim-gateway', subject: definition.key(payload) }, payload);
  const raw = { ...record, key: Buffer.from(record.key), value: Buffer.from(record.value ?? '') };
  const place = { partition: 0, offset: '0', time: new Date(), rawHeaders: record.headers };
  decoded.push(decodeMessage({ ...raw, ...place }).type);
  return { ok: false, code: 'overtaken', facts: {} } as const;
};

const gateway = await sharedGateway({ commands: new CommandSender({ ask }) });

const long = (count: number) => 'x'.repeat(count);
/** Texts about as long as what is taken. */
const text = fc.oneof(
  fc.constantFrom(200, 201, 320, 321, 1_000, 1_001, 8_192).map(long),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant('a'),
);

const passed = 429;
const person = (of: object) => ({ schemas: [user], userName: 'ann@example.com', ...of });
const pushed = (of: object) => ({ schemas: [group], displayName: 'Design', ...of });
const id = uuidv7();
const changing = (path: string, value: unknown) => ({
  schemas: [patchOp],
  Operations: [{ op: 'replace', path, value }],
});

describe('a value that a service would not accept', () => {
  test.each<[string, string, object, string]>([
    [
      'a userName',
      '/Users',
      person({ userName: `${long(400)}@example.com` }),
      'but it has 412 characters, and at most 254 are allowed. Map it',
    ],
    [
      'an externalId',
      '/Users',
      person({ externalId: long(1_001) }),
      'externalId: it has 1001 characters, and at most 1000 are allowed.',
    ],
    [
      'an externalId of any length',
      '/Users',
      person({ externalId: long(9_000) }),
      'externalId: it has more than 2000 char',
    ],
    [
      'a userType',
      '/Users',
      person({ userType: long(201) }),
      'userType: it has 201 characters, and at most 200 are allowed.',
    ],
    [
      'one of several roles',
      '/Users',
      person({ roles: [{ value: 'guest' }, { value: long(201) }] }),
      'userType: it has 201',
    ],
    [
      'a title',
      '/Users',
      person({ title: long(8_193) }),
      'title: it has 8193 characters, and at most 8192 are allowed.',
    ],
    [
      'the name of a group',
      '/Groups',
      pushed({ displayName: long(1_001) }),
      'displayName: it has 1001 characters, and at most 1000 are allowed.',
    ],
    [
      'the externalId of a group',
      '/Groups',
      pushed({ externalId: long(1_001) }),
      'externalId: it has 1001 characters, and at most 1000 are allowed.',
    ],
  ])('is refused where it is %s, with a sentence that names it', async (_, path, body, sentence) => {
    decoded.length = 0;
    const { status, json } = await gateway.ask(`/scim/v2${path}`, { body });
    expect(status).toBe(400);
    expect(json).toMatchObject({ scimType: 'invalidValue', detail: expect.stringContaining(sentence) });
    expect(json['detail']).not.toContain('xxx');
    expect(decoded).toEqual([]);
  });

  it('is refused in a PATCH of a group', async () => {
    const body = changing('displayName', long(1_001));
    const { status, json } = await gateway.ask(`/scim/v2/Groups/${id}`, { method: 'PATCH', body });
    expect(status).toBe(400);
    expect(json).toMatchObject({
      scimType: 'invalidValue',
      detail: expect.stringContaining('displayName: it has 1001 characters, and at most 1000 are allowed.'),
    });
  });
});

describe('a text that is too long (rule 21)', () => {
  const words = (maxLength: number, text: string) => String(problemOfLength(text, { maxLength }));

  test.each<[string, number, object]>([
    ['userName', 254, { userName: `${long(400)}@example.com` }],
    ['externalId', 1_000, { externalId: long(1_001) }],
    ['userType', 200, { userType: long(201) }],
    ['title', 8_192, { title: long(8_193) }],
    ['name.givenName', 8_192, { name: { givenName: long(20_000) } }],
  ])(
    '%s is refused by PUT as by POST, in the one function’s words, and kept for nobody who leaves',
    async (_, most, of) => {
      decoded.length = 0;
      const text = String(
        Object.values(of).flatMap((each: unknown) =>
          typeof each === 'string' ? each : Object.values(each as object),
        )[0],
      );
      for (const [path, method] of [
        ['/Users', 'POST'],
        [`/Users/${id}`, 'PUT'],
      ] as const) {
        const { status, json } = await gateway.ask(`/scim/v2${path}`, { method, body: person(of) });
        expect([status, json['scimType']]).toEqual([400, 'invalidValue']);
        expect(json['detail']).toContain(words(most, text));
      }
      expect(decoded).toEqual([]);
      const leaves = await gateway.ask(`/scim/v2/Users/${id}`, {
        method: 'PUT',
        body: person({ ...of, active: false }),
      });
      expect([leaves.status, decoded]).toEqual([passed, ['user.replace']]);
    },
  );
});

describe('limits and words that threads for large bodies and libs/scim have of their own', () => {
  it('are those of the commands', () => {
    expect([limits.memberId, limits.groupText, limits.text]).toEqual([longestMemberId, longestOfGroup, longestText]);
  });

  it('say the same of every text', () => {
    const some = fc.oneof(text, fc.string({ unit: fc.constantFrom('x', '😀', '字'), maxLength: 30 }));
    const property = fc.property(some, fc.integer({ min: 1, max: 12 }), (of, most) => {
      expect(scimProblemOfLength(of, most)).toBe(problemOfLength(of, { maxLength: most }));
    });
    fc.assert(property);
  });
});

describe('what passes the gateway is decoded by the service', () => {
  const status = async (path: string, method: string, body: object) =>
    (await gateway.ask(`/scim/v2${path}`, { method, body })).status;
  /** Refused by the gateway, or passed and decoded; a fault of either side would be 500. */
  const sound = [400, 409, passed];

  it('whatever a user is made of', async () => {
    const property = fc.asyncProperty(anyUserBody, text, text, text, async (body, userName, externalId, title) => {
      const whole = { ...body, userName, externalId, title, userType: title };
      expect(sound).toContain(await status('/Users', 'POST', whole));
      expect(sound).toContain(await status(`/Users/${id}`, 'PUT', { ...body, externalId }));
    });
    await fc.assert(property);
    expect(decoded).toContain('user.replace');
  });

  it('whatever a PATCH of a user says', async () => {
    const property = fc.asyncProperty(anyPatch, async (body) => {
      expect([...sound, 501]).toContain(await status(`/Users/${id}`, 'PATCH', body));
    });
    await fc.assert(property);
    expect(decoded).toContain('user.change');
  });

  it('whatever a group is made of', async () => {
    const property = fc.asyncProperty(text, text, fc.array(text, { maxLength: 3 }), async (name, externalId, ids) => {
      const members = ids.map((value) => ({ value }));
      expect(sound).toContain(await status('/Groups', 'POST', pushed({ displayName: name, externalId, members })));
      const body = changing('displayName', name);
      expect(sound).toContain(await status(`/Groups/${id}`, 'PATCH', body));
    });
    await fc.assert(property);
    expect(decoded).toContain('team.push');
  });
});
