import { Refusal } from '@rollcall/contracts';
import { Urns } from '@rollcall/scim';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { describe, expect, it } from 'vitest';
import { accountId, otherAccountId, sharedGateway, tokenId } from './gateway-under-test.js';

const { group: core, patchOp } = Urns;
let count = 0;

const gateway = await sharedGateway();

interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly members: readonly { readonly value: string; readonly display?: string }[];
  readonly meta: { readonly location: string; readonly version: string };
}

/** Somebody whom the account has. */
async function somebody(): Promise<{ id: string; userName: string }> {
  const userName = `p${++count}@example.com`;
  const { json } = await gateway.ask('/scim/v2/Users', { body: { schemas: [core], userName } });
  return { id: String(json['id']), userName };
}

const groupIn = (json: object) => json as unknown as Group; // checked by the specs themselves

async function pushed(of: object = {}): Promise<Group> {
  const { status, json } = await gateway.ask('/scim/v2/Groups', {
    body: { schemas: [core], displayName: `Design ${++count}`, ...of },
  });
  expect(status).toBe(201);
  return groupIn(json);
}

const patch = (id: string, ...Operations: object[]) =>
  gateway.ask(`/scim/v2/Groups/${id}`, { method: 'PATCH', body: { schemas: [patchOp], Operations } });
const stepsOf = async (id: string, ...operations: object[]) => {
  expect((await patch(id, ...operations)).status).toBe(204);
  return gateway.teams.received.at(-1)?.payload['steps'];
};

describe('pushing a group', () => {
  it('answers with the whole group, where it is, and its version', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    const { status, headers, json } = await gateway.ask('/scim/v2/Groups', {
      body: {
        schemas: [core],
        displayName: 'Design',
        externalId: 'g-1',
        members: [
          { value: ann.id, display: ann.userName },
          { value: bob.id, display: null },
        ],
      },
    });
    expect(status).toBe(201);
    const location = `${gateway.url}/scim/v2/Groups/${String(json['id'])}`;
    const shown = ({ id, userName }: { id: string; userName: string }) => ({
      value: id,
      $ref: `${gateway.url}/scim/v2/Users/${id}`,
      display: userName,
      type: 'User',
    });
    expect(json).toEqual({
      schemas: [core],
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      externalId: 'g-1',
      displayName: 'Design',
      meta: expect.objectContaining({ resourceType: 'Group', location, version: 'W/"1"' }) as object,
      members: [ann, bob].sort((a, b) => (a.id < b.id ? -1 : 1)).map(shown),
    });
    expect(headers.get('location')).toBe(location);
    expect(headers.get('etag')).toBe('W/"1"');
  });

  it('says in the command who asks, and for which account', async () => {
    await pushed({ members: [] });
    expect(gateway.teams.received.at(-1)?.call).toMatchObject({ accountId, actor: { kind: 'directory', id: tokenId } });
  });

  it.each([
    ['no name', { displayName: undefined }, 'displayName'],
    ['a member without a value', { members: [{ display: 'Ann' }] }, 'value'],
  ])('refuses %s, and asks nobody', async (_, of, named) => {
    const before = gateway.teams.received.length;
    const { status, json } = await gateway.ask('/scim/v2/Groups', {
      body: { schemas: [core], displayName: 'X', ...of },
    });
    expect(status).toBe(400);
    expect(String(json['detail'])).toContain(named);
    expect(gateway.teams.received).toHaveLength(before);
  });

  it.each([
    [new Refusal('members-unknown', { unknownIds: ['42'], count: 1 }), 400, 'invalidValue', '42'],
    [new Refusal('team-name-taken', { displayName: 'Design', ownedBy: 'directory' }), 409, 'uniqueness', 'Design'],
    [new Refusal('takeover-refused', { displayName: 'Design' }), 409, 'uniqueness', 'teamTakeover'],
    [new Refusal('dependency-away', { service: 'user-service' }), 429, undefined, 'again'],
  ])('tells the admin what $code means', async (refusal, expected, scimType, said) => {
    gateway.teams.failWith = refusal;
    const { status, json } = await gateway.ask('/scim/v2/Groups', { body: { schemas: [core], displayName: 'Design' } });
    gateway.teams.failWith = undefined;
    expect([status, json['scimType']]).toEqual([expected, scimType]);
    expect(json['detail']).toContain(said);
  });
});

describe('a write that is made while nobody can say who its members are', () => {
  it('is acknowledged, without them: an error would deny what has happened', async () => {
    const members = [{ value: (await somebody()).id }];
    gateway.users.failWith = new ServiceUnavailable('user-service', 'unreachable');
    try {
      const { status, headers, json } = await gateway.ask('/scim/v2/Groups', {
        body: { schemas: [core], displayName: `Design ${++count}`, members },
      });
      expect([status, headers.get('etag'), json['members']]).toEqual([201, 'W/"1"', undefined]);
      const id = String(json['id']);
      expect(headers.get('location')).toMatch(new RegExp(`/Groups/${id}$`));
      const body = { schemas: [core], displayName: `Design ${++count}`, members };
      const replaced = await gateway.ask(`/scim/v2/Groups/${id}`, { method: 'PUT', body });
      expect([replaced.status, replaced.json['id']]).toEqual([200, id]);
      expect((await gateway.ask(`/scim/v2/Groups/${id}`)).status).toBe(429);
    } finally {
      gateway.users.failWith = undefined;
    }
  });
});

describe('reading groups', () => {
  it('finds a group by its name, and by a member', async () => {
    const ann = await somebody();
    const group = await pushed({ members: [{ value: ann.id }] });
    for (const filter of [
      `displayName eq "${group.displayName}"`,
      `members.value eq "${ann.id}"`,
      `id eq "${group.id}"`,
    ]) {
      const { json } = await gateway.ask(`/scim/v2/Groups?filter=${encodeURIComponent(filter)}`);
      expect(json).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [group] });
    }
  });

  it('reads no members for who does not want them', async () => {
    const { id, displayName } = await pushed({ members: [{ value: (await somebody()).id }] });
    const before = gateway.teams.memberPagesRead;
    const filter = encodeURIComponent(`displayName eq "${displayName}"`);
    for (const path of [
      `/${id}?excludedAttributes=members`,
      `/${id}?attributes=displayName`,
      `?filter=${filter}&excludedAttributes=members`,
    ]) {
      const { text } = await gateway.ask(`/scim/v2/Groups${path}`);
      expect(text).toContain(displayName);
      expect(text).not.toContain('members');
    }
    expect(gateway.teams.memberPagesRead).toBe(before);
  });

  it('writes a large group page by page, all of it', async () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => `01890a5d-ac96-774b-bcce-${String(i).padStart(12, '0')}`);
    const { id } = await pushed({ members: ids.map((value) => ({ value })) });
    const { json } = await gateway.ask(`/scim/v2/Groups/${id}`);
    expect(groupIn(json).members.map(({ value }) => value)).toEqual(ids);
    const { json: short } = await gateway.ask(`/scim/v2/Groups/${id}?attributes=members.value`);
    expect(groupIn(short).members[0]).toEqual({ value: ids[0] });
  });

  it('answers 304 where the client has this version, and 404 for what is no group of the account', async () => {
    const { id } = await pushed();
    const { status } = await gateway.ask(`/scim/v2/Groups/${id}`, { headers: { 'if-none-match': 'W/"1"' } });
    expect(status).toBe(304);
    const token = gateway.verifier.issue(otherAccountId, tokenId);
    expect((await gateway.ask(`/scim/v2/Groups/${id}`, { token })).status).toBe(404);
    expect((await gateway.ask('/scim/v2/Groups/nothing')).status).toBe(404);
  });

  it("tells a user's groups, in one question for a page, and none where they are not wanted", async () => {
    const ann = await somebody();
    const group = await pushed({ members: [{ value: ann.id }] });
    const groups = [{ value: group.id, $ref: group.meta.location, display: group.displayName, type: 'direct' }];
    const { json } = await gateway.ask(`/scim/v2/Users/${ann.id}`);
    expect(json['groups']).toEqual(groups);
    const filter = encodeURIComponent(`userName eq "${ann.userName}"`);
    const { json: list } = await gateway.ask(`/scim/v2/Users?filter=${filter}`);
    expect(list).toMatchObject({ Resources: [{ groups }] });
    gateway.teams.failWith = new Error('was asked');
    const { status } = await gateway.ask(`/scim/v2/Users/${ann.id}?excludedAttributes=groups`);
    gateway.teams.failWith = undefined;
    expect(status).toBe(200);
  });
});

describe('changing a group', () => {
  it.each([
    [
      'a: single members out by filter',
      [
        { op: 'remove', path: 'members[value eq "a"]' },
        { op: 'remove', path: 'members[value eq "b"]' },
      ],
      [{ change: 'remove-members', userIds: ['a', 'b'] }],
    ],
    [
      'b: members in',
      [{ op: 'add', path: 'members', value: [{ value: 'a', display: 'x' }] }],
      [{ change: 'add-members', userIds: ['a'] }],
    ],
    [
      'c: all members',
      [{ op: 'replace', path: 'members', value: [{ value: 'a' }, { value: 'b' }] }],
      [{ change: 'replace-members', userIds: ['a', 'b'] }],
    ],
    [
      'd: nobody any more',
      [{ op: 'replace', path: 'members', value: [] }],
      [{ change: 'replace-members', userIds: [] }],
    ],
    ['f: a bare list', [{ op: 'add', value: [{ value: 'a' }] }], [{ change: 'add-members', userIds: ['a'] }]],
    [
      'h: all members without a path',
      [{ op: 'replace', value: { members: [{ value: 'a' }] } }],
      [{ change: 'replace-members', userIds: ['a'] }],
    ],
    [
      'removal by a list (Entra)',
      [{ op: 'Remove', path: 'members', value: [{ value: 'a' }, { value: 'b' }] }],
      [{ change: 'remove-members', userIds: ['a', 'b'] }],
    ],
    ['removal of all', [{ op: 'remove', path: 'members' }], [{ change: 'replace-members', userIds: [] }]],
    [
      'any case',
      [{ op: 'ADD', path: 'Members', value: [{ value: 'a' }] }],
      [{ change: 'add-members', userIds: ['a'] }],
    ],
    [
      'two whole lists one after the other',
      [
        { op: 'replace', path: 'members', value: [{ value: 'a' }] },
        { op: 'replace', path: 'members', value: [{ value: 'b' }] },
      ],
      [
        { change: 'replace-members', userIds: ['a'] },
        { change: 'replace-members', userIds: ['b'] },
      ],
    ],
    [
      'adds and removals in their order',
      [
        { op: 'add', path: 'members', value: [{ value: 'a' }] },
        { op: 'remove', path: 'members[value eq "a"]' },
      ],
      [
        { change: 'add-members', userIds: ['a'] },
        { change: 'remove-members', userIds: ['a'] },
      ],
    ],
  ])('a change of a group takes %s', async (_, operations, steps) => {
    const { id } = await pushed();
    expect(await stepsOf(id, ...operations)).toEqual(steps);
  });

  it.each<[string, (of: { id: string; userName: string; base: string }) => string]>([
    ['the name that is shown', ({ userName }) => `display eq "${userName.toUpperCase()}"`],
    ['a part of the name', ({ userName }) => `display sw "${userName.slice(0, -4)}" and type eq "User"`],
    ['the address that is shown', ({ id, base }) => `$ref eq "${base}/Users/${id}"`],
    ['a part of the id', ({ id }) => `value sw "${id.slice(0, -1)}" and not (value pr and display eq "nobody")`],
  ])('removes members by %s (RFC 7644 §3.5.2.2)', async (_, of) => {
    const [ann, bob] = [await somebody(), await somebody()];
    const { id, meta } = await pushed({ members: [{ value: ann.id }, { value: bob.id }] });
    const where = of({ ...ann, base: meta.location.slice(0, meta.location.indexOf('/Groups')) });
    expect(await stepsOf(id, { op: 'remove', path: `members[${where}]` })).toEqual([
      { change: 'remove-members', userIds: [ann.id] },
    ]);
    const { json } = await gateway.ask(`/scim/v2/Groups/${id}`);
    expect(groupIn(json).members.map(({ value }) => value)).toEqual([bob.id]);
  });

  it('removes all members but those that are named', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    const { id } = await pushed({ members: [{ value: ann.id }, { value: bob.id }] });
    expect((await patch(id, { op: 'remove', path: `members[value ne "${bob.id}"]` })).status).toBe(204);
    const { json } = await gateway.ask(`/scim/v2/Groups/${id}`);
    expect(groupIn(json).members.map(({ value }) => value)).toEqual([bob.id]);
  });

  it('asks user-service for at most four kinds of members to remove', async () => {
    const { id } = await pushed();
    const removals = Array.from({ length: 5 }, (_, at) => ({ op: 'remove', path: `members[display eq "x${at}"]` }));
    const { status, json } = await patch(id, ...removals);
    expect([status, json['scimType']]).toEqual([400, 'tooMany']);
    expect((await patch(id, ...removals.slice(1), ...removals.slice(1))).status).toBe(204);
  });

  it('says which id of a member is too long to be one, and what to send (rule 21)', async () => {
    const [{ id }, { id: ann }] = [await pushed(), await somebody()];
    const path = `/scim/v2/Groups/${id}`;
    const long = 'x'.repeat(5_000);
    const members = [{ value: ann }, { value: long }];
    const begun = gateway.teams.received.length;
    const whole = { schemas: [core], displayName: `Design ${++count}`, members };
    const plain =
      /^Member 2 of the list cannot be the id of a user \(it begins with "x{20}"\): it has more than 200 characters, and at most 100 are allowed\. Nothing was changed\. Send the id/;
    for (const answer of [
      await gateway.ask('/scim/v2/Groups', { body: whole }),
      await gateway.ask(path, { method: 'PUT', body: whole }),
      await patch(id, { op: 'add', path: 'members', value: members }),
      await patch(id, { op: 'replace', value: { members } }),
    ]) {
      expect([answer.status, answer.json['scimType']]).toEqual([400, 'invalidValue']);
      expect(answer.json['detail']).toMatch(plain);
    }
    for (const operation of [
      { op: 'remove', path: `members[value eq "${'x'.repeat(101)}"]` },
      { op: 'remove', path: 'members', value: [{ value: 'x'.repeat(101) }] },
    ]) {
      const { status, json } = await patch(id, operation);
      expect([status, json['detail']]).toEqual([
        400,
        expect.stringMatching(/^A member to remove cannot be .*: it has 101 characters, and at most 100 are allowed\./),
      ]);
    }
    expect(gateway.teams.received.length).toBe(begun);
    const adding = (value: string) => patch(id, { op: 'add', path: 'members', value: [{ value }] });
    expect((await adding(`\u202e${long}`)).json['detail']).toMatch(
      /^Member 1 of the list cannot be the id of a user: it has /,
    );
    expect((await adding('👩'.repeat(100))).status).toBe(204);
  });

  it.each(['displayName', 'externalId'])(
    'says that its %s is too long to be kept, and how long it is (rule 21)',
    async (attribute) => {
      const { id } = await pushed();
      const begun = gateway.teams.received.length;
      const whole = { schemas: [core], displayName: `Design ${++count}`, [attribute]: 'x'.repeat(1_001) };
      const plain =
        `${attribute}: it has 1001 characters, and at most 1000 are allowed. ` +
        'Nothing was changed. Correct it in the identity provider, and send it again.';
      for (const { status, json } of [
        await gateway.ask('/scim/v2/Groups', { body: whole }),
        await gateway.ask(`/scim/v2/Groups/${id}`, { method: 'PUT', body: whole }),
        await patch(id, { op: 'replace', path: attribute, value: 'x'.repeat(1_001) }),
      ])
        expect([status, json['scimType'], json['detail']]).toEqual([400, 'invalidValue', plain]);
      expect(gateway.teams.received.length).toBe(begun);
      expect((await patch(id, { op: 'replace', path: attribute, value: '👩'.repeat(1_000) })).status).toBe(204);
    },
  );

  it('takes the name that Okta sends with every update, with the id as it is (e, i)', async () => {
    const { id } = await pushed();
    const value = { id, displayName: 'Design' };
    expect(await stepsOf(id, { op: 'replace', value })).toEqual([{ change: 'rename', displayName: 'Design' }]);
    expect(await stepsOf(id, { op: 'replace', value: { ...value, members: [] } })).toEqual([
      { change: 'rename', displayName: 'Design' },
      { change: 'replace-members', userIds: [] },
    ]);
  });

  it('answers 204 with the new version; with the group where attributes are asked for', async () => {
    const { id } = await pushed();
    const { status, headers } = await patch(id, { op: 'replace', value: { displayName: 'Drawing' } });
    expect([status, headers.get('etag')]).toEqual([204, 'W/"2"']);
    const { json } = await gateway.ask(`/scim/v2/Groups/${id}?attributes=displayName`, {
      method: 'PATCH',
      body: { schemas: [patchOp], Operations: [{ op: 'replace', path: 'displayName', value: 'Painting' }] },
    });
    expect(json).toEqual({ schemas: [core], id, displayName: 'Painting' });
  });

  it.each([
    ['the name of a group cannot go', { op: 'remove', path: 'displayName' }, 'mutability'],
    [
      'nobody is meant by what everybody has',
      { op: 'remove', path: 'members[value pr and not (display co "")]' },
      'invalidFilter',
    ],
    [
      'a member of a group has nothing to change',
      { op: 'replace', path: 'members[value eq "a"].display', value: 'Ann' },
      undefined,
    ],
  ])('%s', async (_, operation, scimType) => {
    const { id } = await pushed();
    const { status, json } = await patch(id, operation);
    // A read-only part is ignored, as everywhere; the rest is refused.
    if (scimType === undefined) expect(status).toBe(204);
    else expect([status, json['scimType']]).toEqual([400, scimType]);
  });

  it('takes 1,000 operations in one request, and a list of 1,000', async () => {
    const { id } = await pushed();
    const ids = Array.from({ length: 1_000 }, (_, i) => `u${i}`);
    const removals = ids.map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` }));
    expect(await stepsOf(id, ...removals)).toEqual([{ change: 'remove-members', userIds: ids }]);
    const list = { op: 'add', path: 'members', value: ids.map((value) => ({ value })) };
    expect(await stepsOf(id, list)).toEqual([{ change: 'add-members', userIds: ids }]);
  });

  it('replaces the whole group, deletes it, and holds If-Match', async () => {
    const group = await pushed();
    const ann = await somebody();
    const path = `/scim/v2/Groups/${group.id}`;
    const body = { ...group, displayName: 'Drawing', members: [{ value: ann.id }] };
    const stale = { 'if-match': 'W/"7"' };
    expect((await gateway.ask(path, { method: 'PUT', body, headers: stale })).status).toBe(412);
    const { status, json } = await gateway.ask(path, { method: 'PUT', body });
    expect([status, json['displayName']]).toEqual([200, 'Drawing']);
    expect(groupIn(json).members.map(({ display }) => display)).toEqual([ann.userName]);
    expect((await gateway.ask(path, { method: 'DELETE', headers: stale })).status).toBe(412);
    const { members: _, ...named } = body;
    for (const asked of [
      { method: 'PUT', body },
      { method: 'PUT', body: named },
      { method: 'PATCH', body: { Operations: [{ op: 'replace', path: 'displayName', value: 'x' }] } },
      { method: 'DELETE' },
    ] as const)
      for (const tags of ['*', 'W/"2"'])
        expect((await gateway.ask(path, { ...asked, headers: { 'if-none-match': tags } })).status).toBe(412);
    expect((await gateway.ask(path, { method: 'DELETE', headers: { 'if-none-match': 'W/"1"' } })).status).toBe(204);
    expect((await gateway.ask(path)).status).toBe(404);
  });

  it('takes bodies of several megabytes for groups, and not for users (rule 21)', async () => {
    const members = Array.from({ length: 30_000 }, (_, i) => ({
      value: `01890a5d-ac96-774b-bcce-${String(i).padStart(12, '0')}`,
    }));
    const { members: kept } = await pushed({ members });
    expect(kept).toHaveLength(30_000);
    const { status } = await gateway.ask('/scim/v2/Users', {
      body: { schemas: [core], userName: 'a@b.example', members },
    });
    expect(status).toBe(413);
  });
});
