import type { AuditLog } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import { tableOf } from './kept-entry.js';

/**
 * Since when a log of an account is kept, where older entries are gone because their time is over: when the oldest entry arrived that is
 * there, since what happened after that came after it. Where none is left, the beginning of today, whose entries nothing drops.
 * @returns undefined where the log has all that it ever had
 */
export async function keptSince(reads: DataSource, accountId: string, log: AuditLog): Promise<Date | undefined> {
  const [row] = await readRows<{ since: Date }>(
    reads,
    `SELECT coalesce(
              (SELECT e.received_at FROM ${tableOf[log]} e
                WHERE e.account_id = $1 AND e.day = oldest.day AND e.seq = oldest.first_seq),
              coalesce(oldest.day, (now() AT TIME ZONE 'UTC')::date)::timestamp AT TIME ZONE 'UTC') AS since
       FROM audit_logs l
       LEFT JOIN LATERAL (SELECT d.day, d.first_seq FROM account_days d
                           WHERE d.account_id = l.account_id AND d.log = l.log AND d.day >= first_kept_day($1, $2)
                           ORDER BY d.first_seq LIMIT 1) oldest ON true
      WHERE l.account_id = $1 AND l.log = $2 AND l.size > 0 AND oldest.first_seq IS DISTINCT FROM 1`,
    [accountId, log],
  );
  return row?.since;
}
