/**
 * SQL: the accounts that have rows of a table under a condition. With a partial index of that condition which begins with `account_id` it
 * costs one look into it for each such account, however many rows it has.
 */
export function accountsWith(table: string, condition: string): string {
  const next = (after: string) =>
    `SELECT account_id FROM ${table} WHERE ${condition} ${after} ORDER BY account_id LIMIT 1`;
  return `WITH RECURSIVE found AS (
            (${next('')}) UNION ALL
            SELECT (${next('AND account_id > found.account_id')}) FROM found WHERE found.account_id IS NOT NULL)
          SELECT account_id FROM found WHERE account_id IS NOT NULL`;
}
