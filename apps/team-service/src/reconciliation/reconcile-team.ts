import { membersPerEvent, TeamEvents, type Actor, type MemberPutRight, type ReconcilerMode } from '@rollcall/contracts';
import { crashPoint, encodeEvent } from '@rollcall/messaging';
import { appendToOutbox, inTransaction, type Transaction } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { EventRecorder } from '../domain/event-recorder.js';
import type { Origin, Team } from '../domain/team.js';
import type { TeamRow } from '../persistence/entities/team-row.js';
import { writeMembers } from '../persistence/member-writes.js';
import { noDifference } from '../persistence/team-members.js';
import { teamColumns, teamOfRow } from '../persistence/team-rows.js';
import { finishClaim, type Claim } from './dirty-queue.js';
import {
  evictionsOf,
  planReconciliation,
  type Plan,
  type PutRight,
  type ReconciliationInput,
} from './plan-reconciliation.js';
import { readDrift } from './read-drift.js';

/** The result of a run. */
export interface RunResult {
  readonly outcome: Plan['outcome'];
  readonly evicted: number;
  readonly restored: number;
  /** Whether the run has put events into the outbox: runs that only report, or hold again, write none. */
  readonly wroteEvents: boolean;
}

/** The actor in the events of a run. */
export const reconciler: Actor = { kind: 'system', id: 'team-service/reconciler' };

const nothing: RunResult = { outcome: 'nothing', evicted: 0, restored: 0, wroteEvents: false };

/**
 * Looks at one team and removes its drift, in one transaction: lock, read, plan, apply with set-based SQL, record
 * events. It may run at any time, repeatedly and on several instances: it acts only on what it reads under the lock,
 * never on what an event said.
 */
export async function reconcileTeam(
  dataSource: DataSource,
  service: string,
  claim: Claim,
  now: Date,
): Promise<RunResult> {
  return inTransaction(dataSource, async (tx) => {
    const { accountId, teamId } = claim;
    // A user who leaves the account is taken out of its teams under this lock, held exclusively (team-state-loader.ts):
    // shared, it keeps a run from putting the user back meanwhile.
    await tx.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [accountId]);
    const [row] = await tx.query<TeamRow>(
      `SELECT ${teamColumns} FROM teams t WHERE t.account_id = $1 AND t.id = $2 FOR UPDATE`,
      [accountId, teamId],
    );
    if (!row) {
      await finishClaim(tx, claim);
      return nothing;
    }
    const team = teamOfRow(row);
    const { input, wasHeld } = await readInput(tx, team);
    const plan = planReconciliation(input, now);
    if (plan.outcome === 'done') crashPoint('reconciler.after-plan');
    const wroteEvents = await carryOut(tx, { service, claim, input, wasHeld, plan, now });
    await finishClaim(tx, claim, retryAtOf(plan));
    if (plan.outcome === 'done') crashPoint('reconciler.before-commit');
    const evicted = plan.outcome === 'done' ? plan.evict.length : 0;
    const restored = plan.outcome === 'done' ? plan.restore.length : 0;
    return { outcome: plan.outcome, evicted, restored, wroteEvents };
  });
}

function retryAtOf(plan: Plan): string | undefined {
  if (plan.outcome === 'later') return plan.at;
  return plan.outcome === 'done' ? plan.retryAt : undefined;
}

/** Reads everything that the plan depends on, and whether a run of the team was held before. */
async function readInput(tx: Transaction, team: Team): Promise<{ input: ReconciliationInput; wasHeld: boolean }> {
  const keys = [team.accountId, team.id];
  const query = <Row extends object>(sql: string, parameters: readonly unknown[]) =>
    tx.query<Row>(sql, parameters, { prepare: true });
  const [{ extra, missing }, [state], histories] = await Promise.all([
    readDrift(query, team),
    query<{ members: number; mode: ReconcilerMode | null; approved: boolean | null }>(
      `SELECT (SELECT count(*) FROM memberships WHERE account_id = $1 AND team_id = $2)::int AS members,
              (SELECT mode FROM accounts WHERE id = $1) AS mode,
              (SELECT released FROM held_runs WHERE account_id = $1 AND team_id = $2) AS approved`,
      keys,
    ),
    query<{ user_id: string; evictions: number; last_at: Date }>(
      'SELECT user_id, evictions, last_at FROM contests WHERE account_id = $1 AND team_id = $2',
      keys,
    ),
  ]);
  const input: ReconciliationInput = {
    team,
    mode: state?.mode ?? 'enforce',
    extra: extra.members,
    missing: missing.members,
    members: state?.members ?? 0,
    evictionHistories: new Map(
      histories.map(({ user_id, evictions, last_at }) => [user_id, { evictions, lastAt: last_at.toISOString() }]),
    ),
    approved: state?.approved ?? false,
  };
  return { input, wasHeld: state?.approved !== null && state?.approved !== undefined };
}

interface Run {
  readonly service: string;
  readonly claim: Claim;
  readonly input: ReconciliationInput;
  readonly wasHeld: boolean;
  readonly plan: Plan;
  readonly now: Date;
}

/** Does what the plan says. Returns whether events were written. */
async function carryOut(tx: Transaction, run: Run): Promise<boolean> {
  const { plan, input, claim, now } = run;
  if (plan.outcome === 'later') return false;
  if (plan.outcome === 'nothing') return finishWithoutDrift(tx, run);
  const runId = uuidv7({ msecs: now.getTime() });
  const recorder = new EventRecorder(input.team, reconciler);
  if (plan.outcome === 'done') await apply(tx, run, plan, recorder);
  const counts = { wouldEvict: plan.evict.length, wouldRestore: plan.restore.length };
  if (plan.outcome === 'held') {
    const payload = { runId, ...counts, reason: plan.reason, endIsTold: true as const };
    if (!run.wasHeld) recorder.recordWithoutVersion(TeamEvents.reconcileHeld, payload);
    await keepHeld(tx, run, plan);
  }
  if (plan.outcome === 'done') recordOutcome(recorder, runId, plan);
  await keepRun(tx, { runId, claim, plan, now });
  return publish(tx, run, recorder);
}

/** Returns whether there was anything to publish. */
async function publish(tx: Transaction, { service, claim }: Run, { events }: EventRecorder): Promise<boolean> {
  await appendToOutbox(
    tx,
    events.map((event) => ({ aggregateId: event.aggregateId, record: encodeEvent(service, event, claim.cause) })),
  );
  return events.length > 0;
}

/**
 * Ends what a run without drift has no use for any more. While the reconciler is paused nobody has looked for a drift:
 * the waiting time of a takeover and the held run stay as they are for the run after the pause. Returns whether events were written.
 */
async function finishWithoutDrift(tx: Transaction, run: Run): Promise<boolean> {
  const { claim, wasHeld, input } = run;
  const { team, mode } = input;
  if (team.ownedBy === 'workspace') await forget(tx, claim); // that a held run is over follows from the event of the hand-back
  if (team.ownedBy === 'workspace' || mode === 'paused') return false;
  await endWaiting(tx, team);
  if (!wasHeld) return false;
  await dropHeld(tx, claim);
  const recorder = new EventRecorder(team, reconciler);
  recorder.recordWithoutVersion(TeamEvents.heldRunEnded, {});
  return publish(tx, run, recorder);
}

type Done = Extract<Plan, { outcome: 'done' }>;

async function apply(
  tx: Transaction,
  { claim, input, now, wasHeld }: Run,
  plan: Done,
  recorder: EventRecorder,
): Promise<void> {
  const keys = [claim.accountId, claim.teamId];
  const evicted = plan.evict.map(({ userId }) => userId).sort();
  const restored = plan.restore.map(({ userId }) => userId).sort();
  const origin: Origin = { source: 'directory', addedAt: now.toISOString(), addedBy: reconciler };
  const difference = { ...noDifference, joined: new Map([[origin, restored]]), membersRemoved: evicted };
  await writeMembers(tx, { team: input.team, of: difference });
  if (evicted.length > 0) {
    recorder.membersRemoved(evicted, 'put right by the reconciler');
    const counts = evicted.map((userId) => evictionsOf(input.evictionHistories.get(userId), now) + 1);
    await tx.query(
      `INSERT INTO contests (account_id, team_id, user_id, evictions, last_at)
       SELECT $1, $2, k.user_id, k.evictions, $5 FROM unnest($3::uuid[], $4::int[]) AS k(user_id, evictions)
       ON CONFLICT (account_id, team_id, user_id) DO UPDATE SET evictions = excluded.evictions, last_at = excluded.last_at`,
      [...keys, evicted, counts, now],
    );
  }
  if (restored.length > 0) {
    recorder.membersAdded(restored, 'put right by the reconciler');
    await tx.query(
      'DELETE FROM removals_by_hand WHERE account_id = $1 AND team_id = $2 AND user_id = ANY($3::uuid[])',
      [...keys, restored],
    );
  }
  await tx.query(
    'UPDATE teams SET version = $3, updated_at = $4, waits_until = NULL WHERE account_id = $1 AND id = $2',
    [...keys, recorder.currentVersion, now],
  );
  if (wasHeld) await dropHeld(tx, claim);
}

/** Stores what is held, as it was found now; a run that was held before stays held since then. */
async function keepHeld(
  tx: Transaction,
  { claim, input, now }: Run,
  { reason, allowed, evict, restore }: Extract<Plan, { outcome: 'held' }>,
): Promise<void> {
  await tx.query(
    `INSERT INTO held_runs (account_id, team_id, since, reason, released, would_evict, would_restore, members, allowed)
     VALUES ($1, $2, $3, $4, false, $5, $6, $7, $8)
     ON CONFLICT (account_id, team_id) DO UPDATE SET reason = excluded.reason, would_evict = excluded.would_evict,
            would_restore = excluded.would_restore, members = excluded.members, allowed = excluded.allowed`,
    [claim.accountId, claim.teamId, now, reason, evict.length, restore.length, input.members, allowed],
  );
}

/** What the event tells of it, which is less than the run keeps: the hand, and since when the team is owned, are in its reason. */
const memberPutRight = ({ userId, reason, cause, at }: PutRight): MemberPutRight => ({
  userId,
  reason,
  ...(cause === 'by-hand' && at !== undefined ? { cause, at } : {}),
});

function recordOutcome(recorder: EventRecorder, runId: string, { evict, restore, contended }: Done): void {
  for (let at = 0; at < Math.max(evict.length, restore.length); at += membersPerEvent) {
    const evicted = evict.slice(at, at + membersPerEvent).map(memberPutRight);
    const restored = restore.slice(at, at + membersPerEvent).map(memberPutRight);
    recorder.recordWithoutVersion(TeamEvents.reconciled, { runId, evicted, restored });
  }
  for (const pair of contended) recorder.recordWithoutVersion(TeamEvents.contended, pair);
}

/** Stores the result of a run. Runs that only report a drift, or hold it, replace the previous such row. */
async function keepRun(
  tx: Transaction,
  {
    runId,
    claim,
    plan,
    now,
  }: { runId: string; claim: Claim; plan: Exclude<Plan, { outcome: 'nothing' | 'later' }>; now: Date },
): Promise<void> {
  if (plan.outcome !== 'done') {
    await tx.query(`DELETE FROM reconciler_runs WHERE account_id = $1 AND team_id = $2 AND outcome = $3`, [
      claim.accountId,
      claim.teamId,
      plan.outcome,
    ]);
  }
  await tx.query(
    `INSERT INTO reconciler_runs (account_id, id, team_id, outcome, started_at, evicted, restored, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      claim.accountId,
      runId,
      claim.teamId,
      plan.outcome,
      now,
      JSON.stringify(plan.evict),
      JSON.stringify(plan.restore),
      plan.outcome === 'held' ? plan.reason : null,
    ],
  );
}

/** Ends the waiting time of a takeover where no former members were left to evict. */
async function endWaiting(tx: Transaction, { accountId, id, waitsUntil }: Team): Promise<void> {
  if (waitsUntil === undefined) return;
  await tx.query('UPDATE teams SET waits_until = NULL WHERE account_id = $1 AND id = $2', [accountId, id]);
}

/** Deletes the held run, the eviction histories and the removals by hand of a team that was handed back to the workspace. */
async function forget(tx: Transaction, { accountId, teamId }: Claim): Promise<void> {
  for (const table of ['held_runs', 'contests', 'removals_by_hand']) {
    await tx.query(`DELETE FROM ${table} WHERE account_id = $1 AND team_id = $2`, [accountId, teamId]);
  }
}

async function dropHeld(tx: Transaction, { accountId, teamId }: Claim): Promise<void> {
  await tx.query('DELETE FROM held_runs WHERE account_id = $1 AND team_id = $2', [accountId, teamId]);
}
