import { ClosingEvents } from '@rollcall/contracts';
import type { Entry } from './entry.js';

/** An account that an entry says is closed, in the version that closed it. */
export interface ClosedAccount {
  readonly accountId: string;
  readonly version: number;
}

/** The accounts that are closed by events of a batch. */
export function closedBy(entries: readonly Entry[]): ClosedAccount[] {
  return entries
    .filter(({ type }) => type === ClosingEvents.closed.type)
    .map(({ accountId, version = 1 }) => ({ accountId, version }));
}

/**
 * The entries that are kept: each id once, and none of a closed account, of which nothing stays (rule 25).
 * @param ids those that are kept already
 */
export function toKeep(entries: readonly Entry[], ids: ReadonlySet<string>, closed: ReadonlySet<string>): Entry[] {
  const seen = new Set(ids);
  return entries.filter(({ id, accountId }) => {
    const isKept = !seen.has(id) && !closed.has(accountId);
    seen.add(id);
    return isKept;
  });
}
