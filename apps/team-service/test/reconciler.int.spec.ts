import { beforeEach, describe, expect, it } from 'vitest';
import { reconcileTeam } from '../src/reconciliation/reconcile-team.js';
import { sharedWorld } from './support/shared-world.js';
import { sorted, team } from './support/team-world.js';

const world = await sharedWorld();
let acme: ReturnType<typeof world.of>;

beforeEach(() => {
  acme = world.of(world.users.newAccount());
});

const some = (count: number) => sorted(Array.from({ length: count }, () => acme.join()));

describe('manual changes of a directory-owned team (rule 14)', () => {
  it('are put right, with who, when and why, and the manual change as their cause (rule 20)', async () => {
    const [ann, bob, eve] = some(3) as [string, string, string];
    const { id } = team(await acme.push('Design', [ann, bob]));
    expect(team(await acme.addByHand(id, eve)).changed).toBe(true);
    await acme.removeByHand(id, ann);
    expect(await acme.members(id)).toEqual(sorted([bob, eve]));
    const userIds = [ann, eve];
    const [groups] = await world.readModel.teamsOf([{ accountId: acme.accountId, userIds }]);
    expect(Object.entries(groups ?? {}).map(([userId, of]) => [userId, of.length])).toEqual([[ann, 1]]);
    await world.reconcile();
    expect(await acme.members(id)).toEqual(sorted([ann, bob]));
    const events = await acme.events(id);
    const removal = events.findLast(
      ({ type, headers }) => type === 'team.members-removed' && headers['ce_causationid'],
    );
    const outcome = events.find(({ type }) => type === 'team.reconciled') as unknown as {
      // as its definition says
      headers: Record<string, string>;
      evicted: { userId: string; reason: string }[];
      restored: { userId: string; reason: string }[];
    };
    const byHandAt = { cause: 'by-hand', at: expect.stringMatching(/Z$/) as string };
    expect(outcome.evicted).toEqual([
      {
        userId: eve,
        reason: expect.stringMatching(
          /^added by admin .* by hand; the team is owned by the directory since /,
        ) as string,
        ...byHandAt,
      },
    ]);
    expect(outcome.restored).toEqual([
      { userId: ann, reason: expect.stringMatching(/^removed by admin .* by hand; /) as string, ...byHandAt },
    ]);
    expect(removal).toBeDefined();
    const byHand = events.filter(({ type }) => type === 'team.members-removed')[0];
    expect(outcome.headers['ce_correlationid']).toBe(byHand?.headers['ce_correlationid']);
    const { runs } = await world.reconciler.status(acme.accountId);
    expect(runs[0]).toMatchObject({
      teamId: id,
      outcome: 'done',
      evicted: outcome.evicted.map((each) => ({ ...each, by: { kind: 'admin' } })),
      restored: outcome.restored.map((each) => ({ ...each, by: { kind: 'admin' } })),
    });
  });

  it('are refused where the account wants that', async () => {
    const strict = world.of(world.users.newAccount({ manualChanges: 'refuse' }));
    const ann = strict.join();
    const { id } = team(await strict.push('Design', [ann]));
    expect(await strict.removeByHand(id, ann)).toBe('directory-owned');
    expect(await strict.addByHand(id, strict.join())).toBe('directory-owned');
    expect(await strict.members(id)).toEqual([ann]);
  });

  it('are no changes of name or existence: those are made in the directory', async () => {
    const { id } = team(await acme.push('Design'));
    expect(await acme.renameByHand(id, 'Mine')).toBe('directory-owned');
    expect(await acme.deleteByHand(id)).toBe('directory-owned');
  });

  it("are nobody else's business in a workspace team (rule 13)", async () => {
    const [ann, bob] = some(2) as [string, string];
    const { id } = team(await acme.createByHand('Football'));
    await acme.addByHand(id, ann);
    await acme.addByHand(id, bob);
    await acme.removeByHand(id, ann);
    await world.sweep();
    await world.reconcile();
    expect(await acme.members(id)).toEqual([bob]);
    expect(await acme.renameByHand(id, 'Chess')).toMatchObject({ displayName: 'Chess' });
    expect(await acme.deleteByHand(id)).toEqual({ id });
  });

  it('do not fight with the directory: who is pushed meanwhile stays', async () => {
    const [eve] = some(1) as [string];
    const { id } = team(await acme.push('Design'));
    await acme.addByHand(id, eve);
    await acme.add(id, [eve]);
    await world.reconcile();
    expect(await acme.members(id)).toEqual([eve]);
  });
});

describe('what is known of a drift', () => {
  it('names both sides, with whose hand did it, and counts them', async () => {
    const [ann, bob, ...unknownUserIds] = some(122) as [string, string, ...string[]];
    const { id } = team(await acme.push('Design', [ann, bob]));
    await acme.setMode('paused');
    await acme.setMode('paused');
    expect(await acme.events(acme.accountId)).toMatchObject([
      { type: 'reconciler.mode-set', mode: 'paused', former: 'enforce', actor: { kind: 'admin' } },
    ]);
    for (const userId of unknownUserIds) await acme.addByHand(id, userId);
    await acme.removeByHand(id, ann);
    const { extra, missing } = await world.reconciler.drift(acme.accountId, id);
    expect([extra.count, extra.members.length, missing.count]).toEqual([120, 100, 1]);
    expect(extra.members[0]).toMatchObject({
      userId: sorted(unknownUserIds)[0],
      source: 'manual',
      addedBy: { kind: 'admin' },
    });
    expect(missing.members).toMatchObject([{ userId: ann, removedBy: expect.stringMatching(/^admin /) as string }]);
    await acme.handBack(id);
    expect((await world.reconciler.drift(acme.accountId, id)).extra.count).toBe(0);
    await expect(world.reconciler.drift(world.users.newAccount(), id)).rejects.toThrow('team-not-found');
  });

  it('is told with the memberships: how each came, and by whom', async () => {
    const [ann, eve] = some(2) as [string, string];
    const { id } = team(await acme.push('Design', [ann]));
    await acme.addByHand(id, eve);
    const page = await world.readModel.members(acme.accountId, id, { limit: 10, of: 'memberships' });
    expect(page.memberships).toMatchObject([
      { userId: ann, source: 'directory', addedBy: { kind: 'directory' } },
      { userId: eve, source: 'manual', addedBy: { kind: 'admin' } },
    ]);
  });

  it('became of each, run by run and page by page, also of one team', async () => {
    const people = some(7);
    const ids = [];
    for (const [n, userId] of people.entries()) {
      const { id } = team(await acme.push(`Team ${n}`));
      ids.push(id);
      await acme.addByHand(id, userId);
      await world.reconcile();
    }
    const seen: string[] = [];
    for (let before: string | undefined, isFirst = true; isFirst || before !== undefined; isFirst = false) {
      const asked = { limit: 3, ...(before === undefined ? {} : { before }) };
      const { runs, next } = await world.reconciler.runs.page(acme.accountId, asked);
      seen.push(...runs.map(({ teamId }) => teamId));
      before = next;
    }
    expect(seen).toEqual(ids.toReversed());
    const { runs } = await world.reconciler.runs.page(acme.accountId, { limit: 3, teamId: ids[2] ?? '' });
    expect(runs).toMatchObject([{ teamId: ids[2], evicted: [{ userId: people[2] }] }]);
  });
});

describe('a team that is handed back to the workspace', () => {
  it('keeps everybody who is in it, and nothing is put right any more', async () => {
    const [ann, bob, eve] = some(3) as [string, string, string];
    const { id, version } = team(await acme.push('Design', [ann, bob]));
    await acme.setMode('report-only');
    await acme.addByHand(id, eve);
    await acme.removeByHand(id, bob);
    await world.reconcile();
    expect(await acme.handBack(id, [String(version)])).toBe('version-mismatch');
    const reply = team(await acme.handBack(id));
    expect(reply).toMatchObject({ ownedBy: 'workspace', version: version + 3, changed: true });
    await acme.setMode('enforce');
    await world.sweep();
    await world.reconcile();
    expect(await acme.members(id)).toEqual(sorted([ann, eve]));
    const kept = await world.rows<{ source: string }>('SELECT DISTINCT source FROM memberships WHERE team_id = $1', [
      id,
    ]);
    expect(kept).toEqual([{ source: 'manual' }]);
    expect(await world.rows('SELECT 1 FROM roster WHERE team_id = $1', [id])).toEqual([]);
    expect(await world.rows('SELECT 1 FROM removals_by_hand WHERE team_id = $1', [id])).toEqual([]);
    expect((await acme.events(id)).at(-1)).toMatchObject({ type: 'team.handed-back', ownedBy: 'workspace' });
    expect(team(await acme.handBack(id)).changed).toBe(false);
  });

  it('holds no run any more, also while the reconciler is paused', async () => {
    const people = some(80);
    const { id } = team(await acme.push('Design', people.slice(0, 50)));
    for (const userId of people.slice(50)) await acme.addByHand(id, userId);
    await world.reconcile();
    expect((await world.reconciler.status(acme.accountId)).held).toMatchObject([{ teamId: id }]);
    await acme.setMode('paused');
    await acme.handBack(id);
    await world.reconcile();
    expect((await world.reconciler.status(acme.accountId)).held).toEqual([]);
    expect(await acme.members(id)).toHaveLength(80);
  });

  it("is shown among its people's groups, follows who leaves, and is taken over anew by the next push", async () => {
    const [ann, bob, eve] = some(3) as [string, string, string];
    const { id } = team(await acme.push('Design', [ann, bob]));
    await acme.handBack(id);
    const [groups] = await world.readModel.teamsOf([{ accountId: acme.accountId, userIds: [ann] }]);
    expect(groups?.[ann]).toEqual([{ id, displayName: 'Design' }]);
    await acme.leave(bob);
    expect(await acme.members(id)).toEqual([ann]);
    expect(team(await acme.push('Design', [eve]))).toMatchObject({ id, ownedBy: 'directory', outcome: 'taken-over' });
    await world.reconcile();
    expect(await acme.members(id)).toEqual([eve]);
  });
});

describe('the reconciler', () => {
  it('sweeps some teams at a time, and none is left out', async () => {
    const [ann] = some(1) as [string];
    for (let n = 0; n < 45; n += 1) await acme.push(`Team ${n}`, [ann]);
    await world.rows('DELETE FROM memberships WHERE account_id = $1', [acme.accountId]);
    expect(await world.sweep()).toBe(45);
    await world.reconcile();
    expect(await world.rows('SELECT 1 FROM memberships WHERE account_id = $1', [acme.accountId])).toHaveLength(45);
  });

  it('finds in a sweep what no event announced', async () => {
    const [ann, bob, eve] = some(3) as [string, string, string];
    const { id } = team(await acme.push('Design', [ann, bob]));
    await world.rows('DELETE FROM memberships WHERE team_id = $1 AND user_id = $2', [id, ann]);
    await world.rows(
      `INSERT INTO memberships VALUES ($1, $2, $3, 'manual', now(), '{"kind":"operator","id":"psql"}')`,
      [acme.accountId, id, eve],
    );
    expect(await world.sweep()).toBe(1);
    await world.reconcile();
    expect(await acme.members(id)).toEqual(sorted([ann, bob]));
    expect(await world.sweep()).toBe(0);
  });

  it('makes one run of many marks, and looks again where a team is marked while it works', async () => {
    const people = some(10);
    const { id } = team(await acme.push('Design'));
    for (const userId of people) await acme.addByHand(id, userId);
    const [claim] = await world.queue.claim(10);
    expect(claim?.teamId).toBe(id);
    expect(await world.queue.claim(10)).toEqual([]);
    await acme.addByHand(id, acme.join());
    const marks = () => world.rows('SELECT 1 FROM dirty_teams WHERE team_id = $1', [id]);
    expect(await marks()).toHaveLength(1);
    if (claim) await reconcileTeam(world.dataSource, 'team-service', claim, new Date());
    expect(await marks()).toHaveLength(1);
    await world.reconcile();
    expect(await marks()).toEqual([]);
    expect(await acme.members(id)).toEqual([]);
  });

  it('gives each claimant as many teams as it asks for, the oldest first, each to one', async () => {
    await world.reconcile();
    const ids = Array.from({ length: 30 }, (_, n) => `01890a5d-ac96-774b-bcce-b302099a80${n + 10}`);
    const mark = () =>
      world.rows(
        `INSERT INTO dirty_teams (account_id, team_id, seq, dirty_at, not_before, cause)
         SELECT $1, k.id, 1, now(), now() - k.at * interval '1 s', '{}' FROM unnest($2::uuid[]) WITH ORDINALITY AS k(id, at)`,
        [acme.accountId, ids.toReversed()],
      );
    // Whatever plan was kept is made anew, for a queue that has just been emptied.
    await mark();
    await world.rows('DELETE FROM dirty_teams');
    await world.asOwner('ANALYZE dirty_teams');
    await world.queue.claim(1);
    await mark();
    const claimed = async (max: number) => (await world.queue.claim(max)).map(({ teamId }) => teamId).sort();
    expect(await claimed(1)).toEqual(ids.slice(0, 1));
    expect(await claimed(8)).toEqual(ids.slice(1, 9));
    const both = await Promise.all([claimed(10), claimed(10)]);
    expect(both.map((each) => each.length)).toEqual([10, 10]);
    expect([...both.flat(), ...(await claimed(10))].sort()).toEqual(ids.slice(9));
    await world.rows('DELETE FROM dirty_teams WHERE team_id = ANY($1::uuid[])', [ids]);
  });

  it("holds a run that would remove too many, says so once, and does it on an admin's word", async () => {
    const unknownUserIds = some(21);
    const { id } = team(await acme.push('Design', some(2)));
    for (const userId of unknownUserIds) await acme.addByHand(id, userId);
    await world.reconcile();
    await world.sweep();
    await world.reconcile();
    expect(await acme.members(id)).toHaveLength(23);
    const held = (await acme.events(id)).filter(({ type }) => type === 'team.reconcile-held');
    expect(held).toMatchObject([{ wouldEvict: 21, reason: expect.stringContaining('21 of 23') as string }]);
    expect((await world.reconciler.status(acme.accountId)).held).toMatchObject([{ teamId: id }]);
    expect(await acme.release(id)).toEqual({ id });
    await world.reconcile();
    expect(await acme.release(id)).toBe('no-held-run');
    const approvals = (await acme.events(id)).filter(({ type }) => type === 'reconciler.approved');
    expect(approvals).toMatchObject([
      { teamId: id, ownedBy: 'directory', actor: { kind: 'admin' }, version: undefined },
    ]);
    expect(await acme.members(id)).toHaveLength(2);
    expect((await world.reconciler.status(acme.accountId)).held).toEqual([]);
  });

  it('tells that a held run is not needed any more, once', async () => {
    const eves = some(21);
    const { id } = team(await acme.push('Design', some(2)));
    for (const userId of eves) await acme.addByHand(id, userId);
    await world.reconcile();
    for (const userId of eves) await acme.removeByHand(id, userId);
    await world.reconcile();
    await world.sweep();
    await world.reconcile();
    expect((await world.reconciler.status(acme.accountId)).held).toEqual([]);
    const events = (await acme.events(id)).filter(({ type }) => /held/u.test(type ?? ''));
    expect(events).toMatchObject([{ type: 'team.reconcile-held', endIsTold: true }, { type: 'team.held-run-ended' }]);
  });

  it('looks away while it is paused, and catches up afterwards', async () => {
    const [eve] = some(1) as [string];
    const { id } = team(await acme.push('Design'));
    await acme.setMode('paused');
    await acme.addByHand(id, eve);
    await world.reconcile();
    expect(await acme.members(id)).toEqual([eve]);
    expect(await world.sweep()).toBe(0);
    await acme.setMode('enforce');
    await world.reconcile();
    expect(await acme.members(id)).toEqual([]);
  });

  it('only reports where that is wanted', async () => {
    const [eve] = some(1) as [string];
    const { id } = team(await acme.push('Design'));
    await acme.setMode('report-only');
    await acme.addByHand(id, eve);
    await world.reconcile();
    await world.sweep();
    await world.reconcile();
    expect(await acme.members(id)).toEqual([eve]);
    const { mode, runs } = await world.reconciler.status(acme.accountId);
    expect([mode, runs.map(({ outcome, evicted }) => [outcome, evicted.map(({ userId }) => userId)])]).toEqual([
      'report-only',
      [['reported', [eve]]],
    ]);
  });

  it('backs off from a pair that comes back again and again, still evicts it, and raises one incident', async () => {
    const [eve] = some(1) as [string];
    const { id } = team(await acme.push('Design'));
    let now = new Date();
    for (let round = 1; round <= 7; round += 1) {
      await acme.addByHand(id, eve);
      await world.reconcile(now);
      if (round > 2) {
        expect(await acme.members(id)).toEqual([eve]);
        now = new Date(now.getTime() + 30_000);
        await world.rows('UPDATE dirty_teams SET not_before = now() WHERE team_id = $1', [id]);
        await world.reconcile(now);
      }
      expect(await acme.members(id)).toEqual([]);
    }
    const incidents = (await acme.events(id)).filter(({ type }) => type === 'team.contended');
    expect(incidents).toMatchObject([{ userId: eve, evictions: 5 }]);
  });
});
