import { AccountEvents, defaultAccountSettings, nilUuid, Refusal, type MemberPutRight } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { DriftingReads, driftOfSome } from '../src/reconciliation/drifting-reads.js';
import { endModes } from '../src/reconciliation/end-modes.js';
import { sharedWorld } from './support/shared-world.js';
import { sorted, team } from './support/team-world.js';
import { messageOf } from './support/users.js';

const world = await sharedWorld();
let acme: ReturnType<typeof world.of>;
let other: ReturnType<typeof world.of>;

beforeEach(() => {
  acme = world.of(world.users.newAccount());
  other = world.of(world.users.newAccount());
});

const some = (count: number, of = acme) => sorted(Array.from({ length: count }, () => of.join()));
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const status = (of = acme) => world.reconciler.status(of.accountId);

/** A team of the directory with two people, and so many more by hand. */
async function crowded(extra: number, of = acme): Promise<string> {
  const { id } = team(await of.push(`Design ${uuidv7()}`, some(2, of)));
  for (const userId of some(extra, of)) await of.addByHand(id, userId);
  return id;
}

describe('the mode of the reconciler', () => {
  it('says since when, by whom and why it is so, and until when', async () => {
    const until = soon(3_600_000);
    expect(await status()).not.toHaveProperty('setting');
    await acme.push('Design');
    const reply = await acme.setMode('paused', { reason: 'Okta migration', until });
    const { mode, setting } = await status();
    expect(reply).toEqual({ mode, setting });
    expect([mode, setting]).toEqual([
      'paused',
      {
        since: expect.any(String) as string,
        by: { kind: 'admin', id: expect.any(String) as string },
        reason: 'Okta migration',
        until,
      },
    ]);
    const [modeSet] = (await acme.events(acme.accountId)).filter(({ type }) => type === 'reconciler.mode-set');
    expect(modeSet).toMatchObject({ mode: 'paused', former: 'enforce', until });
    expect(JSON.stringify(modeSet)).not.toContain('migration');
  });

  it('keeps since when it is so while its end moves, and has no end where none is said', async () => {
    await acme.push('Design');
    await acme.setMode('report-only', { until: soon(60_000) });
    const { setting: first } = await status();
    await acme.setMode('report-only');
    const { setting } = await status();
    expect([setting?.since, setting?.until]).toEqual([first?.since, undefined]);
    const modesSet = (await acme.events(acme.accountId)).filter(({ type }) => type === 'reconciler.mode-set');
    await acme.setMode('report-only');
    expect((await acme.events(acme.accountId)).filter(({ type }) => type === 'reconciler.mode-set')).toHaveLength(
      modesSet.length,
    );
  });

  it.each([
    ['enforce', 60_000],
    ['paused', -1],
    ['paused', 91 * 24 * 3_600_000],
  ] as const)('refuses an end of %s in %d ms', async (mode, ms) => {
    await acme.push('Design');
    expect(await acme.setMode(mode, { until: soon(ms) })).toBe('until-invalid');
  });

  it.each(['paused', 'report-only'] as const)(
    'ends by itself where it is %s until then, and all is caught up',
    async (mode) => {
      const { id } = team(await acme.push('Design', some(1)));
      await Promise.all([acme.setMode(mode, { until: soon(60_000) }), other.push('Design')]);
      await other.setMode(mode, { until: soon(60_000) });
      const eve = acme.join();
      await acme.addByHand(id, eve);
      await world.reconcile();
      expect(await endModes(world.dataSource, 'team-service')).toBe(0);
      expect(await acme.members(id)).toContain(eve);
      await world.rows(`UPDATE accounts SET mode_until = now() WHERE id = $1`, [acme.accountId]);
      expect(await endModes(world.dataSource, 'team-service')).toBe(1);
      await world.reconcile();
      expect(await acme.members(id)).not.toContain(eve);
      const { mode: now, setting } = await status();
      expect([now, setting?.by.kind, setting?.until, setting?.reason]).toEqual([
        'enforce',
        'system',
        undefined,
        undefined,
      ]);
      expect((await acme.events(acme.accountId)).at(-1)).toMatchObject({
        type: 'reconciler.mode-set',
        mode: 'enforce',
        former: mode,
        actor: { kind: 'system' },
      });
      expect((await status(other)).mode).toBe(mode);
      expect(await endModes(world.dataSource, 'team-service')).toBe(0);
    },
  );

  it('survives a change of the settings of the account', async () => {
    await acme.push('Design');
    await acme.setMode('paused', { reason: 'why', until: soon(60_000) });
    const before = await status();
    const { type, example } = AccountEvents.settingsChanged;
    const { accountId } = acme;
    const settings = { ...defaultAccountSettings, manualChanges: 'refuse' as const };
    const news = messageOf(type, Object.assign({ accountId }, example, { accountId, settings }), accountId);
    await acme.hear({ ...news, aggregateVersion: 9 });
    expect(await world.rows('SELECT version::int FROM accounts WHERE id = $1', [accountId])).toEqual([{ version: 9 }]);
    expect((await status()).setting).toEqual(before.setting);
  });
});

describe('a held run', () => {
  it('says what it would do, as it is found at the newest look', async () => {
    const id = await crowded(21);
    await world.reconcile();
    const { held } = await status();
    expect(held).toMatchObject([{ teamId: id, wouldEvict: 21, wouldRestore: 0, members: 23, limit: 20 }]);
    await acme.addByHand(id, acme.join());
    await world.reconcile();
    const [later] = (await status()).held;
    expect(later).toMatchObject({ since: held[0]?.since, wouldEvict: 22, members: 24 });
    expect(later?.reason).toContain('22 of 24');
  });

  it('is let happen by who was shown this number, and by who says none', async () => {
    const id = await crowded(21);
    await world.reconcile();
    expect(await acme.release(id, 20)).toBe('held-run-changed');
    expect(await other.release(id, 21)).toBe('team-not-found');
    await world.reconcile();
    expect((await status()).held).toHaveLength(1);
    expect(await acme.release(id, 21)).toEqual({ id });
    // It waits for the reconciler now, and for no admin.
    expect((await status()).held).toEqual([]);
    const { teams } = await world.reconciler.drifting.page({ accountId: acme.accountId, limit: 100 });
    expect(teams.find(({ teamId }) => teamId === id)).toMatchObject({ extra: 21, held: false });
    await world.reconcile();
    expect(await acme.members(id)).toHaveLength(2);
  });
});

describe('a run', () => {
  it('has the facts of each person: by whose hand, when, and since when the team is owned', async () => {
    const [ann, eve] = some(2) as [string, string];
    const { id, ownedSince } = team(await acme.push('Design', [ann]));
    await acme.addByHand(id, eve);
    await acme.removeByHand(id, ann);
    await world.reconcile();
    const [run] = (await status()).runs;
    const fact = {
      cause: 'by-hand',
      by: { kind: 'admin', id: expect.any(String) as string },
      at: expect.any(String) as string,
      ownedSince,
    };
    expect(run?.evicted).toMatchObject([{ userId: eve, ...fact }]);
    expect(run?.restored).toMatchObject([{ userId: ann, ...fact }]);
    const reconciled = (await acme.events(id)).find(({ type }) => type === 'team.reconciled') as unknown as {
      // as its definition says
      evicted: MemberPutRight[];
    };
    expect(Object.keys(reconciled.evicted[0] ?? {}).sort()).toEqual(['at', 'cause', 'reason', 'userId']);
  });

  it('is read with all its people, page by page, and not by another account', async () => {
    const extra = some(5);
    const [ann, bob] = some(2) as [string, string];
    const { id } = team(await acme.push('Design', [ann, bob]));
    for (const userId of extra) await acme.addByHand(id, userId);
    await acme.removeByHand(id, bob);
    await world.reconcile();
    const runId = (await status()).runs[0]?.id ?? '';
    const seen: [string, string][] = [];
    for (let after: { after?: string } = {}; ;) {
      const page = await world.reconciler.runs.people({ accountId: acme.accountId, runId, limit: 4, ...after });
      expect(page.run).toMatchObject({ id: runId, teamId: id, evicted: [], evictedCount: 5, restoredCount: 1 });
      seen.push(...page.people.map(({ side, userId }): [string, string] => [userId, side]));
      if (page.next === undefined) break;
      after = { after: page.next };
    }
    const all = [...extra.map((userId) => [userId, 'evicted']), [bob, 'restored']];
    expect(seen).toEqual(all.sort(([one = ''], [another = '']) => (one < another ? -1 : 1)));
    await other.push('Design');
    const foreign = world.reconciler.runs.people({ accountId: other.accountId, runId, limit: 4 });
    await expect(foreign).rejects.toEqual(new Refusal('run-not-found', { runId }));
  });

  it('is found by outcome, team and time', async () => {
    const held = await crowded(21);
    const done = await crowded(1);
    await world.reconcile();
    const found = async (filters: object, of = acme) =>
      (await world.reconciler.runs.page(of.accountId, { limit: 10, ...filters })).runs.map(({ teamId }) => teamId);
    expect(await found({ outcome: 'held' })).toEqual([held]);
    expect(await found({ outcome: 'done' })).toEqual([done]);
    expect(await found({ outcome: 'done', teamId: held })).toEqual([]);
    expect(await found({ since: soon(-60_000) })).toHaveLength(2);
    expect(await found({ since: soon(60_000) })).toEqual([]);
    expect(await found({ outcome: 'held' }, other)).toEqual([]);
  });

  it('is found by an index, by team and by outcome', async () => {
    const { accountId } = acme;
    await world.rows(
      `INSERT INTO reconciler_runs (account_id, id, team_id, outcome, started_at, evicted, restored)
       SELECT $1, gen_random_uuid(), gen_random_uuid(), CASE WHEN n % 500 = 0 THEN 'held' ELSE 'done' END, now(), '[]', '[]'
         FROM generate_series(1, 5000) AS n`,
      [accountId],
    );
    await world.asOwner('ANALYZE reconciler_runs');
    const plan = async (where: string, values: unknown[]) =>
      (
        await world.rows<{ 'QUERY PLAN': string }>(
          `EXPLAIN SELECT * FROM reconciler_runs r WHERE r.account_id = $1 AND ${where} ORDER BY r.id DESC LIMIT 20`,
          [accountId, ...values],
        )
      )
        .map((row) => row['QUERY PLAN'])
        .join('\n');
    expect(await plan('r.team_id = $2', [uuidv7()])).toContain('reconciler_runs_by_team');
    expect(await plan(`r.outcome <> 'done' AND r.outcome = $2`, ['held'])).toContain('reconciler_runs_not_done');
  });
});

describe('the teams that differ', () => {
  it('are listed in every mode, with how many people, page by page, and not those of another account', async () => {
    const [one, two] = [await crowded(1), await crowded(2)];
    const held = await crowded(21);
    const { id: calm } = team(await acme.push('Calm', some(1)));
    const { id: byHand } = team(await acme.createByHand('By hand'));
    await acme.addByHand(byHand, acme.join());
    await world.reconcile();
    await acme.setMode('paused');
    const [cleo] = (await acme.roster(calm)) as [string];
    await acme.removeByHand(calm, cleo);
    for (const id of [one, two]) await acme.addByHand(id, acme.join());
    await crowded(1, other);
    await world.reconcile();
    const differing = sorted([one, two, held, calm]);
    const page = (of: { limit: number; after?: string }) =>
      world.reconciler.drifting.page({ accountId: acme.accountId, ...of });
    const { teams, next } = await page({ limit: 3 });
    const rest = await page({ limit: 3, after: next ?? '' });
    expect([...teams, ...rest.teams].map(({ teamId }) => teamId)).toEqual(differing);
    expect(rest.next).toBeUndefined();
    const all = new Map([...teams, ...rest.teams].map((each) => [each.teamId, each]));
    expect(all.get(calm)).toEqual({ teamId: calm, displayName: 'Calm', extra: 0, missing: 1, held: false });
    expect(all.get(held)).toMatchObject({ extra: 21, missing: 0, held: true });
    expect(all.get(one)).toMatchObject({ extra: 1, held: false });
  });

  it('are looked for so long and no longer: the page says where to go on', async () => {
    for (let index = 0; index < 21; index += 1) await acme.push(`Team ${index}`, []);
    const last = await crowded(1);
    await acme.setMode('paused');
    let now = 0;
    const slow = new DriftingReads(world.dataSource, () => (now += 600));
    const first = await slow.page({ accountId: acme.accountId, limit: 10 });
    expect([first.teams, first.next]).toEqual([[], expect.any(String) as string]);
    const second = await slow.page({ accountId: acme.accountId, limit: 10, after: first.next ?? '' });
    expect([second.teams.map(({ teamId }) => teamId), second.next]).toEqual([[last], undefined]);
  });

  it('are found by keys', async () => {
    await world.rows(
      `INSERT INTO teams (account_id, id, version, display_name, name_key, owned_by, created_at, updated_at)
       SELECT $1, gen_random_uuid(), 1, n::text, n::text, 'directory', now(), now() FROM generate_series(1, 3000) AS n`,
      [acme.accountId],
    );
    await world.asOwner('ANALYZE teams; ANALYZE memberships; ANALYZE roster');
    const rows = await world.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${driftOfSome}`, [acme.accountId, nilUuid, 20]);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index.* on teams/);
    expect(plan).not.toContain('Seq Scan on teams');
  });
});

describe('who is put in again and again', () => {
  it('is told with the status, for a quarter of an hour', async () => {
    const { id } = team(await acme.push('Design', some(1)));
    const eve = acme.join();
    await world.rows(
      `INSERT INTO contests VALUES ($1, $2, $3, 5, now()), ($1, $2, $4, 4, now()), ($1, $2, $5, 9, now() - interval '16 min')`,
      [acme.accountId, id, eve, acme.join(), acme.join()],
    );
    expect((await status()).contended).toMatchObject([{ teamId: id, userId: eve, evictions: 5 }]);
    expect((await status(other)).contended).toEqual([]);
  });
});
