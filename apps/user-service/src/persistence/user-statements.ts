import { userColumns } from './user-rows.js';

/**
 * Looks up users by one of their unique keys: `$1` are accounts, `$2` keys; `at` is the position in these lists, from
 * 1.
 */
export function lookUpBy(column: 'user_name_key' | 'id'): string {
  return `SELECT k.at::int, a.settings->>'directoryScope' AS scope, ${userColumns}
    FROM unnest($1::uuid[], $2::${column === 'id' ? 'uuid' : 'text'}[]) WITH ORDINALITY AS k(account_id, key, at)
    JOIN users u ON u.account_id = k.account_id AND u.${column} = k.key${column === 'id' ? '' : ' AND NOT u.released'}
    LEFT JOIN accounts a ON a.id = k.account_id`;
}

/** The condition of a search within account `$1`. */
export function whereOf(conditions: readonly string[], managedOnly: boolean): string {
  const shown = managedOnly ? [`u.managed_by = 'directory'`] : [];
  return ['u.account_id = $1', 'NOT u.released', ...shown, ...conditions].join(' AND ');
}

export function countOf(where: string): string {
  return `SELECT count(*)::int AS total FROM users u WHERE ${where}`;
}

/**
 * How many users account `$1` has, or how many of them are directory-managed. Reads the counters, and counts no users.
 */
export function totalOf(managedOnly: boolean): string {
  return `SELECT coalesce(sum(${managedOnly ? 'managed' : 'everybody'}), 0)::int AS total FROM user_counts WHERE account_id = $1`;
}

/**
 * A page in creation order. The last three parameters are the id after which it starts, the offset from there, and the
 * limit. Indexes alone find the page; only its own rows are read from the table.
 */
export function pageOf(where: string, parameters: number): string {
  return `SELECT ${userColumns} FROM users u JOIN (
    SELECT u.account_id, u.id FROM users u WHERE ${where} AND u.id > $${parameters + 1}
     ORDER BY u.id OFFSET $${parameters + 2} LIMIT $${parameters + 3}
  ) page USING (account_id, id) ORDER BY u.id`;
}
