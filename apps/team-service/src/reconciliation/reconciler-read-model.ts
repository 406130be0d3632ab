import {
  isUuid,
  Refusal,
  type ContendedMember,
  type HeldRun,
  type ReconcilerStatus,
  type TeamDrift,
} from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { ContestRow, HeldRunRow } from '../persistence/entities/reconciler-rows.js';
import { AccountRow } from '../persistence/entities/replica-rows.js';
import { TeamRow } from '../persistence/entities/team-row.js';
import { modeOfRow } from '../persistence/mode-rows.js';
import type { DirtyQueue } from './dirty-queue.js';
import { DriftingReads } from './drifting-reads.js';
import { evictionsForgottenAfterMs, evictionsUntilIncident } from './plan-reconciliation.js';
import { readDrift } from './read-drift.js';
import { RunReads } from './run-reads.js';

const runsShown = 50;
const contestsShown = 20;
/** How many users of each side of a drift an answer names. */
const driftShown = 100;

/** Answers the queries of admins and operators about the reconciler. */
export class ReconcilerReadModel {
  readonly runs: RunReads;
  readonly drifting: DriftingReads;

  constructor(
    private readonly readPool: DataSource,
    private readonly queue: Pick<DirtyQueue, 'depth'>,
  ) {
    this.runs = new RunReads(readPool);
    this.drifting = new DriftingReads(readPool);
  }

  /** The reconciler's state for one account, with its newest runs. */
  async status(accountId: string): Promise<ReconcilerStatus> {
    const [depth, account, held, { runs }, contended] = await Promise.all([
      this.queue.depth(accountId),
      this.readPool.getRepository(AccountRow).findOneBy({ id: accountId }),
      this.readPool.getRepository(HeldRunRow).find({ where: { account_id: accountId }, order: { since: 'ASC' } }),
      this.runs.page(accountId, { limit: runsShown }),
      this.contended(accountId),
    ]);
    return {
      ...(account ? modeOfRow(account) : { mode: 'enforce' }),
      dirty: depth.teams,
      oldestDirtySeconds: depth.oldestSeconds,
      held: held.filter(({ released }) => !released).map(heldOf),
      approved: held.filter(({ released }) => released).map(heldOf),
      runs,
      contended,
    };
  }

  /** Those of the last quarter of an hour, the newest first: rows are kept for a day. */
  private async contended(accountId: string): Promise<ContendedMember[]> {
    const rows = await this.readPool
      .createQueryBuilder(ContestRow, 'c')
      .where('c.account_id = :accountId AND c.evictions >= :evictions', {
        accountId,
        evictions: evictionsUntilIncident,
      })
      .andWhere('c.last_at > :since', { since: new Date(Date.now() - evictionsForgottenAfterMs) })
      .orderBy('c.last_at', 'DESC')
      .limit(contestsShown)
      .getMany();
    return rows.map(({ team_id, user_id, evictions, last_at }) => ({
      teamId: team_id,
      userId: user_id,
      evictions,
      lastAt: last_at.toISOString(),
    }));
  }

  /**
   * Where a directory-owned team differs now, whether or not a run is about to remove the drift; a workspace team has
   * no drift.
   * @throws Refusal team-not-found
   */
  async drift(accountId: string, teamId: string): Promise<TeamDrift> {
    const isPossible = isUuid(accountId) && isUuid(teamId);
    const key = { account_id: accountId, id: teamId };
    const team = isPossible ? await this.readPool.getRepository(TeamRow).findOneBy(key) : null;
    if (!team) throw new Refusal('team-not-found', { teamId });
    if (team.owned_by === 'workspace') return { extra: { count: 0, members: [] }, missing: { count: 0, members: [] } };
    return readDrift(
      (sql, parameters) => readRows(this.readPool, sql, parameters),
      { accountId, id: team.id },
      driftShown,
    );
  }
}

function heldOf({ team_id, since, reason, would_evict, would_restore, members, allowed }: HeldRunRow): HeldRun {
  return {
    teamId: team_id,
    since: since.toISOString(),
    reason,
    ...(would_evict === null ? {} : { wouldEvict: would_evict }),
    ...(would_restore === null ? {} : { wouldRestore: would_restore }),
    ...(members === null ? {} : { members }),
    ...(allowed === null ? {} : { limit: allowed }),
  };
}
