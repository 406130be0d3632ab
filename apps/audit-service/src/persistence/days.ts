import { inTransaction, readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import { emptyHeldDay, isHeldDay } from './holds.js';

/** How many days each log is kept. */
export interface Retention {
  readonly changesDays: number;
  readonly readsDays: number;
}

export interface DroppedDay {
  readonly table: string;
  readonly day: string;
}

export interface DroppedDays {
  readonly dropped: readonly DroppedDay[];
  readonly failures: readonly unknown[];
}

const ahead = 7;
/** Advisory lock: one instance at a time looks after days ("days"). */
const lockKey = 0x64617973;
const dayMs = 24 * 3_600_000;

/** Makes the partitions of the days to come. One instance does it at a time; the others pass. */
export async function makeDays(dataSource: DataSource, now: Date): Promise<void> {
  await alone(dataSource, (tx) =>
    tx.query('SELECT make_days($1::date)', [dayOf(new Date(now.getTime() + ahead * dayMs))]),
  );
}

/**
 * Makes the partitions of the days to come, and drops those that are older than the retention, as a whole: there is no
 * DELETE, and no write waits. Each is dropped by itself: what fails undoes nothing, and is tried again next time. A day in
 * which an account that is held has entries stays, without those of others.
 * @returns what was dropped, and what failed
 */
export async function lookAfterDays(dataSource: DataSource, retention: Retention, now: Date): Promise<DroppedDays> {
  await makeDays(dataSource, now);
  const dropped: DroppedDay[] = [];
  const failures: unknown[] = [];
  for (const [table, kept] of tables(retention))
    try {
      for (const day of await daysBefore(dataSource, table, dayOf(new Date(now.getTime() - kept * dayMs))))
        if (await isHeldDay(dataSource, day, logOf[table])) await keepHeldOnly(dataSource, { table, day });
        else if (await alone(dataSource, (tx) => dropDay(tx, { table, day }))) dropped.push({ table, day });
    } catch (error) {
      failures.push(error); // who reads the table holds all of its days
    }
  return { dropped, failures };
}

/** Runs a transaction, unless another instance looks after days just now. @returns whether it ran */
function alone(dataSource: DataSource, run: (tx: Transaction) => Promise<unknown>): Promise<boolean> {
  return inTransaction(dataSource, async (tx) => {
    const [lock] = await tx.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS taken', [lockKey]);
    if (lock?.taken !== true) return false;
    await run(tx);
    return true;
  });
}

async function daysBefore(dataSource: DataSource, table: string, before: string): Promise<string[]> {
  const rows = await readRows<{ day: string }>(
    dataSource,
    'SELECT day::text FROM days_of($1) AS day WHERE day < $2::date ORDER BY day',
    [table, before],
  );
  return rows.map(({ day }) => day);
}

async function dropDay(tx: Transaction, { table, day }: DroppedDay): Promise<void> {
  const known = await tx.query('SELECT FROM days_of($1) AS day WHERE day = $2::date', [table, day]);
  if (known.length === 0) return; // another instance was first
  await tx.query('SELECT drop_day($1, $2::date)', [table, day]);
  const log = logOf[table];
  if (log === undefined) return;
  await tx.query(
    'DELETE FROM account_days WHERE log = $1 AND day <= $2::date AND account_id NOT IN (SELECT account_id FROM holds)',
    [log, day],
  );
}

/** What others have in a day goes, as if it had been dropped. */
async function keepHeldOnly(dataSource: DataSource, { table, day }: DroppedDay): Promise<void> {
  await emptyHeldDay(dataSource, table, day);
  await readRows(
    dataSource,
    'DELETE FROM account_days WHERE log = $1 AND day = $2::date AND account_id NOT IN (SELECT account_id FROM holds)',
    [logOf[table] ?? '', day],
  );
}

/** A day of the log, in UTC: `2026-03-01`. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
const logOf: Readonly<Record<string, string>> = { entries: 'changes', read_entries: 'reads' };

const tables = ({ changesDays, readsDays }: Retention): readonly (readonly [string, number])[] => [
  ['entries', changesDays],
  ['read_entries', readsDays],
  ['sources', Math.max(changesDays, readsDays)],
];
