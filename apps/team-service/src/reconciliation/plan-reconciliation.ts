import type { MemberPutRight, Membership, ReconcilerMode } from '@rollcall/contracts';
import { actorNamed, nameOf } from '../domain/actor-name.js';
import type { Team } from '../domain/team.js';

/** How often a user was evicted from a team, and when last. It belongs to a pair (team, user), whatever hand adds it. */
export interface EvictionHistory {
  readonly evictions: number;
  readonly lastAt: string;
}

/** All that a plan depends on, read under the team's lock: the team's drift, the account's mode, what was before. */
export interface ReconciliationInput {
  readonly team: Team;
  readonly mode: ReconcilerMode;
  /** Memberships whose user is not on the roster. */
  readonly extra: readonly Membership[];
  /** Users on the roster without a membership, and who removed them by hand. */
  readonly missing: readonly { readonly userId: string; readonly removedBy?: string; readonly removedAt?: string }[];
  /** The number of memberships before the run. */
  readonly members: number;
  /** By user id. */
  readonly evictionHistories: ReadonlyMap<string, EvictionHistory>;
  /** An admin has approved the held run. */
  readonly approved: boolean;
}

export type PutRight = Readonly<MemberPutRight>;

interface Work {
  readonly evict: readonly PutRight[];
  readonly restore: readonly PutRight[];
}

/** What the reconciler does about a drift. */
export type Plan =
  | { readonly outcome: 'nothing' }
  /** Wait: former members of a taken-over team may stay for now, or each pair is in its back-off. */
  | { readonly outcome: 'later'; readonly at: string }
  | ({ readonly outcome: 'reported' } & Work)
  | ({
      readonly outcome: 'held';
      readonly reason: string;
      /** How many may be evicted without an admin's word. */
      readonly allowed: number;
    } & Work)
  | ({
      readonly outcome: 'done';
      /** Users for whose pair (team, user) this run raises an incident; it is raised once. */
      readonly contended: readonly { readonly userId: string; readonly evictions: number }[];
      /** When to look again at users who were left because of their back-off: RFC 3339. */
      readonly retryAt?: string;
    } & Work);

/** A run that evicts more than max(20, 30 % of the members before the run) is held (docs/rules.md#the-reconciler). */
export const alwaysAllowedEvictions = 20;
export const allowedShareOfMembers = 0.3;
/** The eviction of a pair (team, user) that raises an incident. */
export const evictionsUntilIncident = 5;
/**
 * 400 ms before the third eviction of a pair (team, user), doubling before each further one, up to five minutes. This
 * is a rule of the product, not a retry.
 */
const firstEvictionPauseMs = 400;
const maxEvictionPauseMs = 300_000;
/** A pair that is left alone for so long starts to count anew. */
export const evictionsForgottenAfterMs = 900_000;

/**
 * Plans the removals and additions for a team's drift, with reasons. Pure: the time is a parameter, and the plan is the
 * only result.
 */
export function planReconciliation(input: ReconciliationInput, now: Date): Plan {
  const { team, mode, extra, missing } = input;
  if (team.ownedBy !== 'directory' || mode === 'paused') return { outcome: 'nothing' };
  if (team.waitsUntil !== undefined && Date.parse(team.waitsUntil) > now.getTime()) {
    return { outcome: 'later', at: team.waitsUntil };
  }
  if (extra.length + missing.length === 0) return { outcome: 'nothing' };
  const ready = extra.filter(({ userId }) => readyAt(input.evictionHistories.get(userId), now) <= now.getTime());
  const retryAt = soonest(
    extra.map(({ userId }) => readyAt(input.evictionHistories.get(userId), now)).filter((at) => at > now.getTime()),
  );
  const evict = ready.map((membership) => eviction(membership, team));
  const restore = missing.map((each) => restoration(each, team));
  if (mode === 'report-only') return { outcome: 'reported', evict, restore };
  const brakes = brake(input, evict.length);
  if (brakes) return { outcome: 'held', ...brakes, evict, restore };
  if (evict.length + restore.length === 0) return { outcome: 'later', at: retryAt ?? now.toISOString() };
  const contended = evict.flatMap(({ userId }) => {
    const evictions = evictionsOf(input.evictionHistories.get(userId), now) + 1;
    return evictions === evictionsUntilIncident ? [{ userId, evictions }] : [];
  });
  return { outcome: 'done', evict, restore, contended, ...(retryAt === undefined ? {} : { retryAt }) };
}

/** How often a pair was evicted. The count restarts when its last eviction is a quarter of an hour old. */
export function evictionsOf(history: EvictionHistory | undefined, now: Date): number {
  return history && now.getTime() - Date.parse(history.lastAt) < evictionsForgottenAfterMs ? history.evictions : 0;
}

/** When a pair may be evicted (again), in epoch milliseconds. */
export function readyAt(history: EvictionHistory | undefined, now: Date): number {
  const evictions = evictionsOf(history, now);
  if (!history || evictions < 2) return 0;
  return Date.parse(history.lastAt) + Math.min(firstEvictionPauseMs * 2 ** (evictions - 2), maxEvictionPauseMs);
}

/**
 * The reason to hold a run, if there is one. Evictions at the end of a takeover's waiting time are the directory's own
 * decision and never held.
 */
function brake(
  { team, members, approved }: ReconciliationInput,
  evictions: number,
): { reason: string; allowed: number } | undefined {
  if (approved || team.waitsUntil !== undefined) return undefined;
  const allowed = Math.max(alwaysAllowedEvictions, Math.floor(members * allowedShareOfMembers));
  if (evictions <= allowed) return undefined;
  const reason = `would remove ${evictions} of ${members} members; more than ${allowed} are not removed without an admin's word`;
  return { reason, allowed };
}

function eviction(membership: Membership, team: Team): PutRight {
  const { userId, source, addedBy: by, addedAt: at } = membership;
  const reason = whyEvicted(membership, team);
  if (team.waitsUntil !== undefined) return { userId, reason, cause: 'before-takeover', by, at, ...ownedSinceOf(team) };
  return { userId, reason, cause: source === 'directory' ? 'not-in-group' : 'by-hand', by, at, ...ownedSinceOf(team) };
}

function restoration(each: ReconciliationInput['missing'][number], team: Team): PutRight {
  const { userId, removedBy, removedAt: at } = each;
  const reason = whyRestored(each, team);
  if (removedBy === undefined) return { userId, reason, cause: 'missing', ...ownedSinceOf(team) };
  const by = actorNamed(removedBy);
  return {
    userId,
    reason,
    cause: 'by-hand',
    ...(by ? { by } : {}),
    ...(at === undefined ? {} : { at }),
    ...ownedSinceOf(team),
  };
}

const ownedSinceOf = ({ ownedSince }: Team) => (ownedSince === undefined ? {} : { ownedSince });

const whyOwned = ({ ownedSince }: Team) =>
  `the team is owned by the directory${ownedSince === undefined ? '' : ` since ${ownedSince}`}`;

function whyEvicted({ source, addedBy, addedAt }: Membership, team: Team): string {
  const owned = whyOwned(team);
  if (team.waitsUntil !== undefined)
    return `was a member before the takeover; ${owned} and its group does not name the person`;
  if (source === 'directory') return `not in the directory's group; ${owned}`;
  return `added by ${nameOf(addedBy)} at ${addedAt} by hand; ${owned}`;
}

function whyRestored({ removedBy, removedAt }: ReconciliationInput['missing'][number], team: Team): string {
  const who =
    removedBy === undefined ? 'was missing' : `removed by ${removedBy} at ${removedAt ?? 'an unknown time'} by hand`;
  return `${who}; ${whyOwned(team)} and its group names the person`;
}

function soonest(times: readonly number[]): string | undefined {
  return times.length === 0 ? undefined : new Date(Math.min(...times)).toISOString();
}
