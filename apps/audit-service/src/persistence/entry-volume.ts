import type { AuditBucket, AuditCount, AuditOutcome } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';

export interface VolumeRange {
  readonly accountId: string;
  readonly from: Date;
  /** The last moment that is counted. */
  readonly to: Date;
  readonly by: AuditBucket;
}

/** How many entries of the log of changes happened in each bucket of a time, by outcome; empty buckets are left out. */
export async function countEntries(reads: DataSource, { accountId, from, to, by }: VolumeRange): Promise<AuditCount[]> {
  const rows = await readRows<{ begin: Date; outcome: AuditOutcome; count: string }>(
    reads,
    `SELECT date_trunc('${by}', e.at, 'UTC') AS begin, e.outcome, count(*) AS count
       FROM account_days d JOIN entries e ON e.account_id = d.account_id AND e.day = d.day
      WHERE d.account_id = $1 AND d.log = 'changes' AND d.oldest_at <= $3 AND d.day >= $2::date - 1
        AND d.day >= first_kept_day($1, 'changes') AND e.at >= $2 AND e.at <= $3
      GROUP BY 1, 2 ORDER BY 1, 2`,
    [accountId, from, to],
  );
  return rows.map(({ begin, outcome, count }) => ({ from: begin.toISOString(), outcome, count: Number(count) }));
}
