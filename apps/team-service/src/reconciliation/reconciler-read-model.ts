import {
  Refusal,
  type ListRunsQuery,
  type ReconcilerRun,
  type ReconcilerStatus,
  type RunPage,
  type TeamDrift,
  isUuid,
} from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import { LessThan, type DataSource } from 'typeorm';
import { HeldRunRow, ReconcilerRunRow } from '../persistence/entities/reconciler-rows.js';
import { AccountRow } from '../persistence/entities/replica-rows.js';
import { TeamRow } from '../persistence/entities/team-row.js';
import type { DirtyQueue } from './dirty-queue.js';
import { readDrift } from './read-drift.js';

const runsShown = 50;
/** How many users of each side of a drift an answer names. */
const driftShown = 100;

/** Answers the queries of admins and operators about the reconciler. */
export class ReconcilerReadModel {
  constructor(
    private readonly readPool: DataSource,
    private readonly queue: Pick<DirtyQueue, 'depth'>,
  ) {}

  /** The reconciler's state for one account, with its newest runs. */
  async status(accountId: string): Promise<ReconcilerStatus> {
    const [depth, account, held, { runs }] = await Promise.all([
      this.queue.depth(accountId),
      this.readPool.getRepository(AccountRow).findOneBy({ id: accountId }),
      this.readPool.getRepository(HeldRunRow).find({ where: { account_id: accountId }, order: { since: 'ASC' } }),
      this.runs(accountId, { limit: runsShown }),
    ]);
    return {
      mode: account?.mode ?? 'enforce',
      dirty: depth.teams,
      oldestDirtySeconds: depth.oldestSeconds,
      held: held.map(({ team_id, since, reason }) => ({ teamId: team_id, since: since.toISOString(), reason })),
      runs,
    };
  }

  /** A page of runs, newest first; of one team, where the query names one. */
  async runs(accountId: string, { before, limit, teamId }: Omit<ListRunsQuery, 'accountId'>): Promise<RunPage> {
    const rows = await this.readPool.getRepository(ReconcilerRunRow).find({
      where: {
        account_id: accountId,
        ...(before === undefined ? {} : { id: LessThan(before) }),
        ...(teamId === undefined ? {} : { team_id: teamId }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
    const runs = rows.map(runOf);
    const last = runs.at(-1);
    return last !== undefined && runs.length === limit ? { runs, next: last.id } : { runs };
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

function runOf({ id, team_id, outcome, started_at, evicted, restored, reason }: ReconcilerRunRow): ReconcilerRun {
  const startedAt = started_at.toISOString();
  return { id, teamId: team_id, outcome, startedAt, evicted, restored, ...(reason === null ? {} : { reason }) };
}
