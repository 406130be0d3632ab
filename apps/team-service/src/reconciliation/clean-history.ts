import { readRows, type DataSource } from '@rollcall/persistence';

const day = 24 * 3_600_000;

/** How long the results of runs are kept (docs/data.md). */
export const runsKeptMs = 90 * day;
/** How long it is remembered that somebody was evicted again and again; a quarter of an hour is enough for the back-off. */
export const contestsKeptMs = day;

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
  return total;
}
