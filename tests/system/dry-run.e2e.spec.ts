import { Urns } from '@rollcall/scim';
import { eventually } from '@rollcall/testing';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { everythingOf as everythingStored } from '../support/everything-of.js';
import { patchOf, type Answer, type ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { membersOf, pushGroup, untilTakeoversWait, workspaceAt, type Account } from '../support/workspace.js';

const { newAccount, workspaceUrl, dumpDatabases, dumpTopics } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);

const { wouldChange: urn, user, group } = Urns;
const dry = { 'rollcall-dry-run': 'true' };
/** For what reads all topics and tables, or sends many requests. */
const long = { timeout: 120_000 };

const person = (userName: string, of: object = {}) => ({
  schemas: [user],
  userName,
  name: { givenName: 'Ann', familyName: 'Lee' },
  active: true,
  ...of,
});
/** The version of a proposal is its time (ADR 0051). */
const versionOfProposal = /(?<=W\/\\?")\d{13}(?=\\?")/g;
const members = (...ids: string[]) => ids.map((value) => ({ value }));

const everythingOf = (account: Account) => everythingStored(account, { dumpDatabases, dumpTopics });

/** What an answer says, without ids that are made anew, times (also as the version of a proposal), and what only a dry run says. */
function said({ status, body, headers }: Answer, id: string | undefined): unknown {
  if (body === undefined) return { status };
  const { [urn]: _, ...rest } = body;
  const text = JSON.stringify({ ...rest, schemas: rest.schemas.filter((each: string) => each !== urn) });
  const anew = id === undefined ? text : text.replaceAll(id, 'its-id');
  const type = headers.get('content-type');
  const timeless = anew.replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"then"').replaceAll(versionOfProposal, 'then');
  return { status, type, body: JSON.parse(timeless) };
}

/** A dry run of a request, and then the request: both must be told the same. @returns the answer of the request */
async function bothWays(scim: ScimSession, method: string, path: string, body?: object): Promise<Answer> {
  const asked = await scim.send(method, path, body, dry);
  const done = await scim.send(method, path, body);
  const what = `${method} ${path} ${JSON.stringify(body)}: ${asked.text}`;
  const idOf = (answer: Answer) => (method === 'POST' ? (answer.body?.id as string | undefined) : undefined);
  expect(said(asked, idOf(asked)), what).toEqual(said(done, idOf(done)));
  expect(asked.headers.get('rollcall-dry-run'), what).toBe('true');
  expect([asked.headers.get('etag'), asked.headers.get('location')]).toEqual([null, null]);
  expect(done.headers.get('rollcall-dry-run')).toBeNull();
  if (asked.status < 300) {
    const foreseen = asked.body?.[urn] ?? JSON.parse(asked.headers.get('rollcall-would-change') ?? 'null');
    expect(foreseen, what).toMatchObject({ changed: expect.any(Boolean), events: expect.any(Array) });
  }
  return done;
}

describe('a dry run over SCIM', () => {
  it('answers as the write would, and saves nothing: no row, no event, no id', long, async () => {
    const account = await newAccount();
    const { scim } = account;
    const { body: ann } = await scim.create('ann@example.com', { title: 'Guide', password: 'Correct-Horse-7' });
    const { body: gone } = await scim.create('gone@example.com');
    await scim.remove(gone.id);
    const teamId = await pushGroup(scim, 'Design', [ann.id]);
    const before = await eventually(async () => {
      const all = await everythingOf(account);
      expect(all.some((line) => line.startsWith('outbox '))).toBe(false);
      expect(all.some((line) => line.startsWith('people '))).toBe(true);
      return all;
    }, 'events have been published, and team-service knows the member');

    const writes: [string, string, object?][] = [
      ['POST', '/Users', person('new@example.com', { password: 'Correct-Horse-8' })],
      ['POST', '/Users', person('gone@example.com')],
      ['POST', '/Users', person('ann@example.com')],
      ['PUT', `/Users/${ann.id}`, person('ann@example.com', { userType: 'viewer' })],
      ['PATCH', `/Users/${ann.id}`, patchOf({ op: 'replace', path: 'active', value: false })],
      ['PATCH', `/Users/${ann.id}`, patchOf({ op: 'replace', path: 'password', value: 'Correct-Horse-9' })],
      ['PATCH', `/Users/${ann.id}`, patchOf({ op: 'replace', path: 'timezone', value: 'Mars' })],
      ['PATCH', `/Users/${account.adminId}`, patchOf({ op: 'replace', path: 'active', value: false })],
      ['DELETE', `/Users/${ann.id}`],
      ['POST', '/Groups', { schemas: [group], displayName: 'Sales', members: members(ann.id) }],
      ['PUT', `/Groups/${teamId}`, { schemas: [group], displayName: 'Drawing', members: [] }],
      ['PATCH', `/Groups/${teamId}`, patchOf({ op: 'remove', path: `members[value eq "${ann.id}"]` })],
      ['DELETE', `/Groups/${teamId}`],
    ];
    const answers = [];
    for (const [method, path, body] of writes) answers.push(await scim.send(method, path, body, dry));
    expect(answers.map(({ status }) => status)).toEqual([
      201, 201, 409, 200, 200, 200, 400, 409, 204, 201, 200, 204, 204,
    ]);
    for (const answer of answers) expect(answer.headers.get('rollcall-dry-run')).toBe('true');
    expect(await everythingOf(account)).toEqual(before);
    expect(await account.checkPassword('ann@example.com', 'Correct-Horse-7')).toBe(true);
    // The id that was shown is nobody's: the write gets its own.
    expect((await scim.get(answers[0]?.body.id)).status).toBe(404);
  });

  it('says what would change: attributes, type, seats, sessions, adoption, restoration, and never a password', async () => {
    const account = await newAccount();
    const { scim } = account;
    const admin = await adminOf(account);
    const { body: ann } = await scim.create('ann@example.com', { title: 'Guide' });
    const ask = async (method: string, path: string, body?: object) =>
      (await scim.send(method, path, body, dry)).body[urn];
    expect(
      await ask('PATCH', `/Users/${ann.id}`, patchOf({ op: 'replace', value: { title: 'Chef', userType: 'viewer' } })),
    ).toEqual({
      changed: true,
      events: ['user.updated', 'user.type-changed'],
      attributes: [
        { attribute: 'title', from: 'Guide', to: 'Chef' },
        { attribute: 'userType', from: 'member', to: 'viewer' },
      ],
    });
    const deactivated = await ask(
      'PATCH',
      `/Users/${ann.id}`,
      patchOf({ op: 'replace', path: 'active', value: false }),
    );
    expect(deactivated).toMatchObject({
      seats: -1,
      sessionsEnd: true,
      attributes: [{ attribute: 'active', to: false }],
    });
    expect(await ask('PATCH', `/Users/${ann.id}`, patchOf({ op: 'replace', path: 'title', value: 'Guide' }))).toEqual({
      changed: false,
      events: [],
      attributes: [],
    });

    const secret = 'Correct-Horse-7-canary';
    const made = await scim.send('POST', '/Users', person('bob@example.com', { password: secret }), dry);
    expect(made.body[urn]).toMatchObject({ outcome: 'created', seats: 1, password: 'set' });
    expect(made.text).not.toMatch(/canary|argon2/);
    const weak = await scim.send('POST', '/Users', person('bob@example.com', { password: 'password' }), dry);
    expect([weak.status, weak.body.scimType]).toEqual([400, 'invalidValue']);

    await admin.post('/users', { userName: 'cleo@example.com', givenName: 'Cleo', familyName: 'Min' });
    expect(await ask('POST', '/Users', person('cleo@example.com'))).toMatchObject({ outcome: 'adopted' });
    await scim.remove(ann.id);
    const restored = await ask('POST', '/Users', person('ann@example.com'));
    expect(restored).toMatchObject({ outcome: 'restored', seats: 1 });
  });

  it('counts who would get in and who would be put out, of a takeover too', async () => {
    const account = await newAccount();
    const { scim } = account;
    const admin = await adminOf(account);
    const ids: string[] = [];
    for (const name of ['ann', 'bob', 'cleo']) ids.push((await scim.create(`${name}@example.com`)).body.id);
    const [ann = '', bob = '', cleo = ''] = ids;
    const { id: teamId } = await account.createTeam('Design');
    await account.addMember(teamId, ann);
    await account.addMember(teamId, bob);

    const push = { schemas: [group], displayName: 'design', members: members(bob, cleo) };
    const taken = await scim.send('POST', '/Groups', push, dry);
    expect(taken.body).toMatchObject({ id: teamId, displayName: 'design' });
    expect(taken.body.members.map(({ value, display }: Record<string, string>) => [value, display])).toEqual([
      [bob, 'bob@example.com'],
      [cleo, 'cleo@example.com'],
    ]);
    expect(taken.body[urn]).toMatchObject({
      outcome: 'taken-over',
      membersGained: { count: 1, ids: [cleo] },
      membersLost: { count: 1, ids: [ann] },
      roster: { added: 2, removed: 0 },
    });
    const empty = await scim.send('POST', '/Groups', { ...push, members: [] }, dry);
    expect(empty.body[urn].membersLost).toEqual({ count: 2, ids: [ann, bob].sort(), notBefore: expect.any(String) });
    expect(await membersOf(admin, teamId)).toEqual([ann, bob].sort());

    await scim.send('POST', '/Groups', push);
    const deleted = await scim.send('DELETE', `/Groups/${teamId}`, undefined, dry);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect(JSON.parse(deleted.headers.get('rollcall-would-change') ?? '')).toEqual({
      changed: true,
      outcome: 'deleted',
      events: ['team.deleted'],
      attributes: [],
      membersLost: { count: 2, ids: [bob, cleo].sort() },
    });
  });

  it('takes true and false, and refuses everything else; a read takes no notice of it', async () => {
    const { scim } = await newAccount();
    const create = (value: string) =>
      scim.send('POST', '/Users', person('ann@example.com'), { 'rollcall-dry-run': value });
    for (const slip of ['ture', 'yes', '1', '', 'true, true']) {
      const { status, body } = await create(slip);
      expect([slip, status, body.detail]).toEqual([slip, 400, expect.stringContaining('Rollcall-Dry-Run')]);
    }
    expect((await create('TRUE')).status).toBe(201);
    expect((await scim.find('ann@example.com')).body.totalResults).toBe(0);
    expect((await create('false')).status).toBe(201);
    const { status, headers } = await scim.send('GET', '/Users', undefined, { 'rollcall-dry-run': 'ture' });
    expect([status, headers.get('rollcall-dry-run')]).toEqual([200, null]);
  });

  it('is told of who has just left what the write is told, whatever team-service has heard', long, async () => {
    const { scim } = await newAccount();
    const teamId = await pushGroup(scim, 'Design', []);
    for (let n = 0; n < 10; n++) {
      const { body: ann } = await scim.create(`p${n}@example.com`);
      const add = patchOf({ op: 'add', path: 'members', value: members(ann.id) });
      expect((await scim.send('PATCH', `/Groups/${teamId}`, add)).status).toBe(204);
      await scim.remove(ann.id);
      const headers = n % 2 === 0 ? dry : {};
      expect((await scim.send('PATCH', `/Groups/${teamId}`, add, headers)).status).toBe(400);
      expect((await scim.send('PATCH', `/Groups/${teamId}`, add)).status).toBe(400);
    }
  });

  it('is recorded as one', async () => {
    const { scim, id } = await newAccount();
    await scim.send('POST', '/Users', person('ann@example.com'), dry);
    await eventually(async () => {
      const records = (await dumpTopics('rollcall.scim.requests')).split('\n').filter((line) => line.includes(id));
      expect(records.filter((line) => line.includes('"dryRun":true'))).toHaveLength(1);
      return true;
    }, 'the record says that it was a dry run');
  });
});

describe('whatever a directory sends', () => {
  const names = ['ann', 'bob', 'cleo', 'dan'];
  const teams = ['Design', 'Sales'];
  const name = fc.constantFrom(...names);
  const team = fc.constantFrom(...teams);
  const active = fc.boolean();
  const some = fc.subarray(names);
  const step = fc.oneof(
    fc.record({ is: fc.constant('create' as const), name, title: fc.constantFrom('Guide', 'Chef') }),
    fc.record({ is: fc.constant('put' as const), name, active, title: fc.constantFrom('Guide', 'Chef', '') }),
    fc.record({ is: fc.constant('patch' as const), name, active }),
    fc.record({ is: fc.constant('delete' as const), name }),
    fc.record({ is: fc.constant('push' as const), team, some }),
    fc.record({ is: fc.constant('put-group' as const), team, some }),
    fc.record({ is: fc.constant('add' as const), team, some }),
    fc.record({ is: fc.constant('drop' as const), team, name }),
    fc.record({ is: fc.constant('delete-group' as const), team }),
  );
  type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

  /** Who and what there is, by name. */
  async function stateOf(scim: ScimSession) {
    const [people, groups] = [await scim.send('GET', '/Users'), await scim.send('GET', '/Groups')];
    const textOf = (each: object) => JSON.stringify(each);
    const shown = (resources: Record<string, unknown>[]) =>
      resources
        .map(({ meta, members: of, ...rest }) => ({
          ...rest,
          id: undefined,
          groups: undefined,
          version: (meta as { version: string }).version.replaceAll(versionOfProposal, 'then'),
          members: ((of ?? []) as { display?: string }[]).map(({ display = '' }) => display).toSorted(),
        }))
        .sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
    return [shown(people.body.Resources ?? []), shown(groups.body.Resources ?? [])];
  }

  /** One identity provider at work, which knows the ids that it was told. */
  function provider(
    send: (method: string, path: string, body?: object) => Promise<Answer>,
    ids = new Map<string, string>(),
  ) {
    const idOf = (of: string) => ids.get(of) ?? unknown;
    const unknown = uuidv7();
    const post = async (key: string, path: string, body: object) => {
      const answer = await send('POST', path, body);
      if (answer.status === 201) ids.set(key, answer.body.id as string);
      return answer.status;
    };
    const listed = (some: readonly string[]) => members(...some.map(idOf));
    return async (each: Step): Promise<number> => {
      switch (each.is) {
        case 'create':
          return post(each.name, '/Users', person(`${each.name}@example.com`, { title: each.title }));
        case 'put': {
          const { title, active } = each;
          const body = person(`${each.name}@example.com`, { title, active });
          return (await send('PUT', `/Users/${idOf(each.name)}`, body)).status;
        }
        case 'patch': {
          const change = patchOf({ op: 'replace', value: { active: each.active } });
          return (await send('PATCH', `/Users/${idOf(each.name)}`, change)).status;
        }
        case 'delete':
          return (await send('DELETE', `/Users/${idOf(each.name)}`)).status;
        case 'push':
          return post(each.team, '/Groups', { schemas: [group], displayName: each.team, members: listed(each.some) });
        case 'put-group': {
          const body = { schemas: [group], displayName: each.team, members: listed(each.some) };
          return (await send('PUT', `/Groups/${idOf(each.team)}`, body)).status;
        }
        case 'add': {
          const change = patchOf({ op: 'add', path: 'members', value: listed(each.some) });
          return (await send('PATCH', `/Groups/${idOf(each.team)}?attributes=members`, change)).status;
        }
        case 'drop': {
          const change = patchOf({ op: 'remove', path: `members[value eq "${idOf(each.name)}"]` });
          return (await send('PATCH', `/Groups/${idOf(each.team)}`, change)).status;
        }
        case 'delete-group':
          return (await send('DELETE', `/Groups/${idOf(each.team)}`)).status;
      }
    };
  }

  it(
    'a dry run is told what the write is told right after, and leaves what there would be without it',
    long,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 14 }), async (steps) => {
          const [one, other] = [await newAccount(), await newAccount()];
          const asking = provider((method, path, body) => bothWays(one.scim, method, path, body));
          const plain = provider((method, path, body) => other.scim.send(method, path, body));
          for (const each of steps) expect(await asking(each)).toBe(await plain(each));
          expect(await stateOf(one.scim)).toEqual(await stateOf(other.scim));
        }),
        { numRuns: 4 },
      );
    },
  );

  it('is so too where takeovers wait for an admin, and the brake is on', long, async () => {
    /** Two people, and teams of the workspace with the names of the groups that are pushed. */
    async function givenTeams() {
      const account = await newAccount();
      await account.set({ teamTakeover: 'review', deprovisionBrake: '1' });
      const ids = new Map<string, string>();
      for (const each of names.slice(0, 2)) ids.set(each, (await account.scim.create(`${each}@example.com`)).body.id);
      for (const each of teams) {
        const { id } = await account.createTeam(each);
        await account.addMember(id, ids.get('ann') ?? '');
        ids.set(each, id);
      }
      for (const each of teams) await untilTakeoversWait(account.scim, each);
      return { account, ids };
    }
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 14 }), async (steps) => {
        const [one, other] = [await givenTeams(), await givenTeams()];
        const asking = provider((method, path, body) => bothWays(one.account.scim, method, path, body), one.ids);
        const plain = provider((method, path, body) => other.account.scim.send(method, path, body), other.ids);
        for (const each of steps) expect(await asking(each)).toBe(await plain(each));
        expect(await stateOf(one.account.scim)).toEqual(await stateOf(other.account.scim));
      }),
      { numRuns: 4 },
    );
  });
});

describe('a dry run of the workspace API', () => {
  it('shows what a change would do to people, teams and settings, and does nothing', long, async () => {
    const account = await newAccount();
    const { scim } = account;
    const admin = await adminOf(account);
    const { body: ann } = await scim.create('ann@example.com');
    const { body: bob } = await scim.create('bob@example.com');
    const teamId = await pushGroup(scim, 'Design', [ann.id]);
    await pushGroup(scim, 'Drawing', [bob.id]);
    const before = await eventually(async () => {
      const all = await everythingOf(account);
      expect(all.some((line) => line.startsWith('outbox '))).toBe(false);
      expect(all.filter((line) => line.startsWith('people '))).toHaveLength(2);
      return all;
    }, 'events have been published');

    const demoted = await admin.patch(`/users/${ann.id}`, { userType: 'guest', active: false }, dry);
    expect([demoted.status, demoted.headers.get('rollcall-dry-run'), demoted.headers.get('etag')]).toEqual([
      200,
      'true',
      null,
    ]);
    expect(demoted.body).toMatchObject({ id: ann.id, userType: 'guest', wouldChange: { seats: -1 } });
    const settings = await admin.patch('/scim/settings', { settings: { teamTakeover: 'refuse' } }, dry);
    expect(settings.body.wouldChange).toMatchObject({
      attributes: [{ attribute: 'teamTakeover', from: 'replace', to: 'refuse' }],
    });
    const added = await admin.send('PUT', `/teams/${teamId}/members/${bob.id}`, undefined, dry);
    expect([added.status, added.body]).toMatchObject([
      202,
      {
        outcome: 'until-reconciled',
        wouldChange: {
          membersGained: { count: 1, ids: [bob.id] },
          reconciler: { would: 'evict', mode: 'enforce' },
        },
      },
    ]);
    const removed = await admin.send('DELETE', `/teams/${teamId}/members/${ann.id}`, undefined, dry);
    expect(removed.body.wouldChange).toMatchObject({
      membersLost: { count: 1, ids: [ann.id] },
      reconciler: { would: 'restore', mode: 'enforce' },
    });
    const made = await admin.send('POST', '/teams', { displayName: 'Sales' }, { ...dry, 'idempotency-key': uuidv7() });
    expect([made.status, made.body.wouldChange]).toMatchObject([201, { outcome: 'created' }]);
    const looked = await admin.send('POST', `/reconciler/teams/${teamId}/run`, undefined, dry);
    expect([looked.status, looked.headers.get('rollcall-would-change')]).toEqual([
      202,
      expect.stringContaining('true'),
    ]);
    expect(await everythingOf(account)).toEqual(before);
  });

  it('uses no Idempotency-Key up', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const key = uuidv7();
    const asked = await admin.send('POST', '/teams', { displayName: 'Sales' }, { ...dry, 'idempotency-key': key });
    const made = await admin.post('/teams', { displayName: 'Sales' }, key);
    expect([asked.status, made.status]).toEqual([201, 201]);
    expect((await admin.get(`/teams/${made.body.id}`)).body).toMatchObject({ displayName: 'Sales' });
    expect(asked.body.id).not.toBe(made.body.id);
  });

  it('is refused where the effect is outside: links, secrets, passwords, sessions', async () => {
    const account = await newAccount();
    const admin = await adminOf(account);
    const { body: ann } = await account.scim.create('ann@example.com');
    const requests: [string, string, object?][] = [
      ['POST', '/users', { userName: 'bob@example.com', givenName: 'Bob', familyName: 'Lee' }],
      ['POST', `/users/${ann.id}/password-link`],
      ['POST', '/scim/tokens', {}],
      ['DELETE', `/scim/tokens/${account.tokenId}`],
      ['DELETE', '/session'],
    ];
    for (const [method, path, body] of requests) {
      const { status, body: problem } = await admin.send(method, path, body, dry);
      expect([path, status, problem.code]).toEqual([path, 400, 'dry-run-unsupported']);
    }
    const slip = await admin.patch('/scim/settings', { settings: {} }, { 'rollcall-dry-run': 'maybe' });
    expect([slip.status, slip.body.code]).toEqual([400, 'dry-run-invalid']);
    expect((await admin.get('/me')).status).toBe(200);
  });
});
