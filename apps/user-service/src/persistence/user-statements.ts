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

/**
 * How many users account `$1` has, or how many of them are directory-managed. Reads the counters, and counts no users.
 */
export function totalOf(managedOnly: boolean): string {
  return `SELECT coalesce(sum(${managedOnly ? 'managed' : 'everybody'}), 0)::int AS total FROM user_counts WHERE account_id = $1`;
}

/** How many of them are active: all of them without the inactive ones, who are few and have an index. */
export function totalOfActive(managedOnly: boolean): string {
  return `SELECT all_users.total - inactive.total AS total
    FROM (${totalOf(managedOnly)}) all_users,
      (SELECT count(*)::int AS total FROM users u
        WHERE u.account_id = $1 AND NOT u.active AND NOT u.released${managedOnly ? ` AND u.managed_by = 'directory'` : ''}) inactive`;
}

/** How many of them are members: all of them without the others, who are mostly few and have an index. */
export function totalOfMembers(managedOnly: boolean): string {
  return `SELECT all_users.total - others.total AS total
    FROM (${totalOf(managedOnly)}) all_users,
      (SELECT count(*)::int AS total FROM users u
        WHERE u.account_id = $1 AND u.user_type <> 'member' AND NOT u.released${managedOnly ? ` AND u.managed_by = 'directory'` : ''}) others`;
}

/** How many of account `$1` the directory has released: in an index that holds them alone. */
export const totalOfReleased = `SELECT count(*)::int AS total FROM users u WHERE u.account_id = $1 AND u.released`;

/** Everybody whom account `$1` has, the released too. */
export const totalOfAll = `SELECT known.total + released.total AS total FROM (${totalOf(false)}) known, (${totalOfReleased}) released`;

/** Users, active admins and seats of account `$1`: who is not released. */
export const accountCounts = `SELECT everybody.total AS users, active.total AS seats,
       (SELECT count(*)::int FROM users u
         WHERE u.account_id = $1 AND u.user_type = 'admin' AND u.active AND NOT u.released) AS "activeAdmins"
  FROM (${totalOf(false)}) everybody, (${totalOfActive(false)}) active`;

/** How many of account `$1` are kept by the directory; nothing but counters is read. */
export const keeperCounts = `SELECT everybody.total AS users, managed.total AS directory, everybody.total - managed.total AS workspace
  FROM (${totalOf(false)}) everybody, (${totalOf(true)}) managed`;

/** How many of account `$1` are inactive or released: counted in indexes that hold them alone. */
export const outOfSightCounts = `SELECT everybody.total - active.total AS inactive, released.total AS released
  FROM (${totalOf(false)}) everybody, (${totalOfActive(false)}) active, (${totalOfReleased}) released`;

/** How many of account `$1` have each type but `member`, which nearly everybody has, and which is what is left. */
export const typeCounts = `SELECT u.user_type AS "userType", count(*) FILTER (WHERE NOT u.released)::int AS users,
       count(*) FILTER (WHERE u.released)::int AS released
  FROM users u WHERE u.account_id = $1 AND u.user_type <> 'member' GROUP BY u.user_type ORDER BY u.user_type`;
