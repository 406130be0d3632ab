import type {
  AskRuns,
  Membership,
  ReconcilerMode,
  ReconcilerRun,
  ReconcilerStatus,
  RunPage,
  TeamDrift,
} from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import type { DirtyQueue } from './dirty-queue.js';
import { membershipOfRow, type ReadMembership } from './team-rows.js';

const runsShown = 50;
/** How many people of each side of a drift are named. */
const driftShown = 100;
const afterAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The reconciler of one account, with its newest runs. */
export async function readStatus(
  dataSource: DataSource,
  queue: DirtyQueue,
  accountId: string,
): Promise<ReconcilerStatus> {
  const [depth, modes, held, { runs }] = await Promise.all([
    queue.depth(accountId),
    readRows<{ mode: ReconcilerMode }>(dataSource, 'SELECT mode FROM accounts WHERE id = $1', [accountId]),
    readRows<{ team_id: string; since: Date; reason: string }>(
      dataSource,
      'SELECT team_id, since, reason FROM held_runs WHERE account_id = $1 ORDER BY since',
      [accountId],
    ),
    readRuns(dataSource, accountId, { limit: runsShown }),
  ]);
  return {
    mode: modes[0]?.mode ?? 'enforce',
    dirty: depth.teams,
    oldestDirtySeconds: depth.oldestSeconds,
    held: held.map(({ team_id, since, reason }) => ({ teamId: team_id, since: since.toISOString(), reason })),
    runs,
  };
}

interface RunRow {
  readonly id: string;
  readonly team_id: string;
  readonly outcome: ReconcilerRun['outcome'];
  readonly started_at: Date;
  readonly evicted: ReconcilerRun['evicted'];
  readonly restored: ReconcilerRun['restored'];
  readonly reason: string | null;
}

/** A page of runs, newest first; of one team, where one is named. */
export async function readRuns(
  dataSource: DataSource,
  accountId: string,
  { before, limit, teamId }: AskRuns,
): Promise<RunPage> {
  const rows = await readRows<RunRow>(
    dataSource,
    `SELECT id, team_id, outcome, started_at, evicted, restored, reason FROM reconciler_runs
      WHERE account_id = $1 AND id < $2 AND ($3::uuid IS NULL OR team_id = $3) ORDER BY id DESC LIMIT $4`,
    [accountId, before ?? afterAll, teamId ?? null, limit],
  );
  const runs = rows.map(runOf);
  const last = runs.at(-1);
  return last !== undefined && runs.length === limit ? { runs, next: last.id } : { runs };
}

function runOf({ id, team_id, outcome, started_at, evicted, restored, reason }: RunRow): ReconcilerRun {
  const startedAt = started_at.toISOString();
  return { id, teamId: team_id, outcome, startedAt, evicted, restored, ...(reason === null ? {} : { reason }) };
}

/** Where a directory-owned team differs now, whether or not anybody is about to put it right. */
export async function readDrift(dataSource: DataSource, accountId: string, teamId: string): Promise<TeamDrift> {
  const [extra, missing] = await Promise.all([
    readRows<ReadMembership & { total: number }>(
      dataSource,
      `SELECT m.team_id, m.user_id, m.source, m.added_at, m.added_by, (count(*) OVER ())::int AS total FROM memberships m
        WHERE m.account_id = $1 AND m.team_id = $2 AND NOT EXISTS (
          SELECT FROM roster r WHERE r.account_id = m.account_id AND r.team_id = m.team_id AND r.user_id = m.user_id)
        ORDER BY m.user_id LIMIT ${driftShown}`,
      [accountId, teamId],
    ),
    readRows<{ user_id: string; removed_by: string | null; removed_at: Date | null; total: number }>(
      dataSource,
      `SELECT r.user_id, h.removed_by, h.removed_at, (count(*) OVER ())::int AS total FROM roster r
         LEFT JOIN removals_by_hand h ON h.account_id = r.account_id AND h.team_id = r.team_id AND h.user_id = r.user_id
        WHERE r.account_id = $1 AND r.team_id = $2 AND NOT EXISTS (
          SELECT FROM memberships m WHERE m.account_id = r.account_id AND m.team_id = r.team_id AND m.user_id = r.user_id)
        ORDER BY r.user_id LIMIT ${driftShown}`,
      [accountId, teamId],
    ),
  ]);
  return {
    extra: { count: extra[0]?.total ?? 0, members: extra.map(membershipOfRow) },
    missing: {
      count: missing[0]?.total ?? 0,
      members: missing.map(({ user_id, removed_by, removed_at }) => ({
        userId: user_id,
        ...(removed_by === null ? {} : { removedBy: removed_by }),
        ...(removed_at === null ? {} : { removedAt: removed_at.toISOString() }),
      })),
    },
  };
}

/** A page of memberships, with how each came. */
export async function readMemberships(
  dataSource: DataSource,
  accountId: string,
  teamId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Membership[]> {
  const rows = await readRows<ReadMembership>(
    dataSource,
    `SELECT team_id, user_id, source, added_at, added_by FROM memberships
      WHERE account_id = $1 AND team_id = $2 AND user_id > $3 ORDER BY user_id LIMIT $4`,
    [accountId, teamId, after, limit],
    { keepPlan: true },
  );
  return rows.map(membershipOfRow);
}
