import {
  AuditQueries,
  ReconcilerCommands,
  Refusal,
  TeamQueries,
  UserQueries,
  type ReconcilerRun,
} from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, ann, byAnn, newKey, sharedGateway, userId } from '../gateway-under-test.js';
import { namedAnn, annsBrief, namedBob, bobsBrief, createdAt, cursorAfterOther, otherId, teamId } from '../views.js';

const gateway = await sharedGateway(new Refusal('team-not-found'));

const reason = 'added by hand';
const runOf = (id: string, evicted = 1): ReconcilerRun => {
  const putRight = Array.from({ length: evicted }, () => ({ userId: otherId, reason }));
  return { id, teamId, outcome: 'done', startedAt: createdAt, evicted: putRight, restored: [] };
};
const team = { id: teamId, displayName: 'Sales' };
const putRightShown = { userId: otherId, person: namedBob, reason };
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
    const approved = [{ teamId, since: createdAt, reason: 'most of them' }];
    const status = { mode: 'enforce', dirty: 2, oldestDirtySeconds: 1.5, held, approved } as const;
    gateway.services.answer(TeamQueries.reconciler, {
      ...status,
      runs: Array.from({ length: 21 }, () => runOf(otherId)),
    });
    named();
    const { status: code, json } = await gateway.ask('/api/reconciler', { as: 'admin' });
    const runs = Array.from({ length: 20 }, () => runShown(otherId));
    const shown = { held: [{ ...held[0], team }], approved: [{ ...approved[0], team }] };
    expect([code, json]).toEqual([200, { ...status, ...shown, runs, contended: [] }]);
    expect(gateway.asked()).toEqual([
      [TeamQueries.reconciler, { accountId }],
      [UserQueries.briefs, { accountId, userIds: [otherId], withNames: true }],
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

describe('GET /api/reconciler/runs by outcome and time', () => {
  it('asks for those', async () => {
    gateway.services.answer(TeamQueries.runs, { runs: [] });
    const { status } = await gateway.ask(`/api/reconciler/runs?outcome=held&since=${createdAt}`, { as: 'admin' });
    expect(status).toBe(200);
    expect(gateway.asked()).toEqual([[TeamQueries.runs, { accountId, limit: 20, outcome: 'held', since: createdAt }]]);
    expect((await gateway.ask('/api/reconciler/runs?outcome=other', { as: 'admin' })).status).toBe(422);
  });
});

describe('GET /api/reconciler/runs/:runId', () => {
  it('shows people with names, in the facts and in the text, and no id in the text', async () => {
    named();
    const by = { kind: 'admin' as const, id: userId };
    const gone = '01890a5d-ac96-774b-bcce-b302099a8099';
    const people = [
      {
        userId: otherId,
        reason: `added by admin ${userId} at ${createdAt} by hand`,
        cause: 'by-hand' as const,
        by,
        at: createdAt,
      },
      { userId: gone, reason: `removed by admin ${gone} by hand`, cause: 'by-hand' as const },
    ].map((each, index) => ({ ...each, side: index === 0 ? ('evicted' as const) : ('restored' as const) }));
    const run = { ...runOf(otherId), evicted: [], evictedCount: 600, restoredCount: 1 };
    gateway.services.answer(TeamQueries.run, { run, people, next: otherId });
    const { status, json } = await gateway.ask(`/api/reconciler/runs/${otherId}?limit=2`, { as: 'admin' });
    const { evicted: _, restored: __, ...summary } = run;
    expect([status, json]).toEqual([
      200,
      {
        run: { ...summary, team },
        items: [
          {
            ...people[0],
            person: namedBob,
            reason: `added by admin ${annsBrief.userName} at ${createdAt} by hand`,
            by: { ...by, person: namedAnn },
          },
          { ...people[1], reason: 'removed by admin who is not known any more by hand' },
        ],
        next: cursorAfterOther,
      },
    ]);
    expect(gateway.asked()).toEqual([
      [TeamQueries.run, { accountId, runId: otherId, limit: 2 }],
      [UserQueries.briefs, { accountId, userIds: [otherId, gone, userId], withNames: true }],
      teamsAsked,
    ]);
  });

  it('refuses an unknown run with 404', async () => {
    gateway.services.answer(TeamQueries.run, new Refusal('run-not-found', { runId: otherId }));
    const { status, json } = await gateway.ask(`/api/reconciler/runs/${otherId}`, { as: 'admin' });
    expect([status, json['code']]).toEqual([404, 'run-not-found']);
  });
});

describe('GET /api/reconciler/drifting', () => {
  it('shows a page of the teams that differ', async () => {
    const differs = { extra: 3, missing: 1, held: true };
    const teams = [{ teamId, displayName: 'Sales', ...differs }];
    gateway.services.answer(TeamQueries.drifting, { teams, next: otherId });
    const { status, json } = await gateway.ask('/api/reconciler/drifting', { as: 'admin' });
    expect([status, json]).toEqual([200, { items: [{ team, ...differs }], next: cursorAfterOther }]);
    expect(gateway.asked()).toEqual([[TeamQueries.drifting, { accountId, limit: 50 }]]);
  });
});

describe('GET /api/reconciler/lag', () => {
  const lag = { since: createdAt, buckets: [{ from: createdAt, count: 3, p50Ms: 210, p95Ms: 400, maxMs: 410 }] };

  it('shows what the audit log knows, by hour where nothing else is said', async () => {
    gateway.services.answer(AuditQueries.lag, lag);
    const { status, json } = await gateway.ask('/api/reconciler/lag', { as: 'admin' });
    expect([status, json]).toEqual([200, lag]);
    await gateway.ask(`/api/reconciler/lag?bucket=5m&since=${createdAt}`, { as: 'admin' });
    expect(gateway.asked()).toEqual([
      [AuditQueries.lag, { accountId, bucket: 'hour' }],
      [AuditQueries.lag, { accountId, bucket: '5m', since: createdAt }],
    ]);
  });

  it('refuses what is too long with a sentence', async () => {
    const problem = 'By 5m, at most a day is told of: narrow since.';
    gateway.services.answer(AuditQueries.lag, new Refusal('audit-question-invalid', { problem }));
    const { status, json } = await gateway.ask('/api/reconciler/lag?bucket=5m', { as: 'admin' });
    expect([status, json['detail']]).toEqual([400, problem]);
  });
});

describe('GET /api/reconciler/teams/:teamId/drift', () => {
  const drift = () => gateway.ask(`/api/reconciler/teams/${teamId}/drift`, { as: 'admin' });

  it('shows who is in the team only, and who in the group only, with the names that are known', async () => {
    const gone = '01890a5d-ac96-774b-bcce-b302099a8099';
    const added = { source: 'manual', addedAt: createdAt } as const;
    const removed = { removedBy: `admin ${userId}`, removedAt: createdAt };
    gateway.services.answer(TeamQueries.drift, {
      extra: { count: 3, members: [{ userId: otherId, ...added, addedBy: ann }] },
      missing: { count: 1, members: [{ userId: gone, ...removed }] },
    });
    gateway.services.answer(UserQueries.briefs, [bobsBrief, annsBrief]);
    const { status, json } = await drift();
    const extra = { userId: otherId, person: namedBob, ...added, addedBy: { ...ann, person: namedAnn } };
    const missing = { userId: gone, ...removed, by: { ...ann, person: namedAnn } };
    expect([status, json]).toEqual([
      200,
      { extra: { count: 3, items: [extra] }, missing: { count: 1, items: [missing] } },
    ]);
    expect(gateway.asked()).toEqual([
      [TeamQueries.drift, { accountId, teamId }],
      [UserQueries.briefs, { accountId, userIds: [otherId, gone, userId], withNames: true }],
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

  it('shows since when, by whom and why it is so, and until when', async () => {
    named();
    const said = { mode: 'paused' as const, reason: 'Okta migration', until: '2026-12-01T06:10:00.000Z' };
    const { mode, ...why } = said;
    gateway.services.reply(ReconcilerCommands.setMode, { mode, setting: { since: createdAt, by: ann, ...why } });
    const { status, json } = await gateway.ask('/api/reconciler', { method: 'PATCH', as: 'admin', body: said });
    expect([status, json]).toEqual([200, { ...said, since: createdAt, by: { ...ann, person: namedAnn } }]);
    expect(gateway.sent).toEqual([byAnn(ReconcilerCommands.setMode, said)]);
  });

  it('refuses an end that is none with 422', async () => {
    gateway.services.reply(
      ReconcilerCommands.setMode,
      new Refusal('until-invalid', { mode: 'paused', until: createdAt }),
    );
    const body = { mode: 'paused', until: createdAt };
    const { status, json } = await gateway.ask('/api/reconciler', { method: 'PATCH', as: 'admin', body });
    expect([status, json['code'], json['detail']]).toEqual([
      422,
      'until-invalid',
      'The end must be ahead, and at most 90 days.',
    ]);
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

describe('POST /api/reconciler/teams/:teamId/release with a number', () => {
  const release = () =>
    gateway.ask(`/api/reconciler/teams/${teamId}/release`, { method: 'POST', as: 'admin', body: { wouldEvict: 41 } });

  it('gives it on', async () => {
    gateway.services.reply(ReconcilerCommands.release, { id: teamId });
    expect((await release()).status).toBe(202);
    expect(gateway.sent).toEqual([byAnn(ReconcilerCommands.release, { teamId, wouldEvict: 41 })]);
  });

  it('is refused with 409 where another number is held by now', async () => {
    gateway.services.reply(ReconcilerCommands.release, new Refusal('held-run-changed', { teamId, said: 41, held: 60 }));
    const { status, json } = await release();
    expect([status, json['code']]).toEqual([409, 'held-run-changed']);
    expect(json['detail']).toBe(
      'Nobody was put out, because the list has changed since you looked: 60 people would be put out now, not 41. Look again who they are, then approve with the number 60.',
    );
  });
});
