import type { AuditHold } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';

/** So many rows one statement deletes: no writer waits for them. */
const atOnce = 20_000;

/** Accounts whose logs are kept beyond their time (legal hold). */
export class Holds {
  constructor(private readonly dataSource: DataSource) {}

  async list(): Promise<AuditHold[]> {
    const rows = await readRows<{ account_id: string; since: Date }>(
      this.dataSource,
      'SELECT account_id, since FROM holds ORDER BY since, account_id',
    );
    return rows.map(({ account_id: accountId, since }) => ({ accountId, since: since.toISOString() }));
  }

  /** From when this returns, no day with entries of the account is dropped, by whichever instance. Once more changes nothing. */
  async set(accountId: string, now: Date): Promise<void> {
    await readRows(
      this.dataSource,
      'INSERT INTO holds (account_id, since) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING',
      [accountId, now],
    );
  }

  async end(accountId: string): Promise<void> {
    await readRows(this.dataSource, 'DELETE FROM holds WHERE account_id = $1', [accountId]);
  }
}

/** Whether an account that is held has entries of a day. @param log absent for the texts that both logs point to */
export async function isHeldDay(dataSource: DataSource, day: string, log: string | undefined): Promise<boolean> {
  const [row] = await readRows<{ held: boolean }>(
    dataSource,
    `SELECT EXISTS (SELECT FROM holds h JOIN account_days d ON d.account_id = h.account_id
                     WHERE d.day = $1::date AND ($2::text IS NULL OR d.log = $2)) AS held`,
    [day, log ?? null],
  );
  return row?.held === true;
}

/**
 * Deletes what others have in a day that stays for those who are held: their time is over. Little by little; a day that has been emptied
 * costs one look.
 * @returns how many rows were deleted
 */
export function emptyHeldDay(dataSource: DataSource, table: string, day: string): Promise<number> {
  return deleteOfDay(dataSource, { table, day }, { sql: notHeld, values: [] });
}

/** A condition on rows of accounts that are not held. */
export const notHeld = 'account_id NOT IN (SELECT account_id FROM holds)';

/**
 * Deletes rows of a day, little by little.
 * @param whose a condition; its first parameter is $2
 * @returns how many were deleted
 */
export async function deleteOfDay(
  dataSource: DataSource,
  { table, day }: { readonly table: string; readonly day: string },
  whose: { readonly sql: string; readonly values: readonly unknown[] },
): Promise<number> {
  for (let total = 0; ;) {
    const [row] = await readRows<{ deleted: string }>(
      dataSource,
      `WITH others AS (SELECT account_id, day, ${keyOf(table)} FROM ${table}
                        WHERE day = $1::date AND ${whose.sql} LIMIT ${atOnce}),
            gone AS (DELETE FROM ${table} t USING others o WHERE t.account_id = o.account_id AND t.day = o.day
                        AND t.day = $1::date AND t.${keyOf(table)} = o.${keyOf(table)} RETURNING 1)
       SELECT count(*) AS deleted FROM gone`,
      [day, ...whose.values],
    );
    const deleted = Number(row?.deleted ?? 0);
    total += deleted;
    if (deleted < atOnce) return total;
  }
}

const keyOf = (table: string) => (table === 'sources' ? 'id' : 'seq');
