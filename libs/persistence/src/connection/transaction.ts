import { withTimeout } from '@rollcall/service-kit';
import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOf } from './data-source.js';
import { isSmall, planning } from './kept-plans.js';

/** Without any of these a statement is parsed and planned each time. */
export interface QueryOptions {
  /** Parses it once per connection, and plans it for its parameters each time. For texts that never change; each distinct text stays in memory. */
  readonly prepare?: boolean;
  /**
   * Prepares it, and plans it once too: to go by indexes, whatever is known of the tables' sizes. For what finds rows by their keys;
   * where its parameters name thousands, it is planned for them all the same.
   */
  readonly keepPlan?: boolean;
}

export interface TransactionQueryOptions extends QueryOptions {
  /**
   * The transaction's last statement: COMMIT travels with it, and where it resolves all is saved. Nothing may be asked after it, and
   * nothing that could fail may be done before the transaction's function ends.
   */
  readonly last?: boolean;
}

/** An open transaction. Valid until the function that got it has settled. */
export interface Transaction {
  /** The statement's rows: use RETURNING for what should come back. Queries issued together run in the given order. */
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
    broken = true; // the running query rejects as well; without a listener the process would end
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

/** A statement had failed and the failure was swallowed, so COMMIT became ROLLBACK: nothing was saved. */
export class CommitRefused extends Error {
  constructor() {
    super('the transaction had failed: the database rolled it back instead of committing');
    this.name = 'CommitRefused';
  }
}

/** One statement outside any transaction: the way to read for queries. */
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

/** Does the database answer within two seconds? Never rejects; for health checks. */
export async function databaseAnswers(dataSource: DataSource): Promise<boolean> {
  const asked = readRows(dataSource, 'SELECT 1', [], { keepPlan: true }).then(
    () => true,
    () => false,
  );
  return withTimeout(asked, 2_000, () => false);
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
