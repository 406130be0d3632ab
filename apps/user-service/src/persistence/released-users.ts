import { accountSettingNumbers } from '@rollcall/contracts';
import { isOpenAccount, keyOf, readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import type { UserReads } from '../reads.js';

/** A person whom the directory released by a moment. */
export interface ReleasedUser {
  readonly accountId: string;
  readonly userId: string;
  readonly releasedBefore: string;
}

/**
 * Released people whose time is over by their account's setting `eraseReleasedAfterDays`: of each account the first
 * ones, accounts in turn. Those that are being closed take no command, and go as a whole. A release is the last change of its user, but for a hand-over.
 */
export async function releasedTooLong(
  dataSource: DataSource,
  { ofEach, limit }: { readonly ofEach: number; readonly limit: number },
): Promise<ReleasedUser[]> {
  return readRows<ReleasedUser>(
    dataSource,
    `SELECT a.id AS "accountId", u.id AS "userId", to_char(a.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "releasedBefore"
       FROM (SELECT id, now() - make_interval(days => (settings->>'eraseReleasedAfterDays')::int) AS since
               FROM accounts WHERE settings->>'eraseReleasedAfterDays' ~ '^[1-9][0-9]{0,${digits}}$' AND ${isOpenAccount('accounts.id')}) a
      CROSS JOIN LATERAL (
        SELECT id, row_number() OVER (ORDER BY updated_at, id) AS turn FROM users
         WHERE account_id = a.id AND released AND updated_at <= a.since
         ORDER BY updated_at, id LIMIT $1) u
      ORDER BY u.turn, a.id LIMIT $2`,
    [ofEach, limit],
  );
}

/** How many people of each account have been released for so many days, by `keyOf` of account and days. */
export async function countReleased(tx: Transaction, reads: readonly UserReads[]): Promise<Map<string, number>> {
  const wanted = reads.filter(({ releasedDays }) => releasedDays !== undefined);
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<{ account_id: string; days: number; released: number }>(
    `SELECT k.account_id, k.days, (SELECT count(*) FROM users u WHERE u.account_id = k.account_id AND u.released
                              AND u.updated_at <= now() - make_interval(days => k.days))::int AS released
       FROM unnest($1::uuid[], $2::int[]) AS k(account_id, days)`,
    [wanted.map(({ accountId }) => accountId), wanted.map(({ releasedDays }) => releasedDays)],
  );
  return new Map(rows.map(({ account_id, days, released }) => [keyOf(account_id, String(days)), released]));
}

const digits = String(accountSettingNumbers.eraseReleasedAfterDays.to).length - 1;
