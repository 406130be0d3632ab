import type { DataSource } from 'typeorm';
import { causesOf } from './failures.js';
import { inTransaction } from './transaction.js';

/**
 * Reads rows, where that takes no longer than so many milliseconds.
 * @throws whatever PostgreSQL says; see `wasCanceled` where it took longer
 */
export function readRowsWithin<Row extends object>(
  dataSource: DataSource,
  longestMs: number,
  sql: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  return inTransaction(dataSource, async (tx) => {
    const limited = tx.query(`SELECT set_config('statement_timeout', $1, true)`, [String(longestMs)]);
    const [, rows] = await Promise.all([limited, tx.query<Row>(sql, parameters, { last: true })]);
    return rows;
  });
}

/** Whether a statement reached its time limit (SQLSTATE 57014). */
export function wasCanceled(error: unknown): boolean {
  return [...causesOf(error)].some((cause) => 'code' in cause && cause.code === '57014');
}
