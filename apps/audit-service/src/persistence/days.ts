import { inTransaction, type DataSource } from '@rollcall/persistence';

/** How many days each log is kept. */
export interface Retention {
  readonly changesDays: number;
  readonly readsDays: number;
}

export interface DroppedDay {
  readonly table: string;
  readonly day: string;
}

const ahead = 7;
/** Advisory lock: one instance at a time looks after days ("days"). */
const lockKey = 0x64617973;
const dayMs = 24 * 3_600_000;

/**
 * Makes the partitions of the days to come, and drops those that are older than the retention, as a whole: there is no
 * DELETE, and nobody waits. One instance does it at a time; the others pass.
 * @returns what was dropped
 */
export function lookAfterDays(dataSource: DataSource, retention: Retention, now: Date): Promise<DroppedDay[]> {
  return inTransaction(dataSource, async (tx) => {
    const [lock] = await tx.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [lockKey]);
    if (lock?.taken !== true) return [];
    await tx.query('SELECT make_days($1::date)', [dayOf(new Date(now.getTime() + ahead * dayMs))]);
    const dropped: DroppedDay[] = [];
    for (const [table, kept] of tables(retention)) {
      const before = dayOf(new Date(now.getTime() - kept * dayMs));
      const old = await tx.query<{ day: string }>(
        'SELECT day::text FROM days_of($1) AS day WHERE day < $2::date ORDER BY day',
        [table, before],
      );
      for (const { day } of old) {
        await tx.query('SELECT drop_day($1, $2::date)', [table, day]);
        dropped.push({ table, day });
      }
      const log = logOf[table];
      if (log !== undefined && old.length > 0)
        await tx.query('DELETE FROM account_days WHERE log = $1 AND day < $2::date', [log, before]);
    }
    return dropped;
  });
}

const dayOf = (time: Date) => time.toISOString().slice(0, 10);
const logOf: Readonly<Record<string, string>> = { entries: 'changes', read_entries: 'reads' };

const tables = ({ changesDays, readsDays }: Retention): readonly (readonly [string, number])[] => [
  ['entries', changesDays],
  ['read_entries', readsDays],
  ['sources', Math.max(changesDays, readsDays)],
];
