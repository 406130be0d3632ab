import { nilUuid } from '@rollcall/contracts';
import { readRows, type Transaction } from '@rollcall/persistence';
import { backoffMs, withJitter, type Backoff } from '@rollcall/service-kit';
import type { DataSource } from 'typeorm';
import type { Cause } from '../persistence/entities/reconciler-rows.js';
import { aliased, hasDrift } from '../persistence/rows-only-in.js';

/** A team that one worker has leased: no other worker takes it before the lease ends. */
export interface Claim {
  readonly accountId: string;
  readonly teamId: string;
  /** Each mark (`markDirty` in persistence/team-writes.ts) raises it: a team that is marked during its run stays in the queue. */
  readonly seq: string;
  /** This one included. */
  readonly attempts: number;
  readonly cause: Cause;
}

const leaseSeconds = 15;
const retries: Backoff = { firstMs: 200, maxMs: 300_000 };
/** How many teams one statement of the sweep compares: each may have a hundred thousand members. */
const teamsAtOnce = 20;
const beforeAll = [nilUuid, nilUuid] as const;

const sweepSome = `
  WITH alone AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended('rollcall.sweep', 0)) AS taken),
  slice AS MATERIALIZED (
    SELECT t.account_id, t.id, t.waits_until FROM teams t
     WHERE (SELECT taken FROM alone) AND t.owned_by = 'directory' AND (t.account_id, t.id) > ($2::uuid, $3::uuid)
     ORDER BY t.account_id, t.id LIMIT $4
  ), marked AS (
    INSERT INTO dirty_teams (account_id, team_id, seq, dirty_at, not_before, cause)
    SELECT s.account_id, s.id, 1, now(), now(), $1 FROM slice s JOIN accounts a ON a.id = s.account_id
     WHERE a.mode <> 'paused' AND (s.waits_until IS NULL OR s.waits_until < now())
       AND ${hasDrift(aliased('s'))}
    ON CONFLICT DO NOTHING RETURNING 1
  )
  SELECT alone.taken, (SELECT count(*)::int FROM marked) AS found, last.account_id, last.id FROM alone
    LEFT JOIN LATERAL (SELECT s.account_id, s.id FROM slice s ORDER BY s.account_id DESC, s.id DESC LIMIT 1) AS last ON true`;

/** The answer of one step; without ids where the step before was the last one. */
interface SweepRow {
  readonly taken: boolean;
  readonly found: number;
  readonly account_id: string | null;
  readonly id: string | null;
}

/** How many teams one step of a sweep has marked, or that another instance was just doing a step of its own. */
export type SweepStep = number | 'swept-elsewhere';

/** The durable queue of teams to reconcile. It holds teams, not events: a thousand marks make one run. */
export class DirtyQueue {
  constructor(private readonly dataSource: DataSource) {}

  /** Leases at most so many teams to the caller, oldest first. */
  async claim(maxTeams: number): Promise<Claim[]> {
    const rows = await readRows<{ account_id: string; team_id: string; seq: string; attempts: number; cause: Cause }>(
      this.dataSource,
      // Materialized: a plan that evaluates the subquery once per row would lock and lease other rows than it returns.
      `WITH c AS MATERIALIZED (
         SELECT account_id, team_id FROM dirty_teams
          WHERE not_before <= now() AND (leased_until IS NULL OR leased_until < now())
          ORDER BY not_before LIMIT $1 FOR UPDATE SKIP LOCKED)
       UPDATE dirty_teams d SET leased_until = now() + interval '${leaseSeconds} s', attempts = d.attempts + 1 FROM c
        WHERE d.account_id = c.account_id AND d.team_id = c.team_id
       RETURNING d.account_id, d.team_id, d.seq::text, d.attempts, d.cause`,
      [maxTeams],
      { keepPlan: true },
    );
    return rows.map(({ account_id, team_id, ...rest }) => ({ accountId: account_id, teamId: team_id, ...rest }));
  }

  /** Puts a team back after a failed run, with back-off; one that was marked again during the run is due at once. */
  async postpone({ accountId, teamId, seq, attempts }: Claim): Promise<void> {
    const waitMs = withJitter(backoffMs(retries, attempts - 1));
    await readRows(
      this.dataSource,
      `UPDATE dirty_teams SET leased_until = NULL,
              not_before = CASE WHEN seq = $3 THEN now() + make_interval(secs => $4) ELSE least(not_before, now()) END
        WHERE account_id = $1 AND team_id = $2`,
      [accountId, teamId, seq, waitMs / 1_000],
    );
  }

  /**
   * Marks every directory-owned team where roster and memberships differ, whatever events said. It does this for some
   * teams at a time and yields how many it marked, so that the caller can pause between two steps.
   *
   * Each step holds a lock that all instances share, so no two compare teams at the same time. Where it is taken, the
   * sweep ends with `swept-elsewhere`: the instance that holds it goes on, and looks at every team.
   */
  async *sweep(cause: Cause): AsyncGenerator<SweepStep> {
    for (let after: readonly string[] | undefined = beforeAll; after !== undefined;) {
      const [step]: SweepRow[] = await readRows(
        this.dataSource,
        sweepSome,
        [JSON.stringify(cause), ...after, teamsAtOnce],
        { prepare: true },
      );
      if (step?.taken !== true) {
        yield 'swept-elsewhere';
        return;
      }
      yield step.found;
      after = step.account_id === null || step.id === null ? undefined : [step.account_id, step.id];
    }
  }

  /** The depth of the queue, of one account or of all. */
  async depth(accountId?: string): Promise<{ teams: number; oldestSeconds: number }> {
    const [row] = await readRows<{ teams: number; oldest: number }>(
      this.dataSource,
      `SELECT count(*)::int AS teams, coalesce(extract(epoch FROM now() - min(greatest(dirty_at, not_before))), 0)::float8 AS oldest
         FROM dirty_teams WHERE not_before <= now() AND ($1::uuid IS NULL OR account_id = $1)`,
      [accountId ?? null],
    );
    return { teams: row?.teams ?? 0, oldestSeconds: Math.max(0, row?.oldest ?? 0) };
  }
}

/**
 * Ends the claim, in the run's transaction: the team leaves the queue, or waits in it for its next run.
 * @param retryAt when the team needs another run whatever happens: RFC 3339
 */
export async function finishClaim(tx: Transaction, { accountId, teamId, seq }: Claim, retryAt?: string): Promise<void> {
  const keys = [accountId, teamId];
  // Nothing is left to do, unless the team was marked again during the run: then `seq` has risen and the row stays.
  if (retryAt === undefined) {
    await tx.query('DELETE FROM dirty_teams WHERE account_id = $1 AND team_id = $2 AND seq = $3', [...keys, seq]);
  }
  // A row that is still there waits until `retryAt`; one that was marked again waits no longer than until now.
  await tx.query(
    `UPDATE dirty_teams SET leased_until = NULL, attempts = 0,
            not_before = CASE WHEN seq = $3 THEN coalesce($4, not_before) ELSE least(not_before, now()) END
      WHERE account_id = $1 AND team_id = $2`,
    [...keys, seq, retryAt ?? null],
  );
}
