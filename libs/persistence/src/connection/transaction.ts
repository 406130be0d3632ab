import { withTimeout } from '@rollcall/service-kit';
import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOf } from './data-source.js';
import { isSmall, planning } from './kept-plans.js';

/** How a statement is planned. With none of these options, it is parsed and planned each time. */
export interface QueryOptions {
  /**
   * Parses the statement once per connection, and plans it for its parameters each time. For texts that never change:
   * each distinct text stays in memory.
   */
  readonly prepare?: boolean;
  /**
   * Prepares the statement, and plans it once as well, for access by indexes whatever the sizes of the tables. For
   * statements that find rows by their keys; one whose parameters name thousands is planned for them all the same.
   */
  readonly keepPlan?: boolean;
}

export interface TransactionQueryOptions extends QueryOptions {
  /**
   * This is the transaction's last statement: COMMIT is sent with it, and when it resolves everything is saved. Send no
   * statement after it, and do nothing that can fail before the transaction's function ends.
   */
  readonly last?: boolean;
}

/** An open transaction. Valid until the function that was called with it has settled. */
export interface Transaction {
  /**
   * Resolves to the statement's rows: use RETURNING to get written rows back. Queries issued together run in the order
   * of the calls.
   */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
    options?: TransactionQueryOptions,
  ): Promise<Row[]>;
}

/**
 * Runs `fn` in one READ COMMITTED transaction on one connection and commits when it resolves; when it rejects, nothing
 * has happened. Rejects with `CommitRefused` when the database rolled back instead of committing. Do no remote calls
 * inside: locks are held meanwhile.
 * @param isKept false for a result with which the transaction is rolled back
 */
export async function inTransaction<T>(
  dataSource: DataSource,
  fn: (tx: Transaction) => Promise<T>,
  isKept: (result: T) => boolean = () => true,
): Promise<T> {
  const client = await poolOf(dataSource).connect();
  let broken = false;
  const onError = () => {
    broken = true; // the running query rejects too; without a listener the process would end
  };
  client.on('error', onError);
  const begin = client.query('BEGIN');
  begin.catch(onError);
  let end: Promise<QueryResult> | undefined;
  const commit = () => (end ??= client.query('COMMIT'));
  try {
    const result = await fn(transactionOn(client, commit));
    await begin;
    if (!isKept(result)) {
      await client.query('ROLLBACK');
      return result;
    }
    const { command } = await commit();
    if (command !== 'COMMIT') throw new CommitRefused();
    return result;
  } catch (error) {
    if (!broken) await (end ?? client.query('ROLLBACK')).catch(onError); // a COMMIT after a failure rolls back
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/**
 * An earlier statement had failed and its error was swallowed, so PostgreSQL answered COMMIT with ROLLBACK: nothing was
 * saved.
 */
export class CommitRefused extends Error {
  constructor() {
    super('the transaction had failed: the database rolled it back instead of committing');
    this.name = 'CommitRefused';
  }
}

/** Runs one statement outside any transaction, as queries read. */
export async function readRows<Row extends object = Record<string, unknown>>(
  dataSource: DataSource,
  sql: string,
  params: readonly unknown[] = [],
  options: QueryOptions = {},
): Promise<Row[]> {
  if (!keepsPlan(params, options)) {
    return inTransaction(dataSource, (tx) => tx.query<Row>(sql, params, { ...options, last: true }));
  }
  const result = await poolOf(dataSource).query<Row & QueryResultRow>(queryConfig(sql, params, options));
  return result.rows;
}

/** Whether the database answers within two seconds. Never rejects; for health checks. */
export async function databaseAnswers(dataSource: DataSource): Promise<boolean> {
  const answered = readRows(dataSource, 'SELECT 1', [], { keepPlan: true }).then(
    () => true,
    () => false,
  );
  return withTimeout(answered, 2_000, () => false);
}

const keepsPlan = (params: readonly unknown[], { keepPlan }: QueryOptions) => keepPlan === true && isSmall(params);

function transactionOn(client: PoolClient, commit: () => Promise<unknown>): Transaction {
  let keeps = true;
  return {
    async query<Row extends object>(
      sql: string,
      params: readonly unknown[] = [],
      { last, ...options }: TransactionQueryOptions = {},
    ) {
      const keep = keepsPlan(params, options);
      const before = keep === keeps ? undefined : client.query(keep ? planning.kept : planning.anew);
      keeps = keep;
      const asked = client.query<Row & QueryResultRow>(queryConfig(sql, params, options));
      const [, { rows }] = await Promise.all([before, asked, last ? commit() : undefined]);
      return rows as Row[];
    },
  };
}

const statementNames = new Map<string, string>();

function queryConfig(sql: string, params: readonly unknown[], options: QueryOptions): QueryConfig {
  const config: QueryConfig = { text: sql, values: [...params] };
  if (options.prepare || options.keepPlan) config.name = statementName(sql);
  return config;
}

function statementName(sql: string): string {
  let name = statementNames.get(sql);
  if (name === undefined) {
    name = `rollcall_${statementNames.size}`;
    statementNames.set(sql, name);
  }
  return name;
}
