import { readRows, type DataSource, type Transaction } from '@rollcall/persistence';
import { versionsMissing, type Entry } from '../domain/entry.js';

/**
 * Notes until when events of accounts are missing, by the entries that tell of it, which are saved already. Where the last event that was
 * heard is older than records that are told of as gone, those are the missing ones: since when nothing is missing was said with them.
 */
export async function noteMissingEvents(tx: Transaction, entries: readonly Entry[]): Promise<void> {
  const gaps = entries.filter(({ type }) => type === versionsMissing);
  if (gaps.length === 0) return;
  await tx.query(
    `UPDATE audit_logs l SET missing_until = greatest(l.missing_until, gap.until)
       FROM (SELECT k.account_id, max(k.at) AS until
               FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::boolean[])
                 AS k(account_id, subject_id, version, at, is_compared)
              CROSS JOIN LATERAL (SELECT max(e.at) AS at FROM entries e
                                   WHERE e.account_id = k.account_id AND e.subject_id = k.subject_id AND e.version < k.version) heard
              WHERE k.is_compared OR coalesce(heard.at, '-infinity')
                      >= coalesce((SELECT max(complete_since) FROM consumed), '-infinity')
              GROUP BY k.account_id) gap
      WHERE l.account_id = gap.account_id AND l.log = 'changes'`,
    [
      gaps.map(({ accountId }) => accountId),
      gaps.map(({ subject }) => subject?.id ?? null),
      gaps.map(({ detail }) => detail?.['from']),
      gaps.map(({ at }) => at),
      gaps.map(({ detail }) => detail?.['foundBy'] !== undefined),
    ],
  );
}

/** Since when no event of an account is known to be missing; undefined where none ever was. */
export async function eventsCompleteSince(reads: DataSource, accountId: string): Promise<Date | undefined> {
  const [row] = await readRows<{ since: Date | null }>(
    reads,
    `SELECT missing_until AS since FROM audit_logs WHERE account_id = $1 AND log = 'changes'`,
    [accountId],
  );
  return row?.since ?? undefined;
}
