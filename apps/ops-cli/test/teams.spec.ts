import {
  queryRequest,
  AccountQueries,
  Refusal,
  TeamQueries,
  Topics,
  UserQueries,
  type FindUserBriefs,
  type ReconcilerStatus,
  type SearchTeams,
  type SearchUsers,
  type TeamView,
} from '@rollcall/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../src/connections/ports.js';
import { FakeSystem, now, ops } from './support/fake-connections.js';
import { acme, aUser, briefOf } from './support/views.js';

const ada = aUser({ id: '01890a5d-ac96-774b-bcce-b302099a8058' });
const bo = aUser({ id: '01890a5d-ac96-774b-bcce-b302099a8070', userName: 'bo@acme.example' });
const users = [ada, bo];

const football: TeamView = {
  id: '01890a5d-ac96-774b-bcce-b302099a8061',
  accountId: acme.id,
  version: 2,
  displayName: 'Friday football',
  ownedBy: 'workspace',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};
const design: TeamView = {
  ...football,
  id: '01890a5d-ac96-774b-bcce-b302099a8062',
  displayName: 'Design',
  ownedBy: 'directory',
  ownedSince: '2026-02-01T00:00:00.000Z',
};
const teams = [football, design];

const runId = '01890a5d-ac96-774b-bcce-b302099a8064';
const why = `added by admin ${ada.id} at 2026-03-01T11:00:00Z by hand; the team is owned by the directory since 2026-02-01`;
const status: ReconcilerStatus = {
  mode: 'enforce',
  dirty: 2,
  oldestDirtySeconds: 3,
  held: [{ teamId: design.id, since: '2026-03-01T11:30:00Z', reason: 'would remove 41 of 100 members' }],
  runs: [
    {
      id: runId,
      teamId: design.id,
      outcome: 'done',
      startedAt: '2026-03-01T11:00:01Z',
      evicted: [{ userId: bo.id, reason: why }],
      restored: [],
    },
  ],
};

let system: FakeSystem;

const equals = ({ filter }: SearchTeams | SearchUsers) => (filter?.is === 'equals' ? filter : undefined);

function searchTeams(search: SearchTeams) {
  const wanted = equals(search);
  const found = teams
    .filter(({ ownedBy }) => search.scope === 'all' || ownedBy === 'directory')
    .filter((team) => !wanted || (wanted.attribute === 'id' ? team.id : team.displayName) === wanted.value);
  return { total: found.length, teams: found };
}

beforeEach(() => {
  system = new FakeSystem();
  system.answers = {
    'user-service': {
      [queryRequest(AccountQueries.find, { account: 'acme' }).path]: acme,
      [UserQueries.search.path]: (search: SearchUsers) => ({
        total: 1,
        users: users.filter(({ userName }) => userName === equals(search)?.value),
      }),
      [queryRequest(UserQueries.find, { accountId: acme.id, userId: bo.id }).path]: bo,
      [queryRequest(UserQueries.find, { accountId: acme.id, userId: runId }).path]: new Refusal('user-not-found', {
        userId: runId,
      }),
      [UserQueries.briefs.path]: ({ userIds }: FindUserBriefs) =>
        users.filter(({ id }) => userIds.includes(id)).map(briefOf),
    },
    'team-service': {
      [TeamQueries.search.path]: searchTeams,
      [queryRequest(TeamQueries.members, {
        accountId: acme.id,
        teamId: football.id,
        limit: 5_000,
        of: 'memberships',
      }).path]: { userIds: [bo.id] },
      [queryRequest(TeamQueries.members, { accountId: acme.id, teamId: design.id, limit: 5_000, of: 'memberships' })
        .path]: { userIds: [bo.id] },
      [queryRequest(TeamQueries.members, { accountId: acme.id, teamId: design.id, limit: 5_000 }).path]: {
        userIds: [],
        next: ada.id,
      },
      [queryRequest(TeamQueries.members, { accountId: acme.id, teamId: design.id, limit: 5_000, after: ada.id }).path]:
        { userIds: [ada.id] },
      [queryRequest(TeamQueries.reconciler, { accountId: acme.id }).path]: status,
    },
  };
});

describe('team', () => {
  it('list tells who owns each team, and since when', async () => {
    const { code, out } = await ops(system, ['team', 'list', 'acme']);
    expect(code).toBe(0);
    expect(out).toMatch(/Friday football +workspace +- +2/);
    expect(out).toMatch(/Design +directory +2026-02-01T00:00:00\.000Z +2/);
  });

  it('show tells the members by name', async () => {
    const { out } = await ops(system, ['team', 'show', 'acme', 'Friday football']);
    expect(out).toMatch(/members +1\n/);
    expect(out).toMatch(/USER +NAME\n.* +bo@acme\.example$/);
  });

  it('show tells where a team of the directory differs from its roster, however many pages that has', async () => {
    const { out } = await ops(system, ['team', 'show', 'acme', 'Design']);
    expect(out).toMatch(/members +1\nroster +1\n/);
    expect(out).toMatch(/bo@acme\.example +is in the team, not on the roster/);
    expect(out).toMatch(/ada@acme\.example +is on the roster, not in the team/);
    const json = (await ops(system, ['team', 'show', 'acme', design.id, '--json'])).out;
    expect(JSON.parse(json)).toEqual({ ...design, members: [bo.id], roster: [ada.id] });
  });

  it('add-member acts in the name of --actor, and takes names and ids alike', async () => {
    system.replies = { 'team.add-member-by-hand': { ok: true, body: { ...football, changed: true } } };
    const named = ['team', 'add-member', 'acme', 'Friday football', 'bo@acme.example', '--actor', 'ada@acme.example'];
    const { code, out, err } = await ops(system, named);
    expect([code, out, err]).toEqual([0, 'bo@acme.example is a member of Friday football.', '']);
    await ops(system, ['team', 'add-member', 'acme', football.id, bo.id, '--actor', 'ada@acme.example']);
    const payload = {
      accountId: acme.id,
      teamId: football.id,
      userId: bo.id,
      actor: { kind: 'admin', id: ada.id },
    };
    expect(system.sent.map((sent) => sent.payload)).toEqual([payload, payload]);
  });

  it('add-member warns that the directory owns the team', async () => {
    system.replies = { 'team.add-member-by-hand': { ok: true, body: { ...design, changed: true } } };
    const line = ['team', 'add-member', 'acme', 'Design', bo.id, '--actor', bo.id];
    const { code, err } = await ops(system, line);
    expect([code, err]).toEqual([
      0,
      'The directory owns Design: the reconciler puts this right at once. See `reconcile status acme`.',
    ]);
  });

  it('remove-member says when there was nobody to remove', async () => {
    system.replies = { 'team.remove-member-by-hand': { ok: true, body: { ...football, changed: false } } };
    const line = ['team', 'remove-member', 'acme', 'Friday football', bo.id, '--actor', bo.id];
    expect((await ops(system, line)).out).toBe('bo@acme.example was no member of Friday football.');
  });

  it('create, rename and delete say what they did', async () => {
    system.replies = {
      'team.create-by-hand': { ok: true, body: { ...football, changed: true } },
      'team.rename-by-hand': { ok: true, body: { ...football, displayName: 'Saturday football', changed: true } },
      'team.delete-by-hand': { ok: true, body: { id: football.id } },
    };
    const by = ['--actor', 'ada@acme.example'];
    expect((await ops(system, ['team', 'create', 'acme', 'Friday football', ...by])).out).toContain(football.id);
    const rename = ['team', 'rename', 'acme', 'Friday football', 'Saturday football', ...by];
    expect((await ops(system, rename)).out).toBe('Friday football is now Saturday football.');
    const gone = await ops(system, ['team', 'delete', 'acme', 'Friday football', ...by]);
    expect(gone.out).toBe('The team Friday football is deleted.');
    expect(system.sent.map(({ type }) => type)).toEqual([
      'team.create-by-hand',
      'team.rename-by-hand',
      'team.delete-by-hand',
    ]);
  });

  it('says what is not there, and asks for nothing', async () => {
    const by = ['--actor', 'ada@acme.example'];
    const noTeam = await ops(system, ['team', 'delete', 'acme', 'Chess', ...by]);
    expect(noTeam.err).toBe('ops: the account acme has no team "Chess": see `team list acme`');
    const noUser = await ops(system, ['team', 'add-member', 'acme', 'Design', runId, ...by]);
    expect(noUser.err).toBe(`ops: the account acme has no user ${runId}: check the id`);
    const noActor = await ops(system, ['team', 'delete', 'acme', 'Design']);
    expect([noActor.code, noActor.err.includes("'--actor <user>' not specified")]).toEqual([2, true]);
    expect(system.sent).toEqual([]);
  });

  it.each([
    ['team-name-taken', { displayName: 'Design' }, /has a team named "Design": choose another name/],
    ['directory-owned', { displayName: 'Design' }, /the directory owns "Design": change it there/],
    ['members-unknown', { unknownIds: ['42', '43'], count: 2 }, /2 of the members are no users .*\(42, 43\)/],
    ['dependency-away', { service: 'user-service' }, /user-service did not answer, and nothing has changed/],
  ] as const)('a refusal is a sentence with what to do: %s', async (code, facts, sentence) => {
    system.replies = { 'team.create-by-hand': { ok: false, code, facts } };
    const refused = await ops(system, ['team', 'create', 'acme', 'Design', '--actor', 'ada@acme.example']);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(sentence);
  });
});

describe('reconcile', () => {
  it('status tells mode, queue, what is held and what was done, with names in the reasons', async () => {
    const { code, out } = await ops(system, ['reconcile', 'status', 'acme']);
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'mode           enforce: drift is put right',
        'teams waiting  2, the oldest for 3s',
        'held runs      1',
        '',
        '2026-03-01T11:30:00Z  Design: held, would remove 41 of 100 members',
        '  Look at it, then let it happen: reconcile release acme Design',
        '',
        '2026-03-01T11:00:01Z  Design: put right',
        '  bo@acme.example put out: added by admin ada@acme.example at 2026-03-01T11:00:00Z by hand; the team is owned by the directory since 2026-02-01',
      ].join('\n'),
    );
    expect(JSON.parse((await ops(system, ['reconcile', 'status', 'acme', '--json'])).out)).toEqual(status);
  });

  it('status of one team leaves out what happened in others', async () => {
    const { out } = await ops(system, ['reconcile', 'status', 'acme', 'Friday football']);
    expect(out).toMatch(/held runs +none\n\nNo run had anything to put right yet\.$/);
  });

  it('status of a long run names some people, and says how many more there are', async () => {
    const evicted = Array.from({ length: 41 }, () => ({ userId: bo.id, reason: 'not in the group' }));
    const runs = status.runs.map((run) => ({ ...run, outcome: 'reported' as const, evicted }));
    system.answers = {
      ...system.answers,
      'team-service': {
        ...system.answers['team-service'],
        [queryRequest(TeamQueries.reconciler, { accountId: acme.id }).path]: { ...status, runs },
      },
    };
    const { out } = await ops(system, ['reconcile', 'status', 'acme']);
    expect(out).toContain('Design: drift, reported only\n  bo@acme.example would be put out: not in the group');
    expect(out).toContain('… and 31 more would be put out');
  });

  it.each([
    ['pause', 'paused'],
    ['resume', 'enforce'],
    ['report-only', 'report-only'],
  ])('%s sets the mode of the account', async (name, mode) => {
    system.replies = { 'reconciler.set-mode': { ok: true, body: { mode } } };
    expect((await ops(system, ['reconcile', name, 'acme'])).code).toBe(0);
    const actor = { kind: 'operator', id: 'root' };
    expect(system.sent[0]?.payload).toEqual({ accountId: acme.id, mode, actor });
  });

  it('pause takes why, and until when, and resume does not', async () => {
    system.replies = { 'reconciler.set-mode': { ok: true, body: { mode: 'paused' } } };
    const { out } = await ops(system, ['reconcile', 'pause', 'acme', '--until', '8h', '--reason', 'Okta migration']);
    const until = /it ends by itself at (\S+)\.$/.exec(out)?.[1];
    expect(system.sent[0]?.payload).toMatchObject({ mode: 'paused', reason: 'Okta migration', until });
    const past = await ops(system, ['reconcile', 'pause', 'acme', '--until', '2001-01-01']);
    expect([past.code, past.err]).toEqual([2, expect.stringContaining('--until "2001-01-01" is no moment')]);
    expect((await ops(system, ['reconcile', 'resume', 'acme', '--until', '8h'])).code).toBe(2);
    expect(system.sent).toHaveLength(1);
  });

  it('status says who set the mode, why and until when', async () => {
    const setting = {
      since: '2026-11-25T10:00:00.000Z',
      by: { kind: 'operator' as const, id: 'root' },
      reason: 'Okta migration',
      until: '2026-11-25T18:00:00.000Z',
    };
    system.answers = {
      ...system.answers,
      'team-service': {
        ...system.answers['team-service'],
        [queryRequest(TeamQueries.reconciler, { accountId: acme.id }).path]: { ...status, setting },
      },
    };
    const { out } = await ops(system, ['reconcile', 'status', 'acme']);
    expect(out).toMatch(/since +2026-11-25T10:00:00.000Z, by operator root: Okta migration/);
    expect(out).toMatch(/ends by itself +2026-11-25T18:00:00.000Z/);
  });

  it('release takes how many would be put out of the one team', async () => {
    const facts = { teamId: design.id, said: 41, held: 60 };
    system.replies = { 'reconciler.release': { ok: false, code: 'held-run-changed', facts } };
    const one = await ops(system, ['reconcile', 'release', 'acme', 'Design', '--would-evict', '41']);
    expect([one.code, one.err]).toEqual([1, expect.stringContaining('60 people would be put out now, not 41')]);
    expect(system.sent[0]?.payload).toMatchObject({ teamId: design.id, wouldEvict: 41 });
    expect((await ops(system, ['reconcile', 'release', 'acme', '--would-evict', '41'])).code).toBe(2);
    expect((await ops(system, ['reconcile', 'release', 'acme', 'Design', '--would-evict', 'x'])).code).toBe(2);
  });

  it('run looks at one team, or at all that the directory owns', async () => {
    system.replies = { 'reconciler.run': { ok: true, body: { id: design.id } } };
    const one = await ops(system, ['reconcile', 'run', 'acme', 'Design']);
    expect(one.out).toBe('Design will be looked at now: see `reconcile status acme`.');
    await ops(system, ['reconcile', 'run', 'acme']);
    expect(system.sent.map(({ payload }) => (payload as { teamId: string }).teamId)).toEqual([design.id, design.id]);
  });

  it('release lets the named run happen, or all that are held', async () => {
    system.replies = { 'reconciler.release': { ok: true, body: { id: design.id } } };
    const all = await ops(system, ['reconcile', 'release', 'acme']);
    expect(all.out).toBe('What was held of Design happens now: see `reconcile status acme`.');
    system.replies = { 'reconciler.release': { ok: false, code: 'no-held-run', facts: { teamId: design.id } } };
    const none = await ops(system, ['reconcile', 'release', 'acme', 'Design']);
    expect([none.code, none.err]).toEqual([1, 'ops: no run of this team is held: see `reconcile status`']);
  });
});

describe('topics watch of team events', () => {
  const event = (type: string, payload: object): LogRecord => ({
    topic: Topics.teamEvents,
    partition: 0,
    offset: '1',
    time: now,
    key: Buffer.from(design.id),
    headers: { ce_type: type },
    rawHeaders: { ce_type: type },
    value: Buffer.from(JSON.stringify({ teamId: design.id, ownedBy: 'directory', ...payload })),
  });

  it('tells whom the reconciler put out, and why', async () => {
    system.records = [event('team.reconciled', { runId, evicted: [{ userId: bo.id, reason: why }], restored: [] })];
    const { out } = await ops(system, ['topics', 'watch', 'team.events', '--user', bo.id]);
    expect(out).toContain(`evicted=${bo.id} (${why})`);
  });

  it('tells some of many members, and finds everybody by --user', async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => (at === 999 ? bo.id : `user-${at}`));
    system.records = [event('team.members-added', { userIds: many })];
    const { out } = await ops(system, ['topics', 'watch', 'team.events', '--user', bo.id]);
    expect(out).toContain('userIds=user-0,user-1');
    expect(out).toContain('user-9,…990 more');
    expect((await ops(system, ['topics', 'watch', 'team.events', '--user', ada.id])).out).toBe('');
  });
});
