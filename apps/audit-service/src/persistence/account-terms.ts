import { AccountEvents, nilUuid, type AccountSettings, type AuditLog } from '@rollcall/contracts';
import { inTransaction, isOpenAccount, readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import type { Entry } from '../domain/entry.js';
import { dayOf } from './days.js';
import { tableOf } from './kept-entry.js';

/** So many accounts are asked after at once. */
const atOnce = 500;
/** So many entries one transaction deletes: no write waits for them. */
const deletedAtOnce = 20_000;

/** Days as a setting says them; null: as long as the installation keeps a log. */
const daysOf = (value: string | undefined) => (value !== undefined && /^\d+$/.test(value) ? Number(value) : null);

/** Notes what accounts said about their terms, in the transaction of the entries that tell of it: from then on it holds. */
export function followTerms(tx: Transaction, entries: readonly Entry[]): Promise<unknown>[] {
  return entries.flatMap(({ accountId, type, detail }) => {
    if (type !== AccountEvents.settingsChanged.type) return [];
    const said = (detail?.['settings'] ?? {}) as Partial<Record<keyof AccountSettings, string>>; // as its row of the table of types keeps them
    const { auditChangesDays: changes, auditReadsDays: reads } = said;
    if (changes === undefined && reads === undefined) return [];
    return tx.query(
      `INSERT INTO account_terms AS t (account_id, changes_days, reads_days) VALUES ($1, $2, $3)
       ON CONFLICT (account_id) DO UPDATE
         SET changes_days = CASE WHEN $4 THEN excluded.changes_days ELSE t.changes_days END,
             reads_days = CASE WHEN $5 THEN excluded.reads_days ELSE t.reads_days END`,
      [accountId, daysOf(changes), daysOf(reads), changes !== undefined, reads !== undefined],
    );
  });
}

/** Accounts that have a log and of which user-service was not asked yet; what was said before the topics begin is known to it alone. */
export async function accountsWithoutTerms(dataSource: DataSource): Promise<string[]> {
  const rows = await readRows<{ account_id: string }>(
    dataSource,
    `SELECT l.account_id FROM audit_logs l LEFT JOIN account_terms t ON t.account_id = l.account_id
      WHERE l.log = 'changes' AND l.account_id <> $1 AND t.asked_at IS NULL AND ${isOpenAccount('l.account_id')}
      ORDER BY l.account_id LIMIT ${atOnce}`,
    [nilUuid],
  );
  return rows.map(({ account_id }) => account_id);
}

export async function noteTerms(
  dataSource: DataSource,
  accountId: string,
  { auditChangesDays, auditReadsDays }: Partial<AccountSettings>,
): Promise<void> {
  await readRows(
    dataSource,
    `INSERT INTO account_terms (account_id, changes_days, reads_days, asked_at) VALUES ($1, $2, $3, now())
     ON CONFLICT (account_id) DO UPDATE
       SET changes_days = excluded.changes_days, reads_days = excluded.reads_days, asked_at = excluded.asked_at`,
    [accountId, daysOf(auditChangesDays), daysOf(auditReadsDays)],
  );
}

interface DayOver {
  readonly account_id: string;
  readonly log: AuditLog;
  readonly day: string;
}

/**
 * Deletes what accounts do not keep any longer, of days that others still have: the oldest entries first, little by little, so that a log
 * has no hole whenever this ends. Nothing of who is held.
 * @param isStopping whether what is left is left to the next time
 */
export async function keepTerms(
  dataSource: DataSource,
  now: Date,
  isStopping: () => boolean = () => false,
): Promise<void> {
  const over = await readRows<DayOver>(
    dataSource,
    `SELECT d.account_id, d.log, d.day::text FROM account_terms t JOIN account_days d ON d.account_id = t.account_id
      WHERE d.day < $1::date - CASE d.log WHEN 'changes' THEN t.changes_days ELSE t.reads_days END
        AND NOT EXISTS (SELECT FROM holds h WHERE h.account_id = t.account_id) ORDER BY d.day, d.account_id, d.log`,
    [dayOf(now)],
  );
  for (const day of over) while (!isStopping() && (await inTransaction(dataSource, (tx) => deleteSome(tx, day)))); // until it is empty
}

/** Deletes the oldest entries of a day; the day itself, and the texts of its requests, with the last. @returns whether more are left */
async function deleteSome(tx: Transaction, { account_id: accountId, log, day }: DayOver): Promise<boolean> {
  const one = [accountId, day];
  const [gone] = await tx.query<{ deleted: string; last: string | null }>(
    `WITH oldest AS (SELECT seq FROM ${tableOf[log]} WHERE account_id = $1 AND day = $2::date ORDER BY seq LIMIT ${deletedAtOnce}),
          gone AS (DELETE FROM ${tableOf[log]} WHERE account_id = $1 AND day = $2::date AND seq <= (SELECT max(seq) FROM oldest)
                      AND NOT EXISTS (SELECT FROM holds WHERE account_id = $1) RETURNING seq)
     SELECT count(*) AS deleted, max(seq) AS last FROM gone`,
    one,
  );
  if (Number(gone?.deleted ?? 0) === deletedAtOnce) {
    const moved = 'UPDATE account_days SET first_seq = $4 WHERE account_id = $1 AND day = $2::date AND log = $3';
    await tx.query(moved, [...one, log, Number(gone?.last) + 1]);
    return true;
  }
  const left = `SELECT FROM ${tableOf[log]} WHERE account_id = $1 AND day = $2::date LIMIT 1`;
  if ((await tx.query(left, one)).length > 0) return false; // held meanwhile
  await tx.query('DELETE FROM account_days WHERE account_id = $1 AND day = $2::date AND log = $3', [...one, log]);
  await tx.query(
    `DELETE FROM sources WHERE account_id = $1 AND day = $2::date
        AND NOT EXISTS (SELECT FROM account_days WHERE account_id = $1 AND day = $2::date)`,
    one,
  );
  return false;
}
