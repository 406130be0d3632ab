import { ReconcilerCommands, Refusal, TeamQueries, UserQueries, type ReconcilerRun } from '@rollcall/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountId, ann, byAnn, newKey, startGateway, userId } from '../gateway-under-test.js';
import { annBeside, annsBrief, bobBeside, bobsBrief, createdAt, cursorAfterOther, otherId, teamId } from '../views.js';

let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  gateway = await startGateway(new Refusal('team-not-found'));
});
beforeEach(() => gateway.forget());
afterAll(() => gateway.close());

const reason = 'added by hand';
const runOf = (id: string, evicted = 1): ReconcilerRun => {
  const putRight = Array.from({ length: evicted }, () => ({ userId: otherId, reason }));
  return { id, teamId, outcome: 'done', startedAt: createdAt, evicted: putRight, restored: [] };
};
const team = { id: teamId, displayName: 'Sales' };
const putRightShown = { userId: otherId, person: bobBeside, reason };
const runShown = (id: string) => ({
  ...runOf(id),
  team,
  evicted: [putRightShown],
  evictedCount: 1,
  restoredCount: 0,
});
const teamsAsked = [TeamQueries.briefs, { accountId, teamIds: [teamId] }];
const named = () => {
  gateway.services.answer(TeamQueries.briefs, [{ ...team, ownedBy: 'directory' }]);
  gateway.services.answer(UserQueries.briefs, [bobsBrief, annsBrief]);
};

describe('GET /api/reconciler', () => {
  it('shows the mode, what waits, held runs, and the 20 newest runs', async () => {
    const held = [{ teamId, since: createdAt, reason: 'half of the team' }];
    const status = { mode: 'enforce', dirty: 2, oldestDirtySeconds: 1.5, held } as const;
    gateway.services.answer(TeamQueries.reconciler, {
      ...status,
      runs: Array.from({ length: 21 }, () => runOf(otherId)),
    });
    named();
    const { status: code, json } = await gateway.ask('/api/reconciler', { as: 'admin' });
    const runs = Array.from({ length: 20 }, () => runShown(otherId));
    expect([code, json]).toEqual([200, { ...status, held: [{ ...held[0], team }], runs, contended: [] }]);
    expect(gateway.asked()).toEqual([
      [TeamQueries.reconciler, { accountId }],
      [UserQueries.briefs, { accountId, userIds: [otherId] }],
      teamsAsked,
    ]);
  });
});

describe('GET /api/reconciler/runs', () => {
  it('shows a page of the runs of a team, before the one of the cursor', async () => {
    gateway.services.answer(TeamQueries.runs, { runs: [runOf(otherId)], next: otherId });
    named();
    const query = `teamId=${teamId}&limit=1&cursor=${cursorAfterOther}`;
    const { status, json } = await gateway.ask(`/api/reconciler/runs?${query}`, { as: 'admin' });
    expect([status, json]).toEqual([200, { items: [runShown(otherId)], next: cursorAfterOther }]);
    expect(gateway.asked()[0]).toEqual([TeamQueries.runs, { accountId, limit: 1, before: otherId, teamId }]);
  });

  it('shows the first hundred people of a run, and how many there are', async () => {
    gateway.services.answer(TeamQueries.runs, { runs: [runOf(otherId, 101)] });
    named();
    const { json } = await gateway.ask('/api/reconciler/runs', { as: 'admin' });
    const [run] = json['items'] as { evicted: unknown[]; evictedCount: number }[];
    expect([run?.evicted.length, run?.evictedCount]).toEqual([100, 101]);
    expect(gateway.asked()[0]).toEqual([TeamQueries.runs, { accountId, limit: 20 }]);
  });
});

describe('GET /api/reconciler/teams/:teamId/drift', () => {
  const drift = () => gateway.ask(`/api/reconciler/teams/${teamId}/drift`, { as: 'admin' });

  it('shows who is in the team only, and who in the group only, with the names that are known', async () => {
    const gone = '01890a5d-ac96-774b-bcce-b302099a8099';
    const added = { source: 'manual', addedAt: createdAt } as const;
    const removed = { removedBy: 'ann', removedAt: createdAt };
    gateway.services.answer(TeamQueries.drift, {
      extra: { count: 3, members: [{ userId: otherId, ...added, addedBy: ann }] },
      missing: { count: 1, members: [{ userId: gone, ...removed }] },
    });
    gateway.services.answer(UserQueries.briefs, [bobsBrief, annsBrief]);
    const { status, json } = await drift();
    const extra = { userId: otherId, person: bobBeside, ...added, addedBy: { ...ann, person: annBeside } };
    const missing = { userId: gone, ...removed };
    expect([status, json]).toEqual([
      200,
      { extra: { count: 3, items: [extra] }, missing: { count: 1, items: [missing] } },
    ]);
    expect(gateway.asked()).toEqual([
      [TeamQueries.drift, { accountId, teamId }],
      [UserQueries.briefs, { accountId, userIds: [otherId, gone, userId] }],
    ]);
  });

  it('refuses an unknown team with 404', async () => {
    const { status, json } = await drift();
    expect([status, json['code']]).toEqual([404, 'team-not-found']);
  });
});

describe('PATCH /api/reconciler', () => {
  it('sets the mode, and shows the one that was committed', async () => {
    gateway.services.reply(ReconcilerCommands.setMode, { mode: 'enforce' }); // another one was quicker
    const body = { mode: 'paused' };
    const { status, json } = await gateway.ask('/api/reconciler', { method: 'PATCH', as: 'admin', body });
    expect([status, json]).toEqual([200, { mode: 'enforce' }]);
    expect(gateway.sent).toEqual([byAnn(ReconcilerCommands.setMode, { mode: 'paused' })]);
  });
});

describe.each([
  ['run', ReconcilerCommands.run, 'reconcileTeam', 'team-not-found', 404],
  ['release', ReconcilerCommands.release, 'releaseHeldRun', 'no-held-run', 409],
] as const)('POST /api/reconciler/teams/:teamId/%s', (path, command, of, code, refused) => {
  const post = (headers = {}) =>
    gateway.ask(`/api/reconciler/teams/${teamId}/${path}`, { method: 'POST', as: 'admin', headers });

  it('is accepted with 202 and no body, once per Idempotency-Key', async () => {
    gateway.services.reply(command, { id: teamId });
    const key = newKey();
    const { status, text } = await post({ 'idempotency-key': key });
    expect([status, text]).toEqual([202, '']);
    expect(gateway.sent).toEqual([byAnn(command, { teamId }, { key, of })]);
  });

  it(`refuses with ${refused} ${code}`, async () => {
    gateway.services.reply(command, new Refusal(code, { teamId }));
    const { status, json } = await post();
    expect([status, json['code']]).toEqual([refused, code]);
  });
});
