import { auditLogs, timeOfUuid } from '@rollcall/contracts';
import { readRows, type DataSource } from '@rollcall/persistence';
import { dayOf } from './days.js';
import { keptView, tableOf, withSource, type FoundRow, type KeptView } from './kept-entry.js';

/** So many entries of one request an answer holds. */
export const maxTreeEntries = 1_000;

/** The entries of one request in both logs of an account, in the order of arrival; one more than an answer holds. */
export async function entriesOfRequest(reads: DataSource, accountId: string, requestId: string): Promise<KeptView[]> {
  const found = await Promise.all(
    auditLogs.map(async (log) => {
      const entries = `SELECT * FROM ${tableOf[log]} e
         WHERE e.correlation_id = $1 AND e.account_id = $2 AND e.day >= greatest($3::date, first_kept_day($2, '${log}')) ORDER BY e.seq LIMIT ${maxTreeEntries + 1}`;
      const rows = await readRows<FoundRow>(reads, withSource(entries), [requestId, accountId, firstDayOf(requestId)]);
      return rows.map((row) => keptView(row, log));
    }),
  );
  return found.flat().sort((one, other) => one.receivedAt.localeCompare(other.receivedAt) || one.seq - other.seq);
}

const dayMs = 24 * 3_600_000;

/** A UUIDv7 says when it was made (RFC 9562 §5.7): nothing of its request arrived before. Others may be of any day. */
export function firstDayOf(requestId: string): string {
  const made = timeOfUuid(requestId);
  if (made === undefined) return 'epoch';
  return dayOf(new Date(Math.min(made, Date.now()) - dayMs));
}
