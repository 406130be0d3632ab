import type { MembershipVerdict } from '@rollcall/contracts';
import type { By, PastEntry } from './history.js';

/** What is told: when, by whom, and on what it rests. */
export interface Finding<Verdict extends string> {
  readonly verdict: Verdict;
  /** The entry that it rests on first of all. */
  readonly entry?: PastEntry;
  /** Others that led to it. */
  readonly others?: readonly PastEntry[];
  readonly since?: string | undefined;
  readonly by?: By | undefined;
  /** A moment until which it stays so. */
  readonly until?: string | undefined;
  /** What the reconciler, or an event, says of the reason. */
  readonly reason?: string | undefined;
}

/** Why somebody is in a team, or is not. */
export interface MembershipFinding extends Finding<MembershipVerdict> {
  /** What is so now, where the verdict does not say it. */
  readonly isIn?: boolean;
}

export const isAhead = (time: string | undefined, now: Date): boolean =>
  time !== undefined && Date.parse(time) > now.getTime();

/** A finding of one entry: when, and by whom. */
export const whatDid = (entry: PastEntry): Omit<Finding<string>, 'verdict'> => ({
  entry,
  since: entry.at,
  by: entry.actor,
});
