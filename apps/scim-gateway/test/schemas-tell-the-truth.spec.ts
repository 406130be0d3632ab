import { Urns } from '@rollcall/scim';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedGateway } from './gateway-under-test.js';

/*
 * What `/Schemas` says of an attribute, and what requests find to be true of it (RFC 7643 §7). The gateway decides all of it but what is
 * stored, which tests/properties and user-service's own specs look at.
 */

interface Attribute {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness?: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

const { user, enterpriseUser: enterprise, group } = Urns;

let schemas: Readonly<Record<string, readonly Attribute[]>>;
const gateway = await sharedGateway();
beforeAll(async () => {
  const { json } = await gateway.ask('/scim/v2/Schemas');
  const all = json['Resources'] as { readonly id: string; readonly attributes: readonly Attribute[] }[];
  schemas = Object.fromEntries(all.map(({ id, attributes }) => [id, attributes]));
});

let count = 0;
const attributesOf = (urn: string) => schemas[urn] ?? [];
const writable = ({ mutability }: Attribute) => mutability !== 'readOnly';

/** A value that the attribute can have; undefined where the product decides which ones it can have. */
function valueOf({ name, type, multiValued, canonicalValues = [], subAttributes }: Attribute): unknown {
  if (subAttributes) {
    const parts = Object.fromEntries(subAttributes.filter(writable).map((part) => [part.name, valueOf(part)]));
    return multiValued ? [parts] : parts;
  }
  if (type === 'boolean') return true;
  if (name === 'userName' || name === 'value') return `p${++count}@example.com`;
  return canonicalValues[0] ?? (texts as Record<string, string>)[name] ?? `some ${name}`;
}

const texts = {
  timezone: 'Europe/Berlin',
  locale: 'de-DE',
  preferredLanguage: 'de',
  profileUrl: 'https://x.example',
  country: 'DE',
};

/** A whole user, with every attribute that can be written. `roles` is another way to say `userType`. */
function wholeUser(): Record<string, unknown> {
  const of = (urn: string) =>
    attributesOf(urn)
      .filter((each) => writable(each) && each.name !== 'roles')
      .map((each) => [each.name, valueOf(each)]);
  return {
    schemas: [user, enterprise],
    ...Object.fromEntries(of(user)),
    [enterprise]: Object.fromEntries(of(enterprise)),
  };
}

async function created(body: object): Promise<Record<string, unknown>> {
  const { status, json } = await gateway.ask('/scim/v2/Users', { body });
  expect([status, json['detail']]).toEqual([201, undefined]);
  return (await gateway.ask(`/scim/v2/Users/${String(json['id'])}`)).json;
}

/** The names of all attributes in a resource, and of their parts. */
function pathsIn(resource: object): string[] {
  const paths = Object.entries(resource).flatMap(([name, value]: [string, unknown]) => {
    const parts = [value]
      .flat()
      .flatMap((each) => (typeof each === 'object' && each !== null ? Object.keys(each) : []));
    return [name, ...parts.map((part) => `${name}.${part}`)];
  });
  return [...new Set(paths)].toSorted();
}

/** The names of all attributes and parts that the schema lists as returned by default. */
function returnedOf(urn: string): string[] {
  const returned = (attributes: readonly Attribute[]) => attributes.filter((each) => each.returned !== 'never');
  const paths = returned(attributesOf(urn)).flatMap(({ name, subAttributes = [] }) => [
    name,
    ...returned(subAttributes).map((part) => `${name}.${part.name}`),
  ]);
  return paths.toSorted();
}

describe('what /Schemas says of users', () => {
  it('is what is returned: all that is sent and may be returned, and nothing that may not', async () => {
    const sent = wholeUser();
    const shown = await created(sent);
    for (const [urn, holder, of] of [
      [user, shown, sent],
      [enterprise, shown[enterprise] as Record<string, unknown>, sent[enterprise] as Record<string, unknown>],
    ] as const) {
      for (const { name, mutability, returned } of attributesOf(urn)) {
        if (mutability === 'readOnly') continue;
        if (returned === 'never') expect(holder, name).not.toHaveProperty(name);
        else expect(holder[name], name).toEqual(of[name]);
      }
    }
  });

  it('is what is shown of somebody who has everything: each attribute and part that may be returned, and no other', async () => {
    const { id } = await created(wholeUser());
    await gateway.ask('/scim/v2/Groups', { body: { displayName: `G ${++count}`, members: [{ value: id }] } });
    const byRoles = await created({ userName: `r${++count}@example.com`, roles: [{ value: 'viewer', primary: true }] });
    expect([byRoles['userType'], 'roles' in byRoles]).toEqual(['viewer', false]);
    const shown = (await gateway.ask(`/scim/v2/Users/${String(id)}`)).json;
    const { schemas: _, id: __, externalId: ___, meta: ____, [enterprise]: extension, ...core } = shown;
    expect(pathsIn(core)).toEqual(returnedOf(user));
    expect(pathsIn(extension as object)).toEqual(returnedOf(enterprise));
  });

  it('names every attribute that is returned', async () => {
    const common = ['schemas', 'id', 'externalId', 'meta', enterprise];
    const shown = await created(wholeUser());
    const known = attributesOf(user).map(({ name }) => name);
    expect(Object.keys(shown).filter((name) => !common.includes(name) && !known.includes(name))).toEqual([]);
  });

  it('is what `attributes` can ask for, and what it cannot', async () => {
    const { id } = await created(wholeUser());
    for (const { name, returned } of attributesOf(user)) {
      const { json } = await gateway.ask(`/scim/v2/Users/${String(id)}?attributes=${name}`);
      const others = Object.keys(json).filter((each) => !['schemas', 'id', name].includes(each));
      expect(others, name).toEqual([]);
      if (returned === 'never') expect(json).not.toHaveProperty(name);
      const { json: rest } = await gateway.ask(`/scim/v2/Users/${String(id)}?excludedAttributes=${name},id`);
      expect(rest, name).not.toHaveProperty(name);
      expect(rest).toHaveProperty('id'); // `always`
    }
  });

  it('is what must be sent, and what must be unique', async () => {
    for (const { name, required, uniqueness } of attributesOf(user)) {
      const { [name]: value, ...without } = wholeUser();
      const { status, json } = await gateway.ask('/scim/v2/Users', {
        body: { userName: `q${++count}@example.com`, ...without },
      });
      expect(status, name).toBe(201);
      if (required) expect((await gateway.ask('/scim/v2/Users', { body: without })).status, name).toBe(400);
      if (uniqueness !== 'server') continue;
      await created({ ...without, [name]: value });
      const again = await gateway.ask('/scim/v2/Users', { body: { ...without, [name]: String(value).toUpperCase() } });
      expect([again.status, again.json['scimType']], name).toEqual([409, 'uniqueness']);
      expect(json).toBeDefined();
    }
  });

  it('is what a PATCH takes: what can be written is sent on, what cannot is left out', async () => {
    const { id } = await created(wholeUser());
    for (const [urn, prefix] of [
      [user, ''],
      [enterprise, `${enterprise}:`],
    ] as const) {
      for (const attribute of attributesOf(urn)) {
        const before = gateway.users.received.length;
        const Operations = [{ op: 'add', path: `${prefix}${attribute.name}`, value: valueOf(attribute) }];
        const path = `/scim/v2/Users/${String(id)}`;
        const { status, json } = await gateway.ask(path, { method: 'PATCH', body: { Operations } });
        expect([status, json['detail']], attribute.name).toEqual([200, undefined]);
        const { changes, passwordHash, passwordProblem } = gateway.users.received[before]?.payload ?? {};
        const isTaken = Array.isArray(changes) && [...changes, passwordHash, passwordProblem].some(Boolean);
        expect(isTaken, attribute.name).toBe(writable(attribute));
      }
    }
  });
});

describe('what /Schemas says of groups', () => {
  it('is what is taken and returned', async () => {
    const { json: somebody } = await gateway.ask('/scim/v2/Users', { body: { userName: `p${++count}@example.com` } });
    const members = [{ value: String(somebody['id']) }];
    const { json } = await gateway.ask('/scim/v2/Groups', {
      body: { schemas: [group], displayName: `G ${++count}`, members },
    });
    expect(Object.keys(json).toSorted()).toEqual(
      ['schemas', 'id', 'meta', ...attributesOf(group).map(({ name }) => name)].toSorted(),
    );
    const parts = attributesOf(group).find(({ name }) => name === 'members')?.subAttributes ?? [];
    expect(Object.keys((json['members'] as object[])[0] ?? {}).toSorted()).toEqual(
      parts.map(({ name }) => name).toSorted(),
    );
    expect((await gateway.ask('/scim/v2/Groups', { body: { schemas: [group], members } })).status).toBe(400);
    const path = `/scim/v2/Groups/${String(json['id'])}`;
    for (const { name } of parts) {
      const Operations = [{ op: 'replace', path: `members[value eq "${String(somebody['id'])}"].${name}`, value: 'x' }];
      const { status, json: refused } = await gateway.ask(path, { method: 'PATCH', body: { Operations } });
      const isReadOnly = parts.find((part) => part.name === name)?.mutability === 'readOnly';
      expect([name, status, refused['scimType']]).toEqual([
        name,
        isReadOnly ? 204 : 400,
        isReadOnly ? undefined : 'mutability',
      ]);
    }
  });
});
