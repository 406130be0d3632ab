import type { AuditLog } from '@rollcall/contracts';
import type { Entry } from './entry.js';

/** One log of an account, as it stands. */
export interface LogState {
  readonly accountId: string;
  readonly log: AuditLog;
  /** The number of its last entry. */
  readonly size: number;
  /** The day of its last entry. */
  readonly lastDay: string;
}

export interface NumberedEntry {
  readonly entry: Entry;
  readonly seq: number;
  readonly day: string;
}

/** What a batch makes of a log. */
export interface LogChange extends LogState {
  /** The first of the entries that were added, and the oldest `at` of them. */
  readonly firstSeq: number;
  readonly oldestAt: Date;
}

export interface NumberedBatch {
  readonly entries: readonly NumberedEntry[];
  readonly changes: readonly LogChange[];
}

export const logKey = ({ accountId, log }: Pick<LogState, 'accountId' | 'log'>) => `${accountId} ${log}`;

/**
 * Gives entries their places: each log goes on counting, in the order of arrival. The day is today's, but never before
 * the log's last one, whatever the clocks of instances say: so days and numbers rise together.
 * @param logs the logs of all accounts of the batch, by `logKey`; what is not there is empty
 */
export function numberEntries(
  entries: readonly Entry[],
  logs: ReadonlyMap<string, LogState>,
  today: string,
): NumberedBatch {
  const changes = new Map<string, LogChange>();
  const numbered = entries.map((entry) => {
    const key = logKey(entry);
    const before = changes.get(key) ?? logs.get(key);
    const seq = (before?.size ?? 0) + 1;
    const day = before && before.lastDay > today ? before.lastDay : today;
    const changed = changes.get(key);
    changes.set(key, {
      accountId: entry.accountId,
      log: entry.log,
      size: seq,
      lastDay: day,
      firstSeq: changed?.firstSeq ?? seq,
      oldestAt: changed && changed.oldestAt < entry.at ? changed.oldestAt : entry.at,
    });
    return { entry, seq, day };
  });
  return { entries: numbered, changes: [...changes.values()] };
}
