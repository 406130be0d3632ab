import { firstNumberOf, lastNumberOf, requestsOf, timeOf, type Spooled, type SpooledGap } from './spooled-line.js';

/** A number of a run, and when it was given (epoch milliseconds). */
export interface Seen {
  readonly number: number;
  readonly time: number;
}

export interface Expected {
  /** How many requests the entries should tell of. */
  readonly requests: number;
  /** What came before them. */
  readonly seen: Seen;
  /** Where the run ended, if these are its last entries. */
  readonly until: Seen | undefined;
}

/**
 * What is missing in entries of a run, in their order: undefined where nothing is. The numbers are the first and the last of those that
 * no entry has; where each has its entry, the requests had no number yet, and what would have told of them gets the next.
 */
export function gapIn(entries: readonly Spooled[], { requests, seen, until }: Expected): SpooledGap | undefined {
  const missing = requests - requestsOf(entries);
  if (missing <= 0) return undefined;
  const last = entries.at(-1);
  const lastSeen = last ? lastNumberOf(last) : seen.number;
  const end = Math.max(lastSeen, until?.number ?? 0);
  const numbers = missingNumbers(entries, seen.number, end);
  const [from, to] = [numbers.at(0) ?? end + 1, numbers.at(-1) ?? end + 1];
  const since = timeBefore(entries, from) ?? seen.time;
  return {
    kind: 'gap',
    from,
    to,
    requests: missing,
    since,
    until: Math.round(until?.time ?? (last && timeOf(last)) ?? since),
  };
}

function missingNumbers(entries: readonly Spooled[], after: number, end: number): number[] {
  const has = new Set<number>();
  for (const entry of entries) {
    for (let number = firstNumberOf(entry); number <= lastNumberOf(entry); number += 1) has.add(number);
  }
  const missing: number[] = [];
  for (let number = after + 1; number <= end; number += 1) if (!has.has(number)) missing.push(number);
  return missing;
}

function timeBefore(entries: readonly Spooled[], number: number): number | undefined {
  const before = entries.findLast((entry) => lastNumberOf(entry) < number);
  return before && timeOf(before);
}
