import { TeamEvents, type TakeoverState } from '@rollcall/contracts';
import { encodeEvent } from '@rollcall/messaging';
import { appendToOutbox, inTransaction, readRows, type DataSource, type OutboxEntry } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { reconciler } from './reconcile-team.js';

const day = 24 * 3_600_000;

/** How long the results of runs are kept (docs/data.md). */
export const runsKeptMs = 90 * day;
/** How long it is remembered that somebody was evicted again and again; a quarter of an hour is enough for the back-off. */
export const contestsKeptMs = day;

const takeoversAtOnce = 10;

interface History {
  readonly table: string;
  readonly time: string;
  readonly key: readonly string[];
  readonly keptMs: number;
}

/** What is held at the moment is no history: it has a row of its own. */
const histories: readonly History[] = [
  { table: 'reconciler_runs', time: 'started_at', key: ['account_id', 'id'], keptMs: runsKeptMs },
  { table: 'contests', time: 'last_at', key: ['account_id', 'team_id', 'user_id'], keptMs: contestsKeptMs },
];

/**
 * Deletes what the reconciler remembers and nobody asks for any more, in slices, and returns the number of rows. Several instances may run it
 * at the same time.
 * @param pause called between two slices: others go first; false ends the work
 */
export async function cleanHistory(
  dataSource: DataSource,
  pause: () => Promise<boolean>,
  slice = 1_000,
): Promise<number> {
  let total = 0;
  for (const { table, time, key, keptMs } of histories) {
    for (;;) {
      const gone = await readRows(
        dataSource,
        `DELETE FROM ${table} t USING (
           SELECT ${key.join(', ')} FROM ${table} WHERE ${time} < now() - make_interval(secs => $1)
            ORDER BY ${time} LIMIT $2 FOR UPDATE SKIP LOCKED) old
          WHERE ${key.map((column) => `t.${column} = old.${column}`).join(' AND ')} RETURNING 1`,
        [keptMs / 1_000, slice],
      );
      total += gone.length;
      if (!(await pause())) return total;
      if (gone.length < slice) break;
    }
  }
  return total + (await cleanTakeovers(dataSource, pause, slice));
}

interface OverRow {
  readonly account_id: string;
  readonly id: string;
  readonly team_id: string;
  readonly state: TakeoverState;
}

/**
 * Deletes takeovers that have ended, with their people; a few at a time, because each may have a hundred thousand. The team's lock keeps
 * it from one that the directory says more of at this moment. Of those that waited it is told that they do no more.
 */
async function cleanTakeovers(dataSource: DataSource, pause: () => Promise<boolean>, slice: number): Promise<number> {
  const atOnce = Math.min(slice, takeoversAtOnce);
  for (let total = 0; ;) {
    const gone = await inTransaction(dataSource, async (tx) => {
      const over = await tx.query<OverRow>(
        `WITH over AS (
           SELECT o.account_id, o.id FROM takeovers o JOIN teams t ON t.account_id = o.account_id AND t.id = o.team_id
            WHERE o.ends_at < now() ORDER BY o.ends_at LIMIT $1 FOR UPDATE OF t SKIP LOCKED),
           people AS (
           DELETE FROM takeover_people x USING over WHERE x.account_id = over.account_id AND x.takeover_id = over.id)
         DELETE FROM takeovers o USING over WHERE o.account_id = over.account_id AND o.id = over.id
         RETURNING o.account_id, o.id, o.team_id, o.state`,
        [atOnce],
      );
      await appendToOutbox(tx, over.filter(({ state }) => state === 'waiting').map(lapsed));
      return over.length;
    });
    total += gone;
    if (!(await pause()) || gone < atOnce) return total;
  }
}

function lapsed({ account_id: accountId, id: takeoverId, team_id: teamId }: OverRow): OutboxEntry {
  const ids = { id: uuidv7(), correlationId: takeoverId };
  const { type } = TeamEvents.takeoverLapsed;
  const payload = { accountId, teamId, ownedBy: 'workspace', actor: reconciler, takeoverId };
  return {
    aggregateId: teamId,
    record: encodeEvent('team-service', { type, accountId, aggregateId: teamId, payload }, ids),
  };
}
