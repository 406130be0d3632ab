import type { Actor } from '../actor.js';
import type { Filter } from '../filter.js';
import type { ManagedBy } from '../users/user-view.js';
import type { ReconcilerMode } from './reconciler-commands.js';

/** A team without its members, as team-service answers it to other services. */
export interface TeamView {
  readonly id: string;
  readonly accountId: string;
  readonly version: number;
  readonly displayName: string;
  readonly externalId?: string;
  readonly ownedBy: ManagedBy;
  /** RFC 3339: since when the directory owns it. */
  readonly ownedSince?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Reply of the commands about one team: the team as committed. */
export interface TeamReply extends TeamView {
  readonly changed: boolean;
  /** Of `team.push`. */
  readonly outcome?: 'created' | 'taken-over';
}

/** `POST /internal/teams/search` of team-service. Order is creation order and stable. */
export interface SearchTeams {
  readonly accountId: string;
  /** `displayName`, `externalId`, `id` and `members.value`, each `equals`, joined by `and`. */
  readonly filter?: Filter;
  /** `default` = as the account's `directoryScope` setting says (rule 9). */
  readonly scope: 'default' | 'managed' | 'all';
  readonly offset: number;
  readonly limit: number;
  /** Only teams after this one: for cursors. */
  readonly after?: string;
}

export interface TeamPage {
  readonly total: number;
  readonly teams: readonly TeamView[];
}

/**
 * A page of members: of a directory-owned team its roster, of a workspace team its memberships (rule 10). With
 * `of=memberships`, the memberships that the product shows. `next` is the cursor of the next page; absent on the last
 * one.
 */
export interface MemberPage {
  readonly userIds: readonly string[];
  /** The memberships of the same users, in the same order, where they were asked for. */
  readonly memberships?: readonly Membership[];
  readonly next?: string;
}

/** A user in a team, with the source of the membership. */
export interface Membership {
  readonly userId: string;
  readonly source: 'directory' | 'manual';
  /** RFC 3339. */
  readonly addedAt: string;
  readonly addedBy: Actor;
}

/** The differences between memberships and roster of a team now: their number, and the first of them by id. */
export interface TeamDrift {
  /** In the team, and not on the roster. */
  readonly extra: { readonly count: number; readonly members: readonly Membership[] };
  /** On the roster, and not in the team; with the person who removed them by hand, if so. */
  readonly missing: {
    readonly count: number;
    readonly members: readonly { readonly userId: string; readonly removedBy?: string; readonly removedAt?: string }[];
  };
}

/** The teams of some users: for `User.groups`, one question per page of users. */
export interface TeamsOfUsers {
  readonly accountId: string;
  readonly userIds: readonly string[];
}

/**
 * `POST /internal/teams/of-users` of team-service: at most 500 questions, about any accounts, answered in the same
 * order.
 */
export interface TeamsOfUsersQuery {
  readonly questions: readonly TeamsOfUsers[];
}
export type TeamsByUser = Readonly<Record<string, readonly { readonly id: string; readonly displayName: string }[]>>;

/** A run of the reconciler: the differences between roster and memberships, and what was done about them. */
export interface ReconcilerRun {
  readonly id: string;
  readonly teamId: string;
  readonly outcome: 'done' | 'held' | 'reported';
  readonly startedAt: string;
  readonly evicted: readonly { readonly userId: string; readonly reason: string }[];
  readonly restored: readonly { readonly userId: string; readonly reason: string }[];
  /** Why it was held. */
  readonly reason?: string;
}

/** A page of runs, newest first. */
export interface ListRunsQuery {
  /** The `next` of the previous page. */
  readonly before?: string;
  readonly limit: number;
  readonly teamId?: string;
}

export interface RunPage {
  readonly runs: readonly ReconcilerRun[];
  readonly next?: string;
}

export interface ReconcilerStatus {
  readonly mode: ReconcilerMode;
  /** Teams of the account that are marked dirty, and how long the oldest has been. */
  readonly dirty: number;
  readonly oldestDirtySeconds: number;
  readonly held: readonly { readonly teamId: string; readonly since: string; readonly reason: string }[];
  readonly runs: readonly ReconcilerRun[];
}

/** Internal HTTP of team-service. */
export const TeamQueries = {
  search: '/internal/teams/search',
  /** GET: a `TeamView`. */
  one: (accountId: string, teamId: string) => `/internal/accounts/${accountId}/teams/${encodeURIComponent(teamId)}`,
  /** GET with `after` (a cursor), `limit` (to 5,000), `of=memberships`: a `MemberPage`. */
  members: (accountId: string, teamId: string) =>
    `/internal/accounts/${accountId}/teams/${encodeURIComponent(teamId)}/members`,
  /** POST `TeamsOfUsersQuery`: `TeamsByUser[]`. */
  ofUsers: '/internal/teams/of-users',
  /** GET: a `ReconcilerStatus`. */
  reconciler: (accountId: string) => `/internal/accounts/${accountId}/reconciler`,
  /** GET with what `ListRunsQuery` says (`limit` to 50): a `RunPage`. */
  runs: (accountId: string) => `/internal/accounts/${accountId}/reconciler/runs`,
  /** GET: a `TeamDrift`. */
  drift: (accountId: string, teamId: string) =>
    `/internal/accounts/${accountId}/teams/${encodeURIComponent(teamId)}/drift`,
} as const;
