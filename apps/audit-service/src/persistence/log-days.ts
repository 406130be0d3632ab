import type { AuditLog } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import type { LogDay } from '../domain/windows.js';

/** The days of a log that its account keeps, oldest first, and how many entries it ever had. */
export async function daysOf(
  reads: DataSource,
  accountId: string,
  log: AuditLog,
): Promise<readonly [LogDay[], number]> {
  const rows = await readRows<{ day: string; first_seq: string; oldest_at: Date; size: string }>(
    reads,
    `SELECT d.day::text, d.first_seq, d.oldest_at, l.size
       FROM audit_logs l JOIN account_days d ON d.account_id = l.account_id AND d.log = l.log
      WHERE l.account_id = $1 AND l.log = $2 AND d.day >= first_kept_day($1, $2) ORDER BY d.first_seq`,
    [accountId, log],
  );
  const days = rows.map(({ day, first_seq, oldest_at }) => ({
    day,
    firstSeq: Number(first_seq),
    oldestAt: oldest_at,
  }));
  return [days, Number(rows[0]?.size ?? 0)];
}
