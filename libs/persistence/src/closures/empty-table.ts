import type { DataSource } from 'typeorm';
import { readRows } from '../connection/transaction.js';
import type { TableOfAccounts } from './tables-of-accounts.js';

interface Slice {
  readonly looked: number;
  readonly gone: number;
  /** The key of the last row that was looked at, as texts. */
  readonly last: readonly string[] | null;
}

export interface EmptyingPace {
  /** Rows per statement: none holds its locks for long. */
  readonly slice: number;
  /** Called between two statements: others go first. False ends the work. */
  readonly pause: () => Promise<boolean>;
}

/**
 * Deletes the rows of accounts from one table, in slices, each a transaction of its own, and returns their number; undefined where it
 * was told to end. It walks along the primary key, so that twice the rows take twice the time, and may be repeated at any time.
 */
export async function emptyTable(
  dataSource: DataSource,
  table: TableOfAccounts,
  accountIds: readonly string[],
  { slice, pause }: EmptyingPace,
): Promise<number | undefined> {
  let total = 0;
  for (const accounts of table.isByAccount ? accountIds.map((id) => [id]) : [accountIds]) {
    for (let after: readonly string[] = []; ;) {
      const sql = statementOf(table, after.length > 0);
      const [done] = await readRows<Slice>(dataSource, sql, [accounts, slice, ...after]);
      total += done?.gone ?? 0;
      if (done === undefined || done.last === null || done.looked < slice) break;
      after = done.last;
      if (!(await pause())) return undefined;
    }
  }
  return total;
}

/** `$1` are the accounts (one, where the key begins with it), `$2` the size of the slice, then the key to go on after. */
function statementOf({ name, account, key, isByAccount }: TableOfAccounts, goesOn: boolean): string {
  const order = key.length > 0 ? key.map((column) => column.name).join(', ') : account;
  const after = key.map(({ type }, at) => `$${at + 3}::text::${type}`).join(', ');
  const conditions = [
    ...(isByAccount ? [`${account} = ($1::uuid[])[1]`] : []),
    ...(goesOn ? [`(${order}) > (${after})`] : []),
  ];
  const last = key.map((column) => `${column.name}::text`).join(', ');
  return `
    WITH looked AS MATERIALIZED (
      SELECT ctid AS place, ${[...new Set([account, ...key.map((column) => column.name)])].join(', ')} FROM ${name}
       ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY ${order} LIMIT $2
    ), gone AS (
      DELETE FROM ${name} t USING looked WHERE t.ctid = looked.place AND t.${account} = ANY($1::uuid[]) RETURNING 1
    )
    SELECT (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM gone) AS gone,
           (SELECT ARRAY[${last}]::text[] FROM looked ORDER BY ${order.replaceAll(/\w+/g, '$& DESC')} LIMIT 1) AS last`;
}
