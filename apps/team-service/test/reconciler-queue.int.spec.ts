import { inTransaction } from '@rollcall/persistence';
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

/** A workspace team with these members, taken over by a group that is still empty. */
async function takenOver(members: readonly string[]): Promise<string> {
  const { id } = team(await acme.createByHand('Design'));
  for (const userId of members) await acme.addByHand(id, userId);
  await acme.push('Design');
  return id;
}

describe('the waiting time of a takeover', () => {
  it('survives a run while the reconciler is paused: afterwards its evictions are neither braked nor called manual', async () => {
    const members = some(25);
    const id = await takenOver(members);
    await acme.setMode('paused');
    await world.rows(`UPDATE dirty_teams SET not_before = now() WHERE team_id = $1`, [id]);
    await world.reconcile();
    const [kept] = await world.rows<{ waits: boolean }>(
      'SELECT waits_until > now() AS waits FROM teams WHERE id = $1',
      [id],
    );
    expect(kept).toEqual({ waits: true });

    await world.rows(`UPDATE teams SET waits_until = now() - interval '1 s' WHERE id = $1`, [id]);
    await acme.setMode('enforce');
    await world.reconcile();
    expect(await acme.members(id)).toEqual([]);
    const { held, runs } = await world.reconciler.status(acme.accountId);
    expect(held).toEqual([]);
    expect(runs[0]?.evicted[0]?.reason).toMatch(/^was a member before the takeover; /);
  });
});

describe('the queue of teams', () => {
  it('waits before the first retry as long as a first retry waits', async () => {
    const { id } = team(await acme.push('Design'));
    await acme.addByHand(id, acme.join());
    const [claim] = await world.queue.claim(1);
    expect(claim?.teamId).toBe(id);
    if (claim) await world.queue.postpone(claim);
    const [row] = await world.rows<{ ms: number }>(
      'SELECT (extract(epoch FROM not_before - now()) * 1000)::float8 AS ms FROM dirty_teams WHERE team_id = $1',
      [id],
    );
    expect(row?.ms).toBeLessThanOrEqual(200);
    await world.rows('UPDATE dirty_teams SET not_before = now() WHERE team_id = $1', [id]);
    await world.reconcile();
    expect(await acme.members(id)).toEqual([]);
  });

  it('lets a team that is marked while a run of it fails wait no longer', async () => {
    const { id } = team(await acme.push('Design'));
    await acme.addByHand(id, acme.join());
    await world.rows('UPDATE dirty_teams SET attempts = 20 WHERE team_id = $1', [id]); // it has failed for long
    const [claim] = await world.queue.claim(1);
    await acme.addByHand(id, acme.join());
    if (claim) await world.queue.postpone(claim);
    const [row] = await world.rows<{ isDue: boolean }>(
      'SELECT not_before <= now() AND leased_until IS NULL AS "isDue" FROM dirty_teams WHERE team_id = $1',
      [id],
    );
    expect(row).toEqual({ isDue: true });
    await world.reconcile();
    expect(await acme.members(id)).toEqual([]);
  });

  it('tells a sweep that another instance sweeps, and does not call that an end', async () => {
    const cause = { id: 'sweep', correlationId: 'sweep' };
    const { id } = team(await acme.push('Design', some(1)));
    await world.rows('DELETE FROM memberships WHERE team_id = $1', [id]);
    const steps: unknown[] = [];
    await inTransaction(world.dataSource, async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('rollcall.sweep', 0))`);
      for await (const step of world.queue.sweep(cause)) steps.push(step);
    });
    expect(steps).toEqual(['swept-elsewhere']);
    expect(await world.sweep()).toBe(1);
    const [claim] = await world.queue.claim(1);
    if (claim) await reconcileTeam(world.dataSource, 'team-service', claim, new Date());
    expect(await world.sweep()).toBe(0);
  });
});
