import type { Membership, ReconcilerMode } from '@rollcall/contracts';
import { nameOf } from '../domain/actor-name.js';
import type { Team } from '../domain/team.js';

/** The earlier evictions of a membership. */
export interface Contest {
  readonly evictions: number;
  readonly lastAt: string;
}

/** The differences between roster and memberships of one team, read under the team's lock. */
export interface Drift {
  readonly team: Team;
  readonly mode: ReconcilerMode;
  /** Memberships whose user is not on the roster. */
  readonly extra: readonly Membership[];
  /** Users on the roster without a membership, and who removed them by hand. */
  readonly missing: readonly { readonly userId: string; readonly removedBy?: string; readonly removedAt?: string }[];
  /** The number of memberships before the run. */
  readonly members: number;
  readonly contests: ReadonlyMap<string, Contest>;
  /** An admin has approved the held run. */
  readonly released: boolean;
}

export interface PutRight {
  readonly userId: string;
  readonly reason: string;
}

interface Work {
  readonly evict: readonly PutRight[];
  readonly restore: readonly PutRight[];
}

/** What the reconciler does about a drift. */
export type Plan =
  | { readonly outcome: 'nothing' }
  /** Wait: former members of a taken-over team may stay for now, or a contested pair is in its back-off. */
  | { readonly outcome: 'later'; readonly at: string }
  | ({ readonly outcome: 'reported' } & Work)
  | ({ readonly outcome: 'held'; readonly reason: string } & Work)
  | ({
      readonly outcome: 'done';
      /** Pairs for which this run raises an incident; it is raised once. */
      readonly contended: readonly { readonly userId: string; readonly evictions: number }[];
      /** When to look again at pairs that were left because of their back-off. */
      readonly again?: string;
    } & Work);

/** A run that evicts more than max(20, 30 % of the members before the run) is held (docs/rules.md#the-reconciler). */
export const brakeAtLeast = 20;
export const brakeShare = 0.3;
/** A pair that is evicted this often within `contestWindowMs` is an incident. */
export const incidentAt = 5;
/**
 * From the third eviction on, the wait before the next one doubles, up to five minutes. This is a rule of the product,
 * not a retry.
 */
export const firstBackOffMs = 400;
export const longestBackOffMs = 300_000;
export const contestWindowMs = 900_000;

/**
 * Plans the removals and additions for a team's drift, with reasons. Pure: the time is a parameter, and the plan is the
 * only result.
 */
export function planReconciliation(drift: Drift, now: Date): Plan {
  const { team, mode, extra, missing } = drift;
  if (team.ownedBy !== 'directory' || mode === 'paused') return { outcome: 'nothing' };
  if (team.waitsUntil !== undefined && Date.parse(team.waitsUntil) > now.getTime()) {
    return { outcome: 'later', at: team.waitsUntil };
  }
  if (extra.length + missing.length === 0) return { outcome: 'nothing' };
  const ready = extra.filter(({ userId }) => readyAt(drift.contests.get(userId), now) <= now.getTime());
  const again = soonest(
    extra.map(({ userId }) => readyAt(drift.contests.get(userId), now)).filter((at) => at > now.getTime()),
  );
  const evict = ready.map((membership) => ({ userId: membership.userId, reason: whyEvicted(membership, team) }));
  const restore = missing.map((each) => ({ userId: each.userId, reason: whyRestored(each, team) }));
  if (mode === 'report-only') return { outcome: 'reported', evict, restore };
  const reason = brake(drift, evict.length);
  if (reason !== undefined) return { outcome: 'held', reason, evict, restore };
  if (evict.length + restore.length === 0) return { outcome: 'later', at: again ?? now.toISOString() };
  const contended = evict.flatMap(({ userId }) => {
    const evictions = evictionsOf(drift.contests.get(userId), now) + 1;
    return evictions === incidentAt ? [{ userId, evictions }] : [];
  });
  return { outcome: 'done', evict, restore, contended, ...(again === undefined ? {} : { again }) };
}

/** How often a pair was evicted within the window. */
export function evictionsOf(contest: Contest | undefined, now: Date): number {
  return contest && now.getTime() - Date.parse(contest.lastAt) < contestWindowMs ? contest.evictions : 0;
}

/** When a pair may be evicted (again), in epoch milliseconds. */
function readyAt(contest: Contest | undefined, now: Date): number {
  const evictions = evictionsOf(contest, now);
  if (!contest || evictions < 2) return 0;
  return Date.parse(contest.lastAt) + Math.min(firstBackOffMs * 2 ** (evictions - 2), longestBackOffMs);
}

/**
 * The reason to hold a run, if there is one. Evictions at the end of a takeover's waiting time are the directory's own
 * decision and never held.
 */
function brake({ team, members, released }: Drift, evictions: number): string | undefined {
  if (released || team.waitsUntil !== undefined) return undefined;
  const allowed = Math.max(brakeAtLeast, Math.floor(members * brakeShare));
  if (evictions <= allowed) return undefined;
  return `would remove ${evictions} of ${members} members; more than ${allowed} are not removed without an admin's word`;
}

function whyEvicted({ source, addedBy, addedAt }: Membership, { ownedSince, waitsUntil }: Team): string {
  const since = `the team is owned by the directory${ownedSince === undefined ? '' : ` since ${ownedSince}`}`;
  if (waitsUntil !== undefined)
    return `was a member before the takeover; ${since} and its group does not name the person`;
  if (source === 'directory') return `not in the directory's group; ${since}`;
  return `added by ${nameOf(addedBy)} at ${addedAt} by hand; ${since}`;
}

function whyRestored({ removedBy, removedAt }: Drift['missing'][number], { ownedSince }: Team): string {
  const since = `the team is owned by the directory${ownedSince === undefined ? '' : ` since ${ownedSince}`}`;
  const who =
    removedBy === undefined ? 'was missing' : `removed by ${removedBy} at ${removedAt ?? 'an unknown time'} by hand`;
  return `${who}; ${since} and its group names the person`;
}

function soonest(times: readonly number[]): string | undefined {
  return times.length === 0 ? undefined : new Date(Math.min(...times)).toISOString();
}
