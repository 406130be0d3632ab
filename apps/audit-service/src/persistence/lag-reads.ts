import { TeamEvents, type LagBucket, type LagOfBucket } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';

export interface LagRange {
  readonly accountId: string;
  readonly since: Date;
  readonly bucket: LagBucket;
}

const widths: Readonly<Record<LagBucket, string>> = { '5m': '5 minutes', hour: '1 hour', day: '1 day' };

/** $1 account, $2 since when, $3 width of a bucket; exported so that a spec can have it explained. */
export const lagStatement = `
  SELECT date_bin($3::interval, e.at, 'epoch') AS "from", count(*)::int AS count,
         round(percentile_cont(0.5) WITHIN GROUP (ORDER BY p.ms))::float8 AS "p50Ms",
         round(percentile_cont(0.95) WITHIN GROUP (ORDER BY p.ms))::float8 AS "p95Ms",
         round(max(p.ms))::float8 AS "maxMs"
    FROM entries e CROSS JOIN LATERAL (
      SELECT greatest(0, extract(epoch FROM e.at - (x->>'at')::timestamptz) * 1000)::float8 AS ms
        FROM (SELECT json_array_elements(e.detail->'evicted') AS x
               UNION ALL SELECT json_array_elements(e.detail->'restored')) AS each
       WHERE x->>'at' IS NOT NULL) p
   WHERE e.account_id = $1 AND e.type = '${TeamEvents.reconciled.type}' AND e.at >= $2 AND e.day >= greatest($2::date - 1, first_kept_day($1, 'changes'))
   GROUP BY 1 ORDER BY 1`;

/** How long what hands changed lasted until the reconciler put it right, in each bucket in which it did. */
export async function readLag(reads: DataSource, { accountId, since, bucket }: LagRange): Promise<LagOfBucket[]> {
  const rows = await readRows<Omit<LagOfBucket, 'from'> & { readonly from: Date }>(reads, lagStatement, [
    accountId,
    since,
    widths[bucket],
  ]);
  return rows.map(({ from, ...lag }) => ({ from: from.toISOString(), ...lag }));
}
