import type { DataSource } from 'typeorm';
import { readRows } from '../connection/transaction.js';

export interface ShardStatus {
  readonly lane: number;
  /** Events that are committed and not yet known to be on the log. */
  readonly rows: number;
  readonly oldestAgeMs: number;
}

/**
 * The rows that wait in the outbox, per shard; shards without rows are left out. Reads the whole outbox, so do not call
 * it every second.
 */
export async function outboxStatus(dataSource: DataSource): Promise<ShardStatus[]> {
  return readRows<ShardStatus>(
    dataSource,
    `SELECT lane::int AS lane, count(*)::int AS rows,
            (extract(epoch FROM clock_timestamp() - min(created_at)) * 1000)::float8 AS "oldestAgeMs"
       FROM outbox GROUP BY lane ORDER BY lane`,
  );
}
