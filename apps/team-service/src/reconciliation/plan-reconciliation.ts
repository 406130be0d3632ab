import type { Membership, ReconcilerMode } from '@rollcall/contracts';
import { nameOf } from '../domain/actor-name.js';
import type { Team } from '../domain/team.js';

/** What is known of a membership that was evicted before. */
export interface Contest {
  readonly evictions: number;
  readonly lastAt: string;
}

/** Where roster and memberships of one team differ, read under the team's lock. */
export interface Drift {
  readonly team: Team;
  readonly mode: ReconcilerMode;
  /** Memberships whose user is not on the roster. */
  readonly extra: readonly Membership[];
  /** Users on the roster without a membership, and who put them out by hand. */
  readonly missing: readonly { readonly userId: string; readonly removedBy?: string; readonly removedAt?: string }[];
  /** How many memberships there are before the run. */
  readonly members: number;
  readonly contests: ReadonlyMap<string, Contest>;
  /** An admin has said that the held run may happen. */
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

/** What becomes of a drift. */
export type Plan =
  | { readonly outcome: 'nothing' }
  /** Not yet: the former members of a taken-over team still have time, or a contested pair is backed off. */
  | { readonly outcome: 'later'; readonly at: string }
  | ({ readonly outcome: 'reported' } & Work)
  | ({ readonly outcome: 'held'; readonly reason: string } & Work)
  | ({
      readonly outcome: 'done';
      /** Pairs about which an incident is raised now, once. */
      readonly contended: readonly { readonly userId: string; readonly evictions: number }[];
      /** When to look again at pairs that were left because of their back-off. */
      readonly again?: string;
    } & Work);

/** A run that removes more is held: max(20, 30 % of the members before the run) (docs/rules.md#the-reconciler). */
export const brakeAtLeast = 20;
export const brakeShare = 0.3;
/** A pair that comes back this often within `contestWindowMs` is an incident. */
export const incidentAt = 5;
/** From the third eviction on, each waits twice as long as the one before it, at most five minutes: a rule of ours, and no retry. */
export const firstBackOffMs = 400;
export const longestBackOffMs = 300_000;
export const contestWindowMs = 900_000;

/** What is to be done about a team's drift, with reasons. Pure: time comes in, nothing goes out but the plan. */
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

/** How often a pair was evicted lately. */
export function evictionsOf(contest: Contest | undefined, now: Date): number {
  return contest && now.getTime() - Date.parse(contest.lastAt) < contestWindowMs ? contest.evictions : 0;
}

/** When a pair may be evicted (again), in milliseconds of the epoch. */
function readyAt(contest: Contest | undefined, now: Date): number {
  const evictions = evictionsOf(contest, now);
  if (!contest || evictions < 2) return 0;
  return Date.parse(contest.lastAt) + Math.min(firstBackOffMs * 2 ** (evictions - 2), longestBackOffMs);
}

/** The end of a takeover's waiting is the directory's own word, and not braked. */
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
