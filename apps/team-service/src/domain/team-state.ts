import type {
  AccountSettings,
  ClosureChange,
  Decision,
  ModeSetting,
  ReconcilerMode,
  StagedMembers,
  TeamReply,
} from '@rollcall/contracts';
import type { Takeover } from './takeover.js';
import type { Origin, Person, Team } from './team.js';

/** The replica of an account. */
export interface Account {
  readonly id: string;
  readonly version: number;
  readonly settings: AccountSettings;
  readonly mode: ReconcilerMode;
  /** Who set the mode, and until when; absent where nobody has. */
  readonly setting?: ModeSetting;
}

/** A run that waits for an admin. */
export interface Held {
  /** How many it would evict; absent where that was not kept. */
  readonly wouldEvict?: number;
}

/** The members of one team, as far as the message's reads named them. */
export interface Members {
  inRoster(userId: string): boolean;
  /** Those of the given users who are on the roster. */
  listedAmong(userIds: ReadonlySet<string>): ReadonlySet<string>;
  /** Those of the given users who are not on the roster. */
  unlistedAmong(userIds: ReadonlySet<string>): ReadonlySet<string>;
  /** The source of a user's membership; undefined for a user who is not a member. */
  source(userId: string): Origin['source'] | undefined;
  /**
   * The ids of the whole roster.
   * @throws Error where only some members were loaded
   */
  roster(): ReadonlySet<string>;
  memberships(): Iterable<string>;
}

/** Who was in a team before it was taken over. */
export interface FormerMembers {
  /** Those who are users of the account. */
  readonly users: ReadonlySet<string>;
  /** Everybody, also those who have left it since. */
  readonly all: ReadonlySet<string>;
}

/** What a decision may read. All of it stays locked until the decision is committed. */
export interface TeamState {
  account(accountId: string): Account | undefined;
  team(accountId: string, teamId: string): Team | undefined;
  teamNamed(accountId: string, displayName: string): Team | undefined;
  members(team: Team): Members;
  /**
   * Those of the given users who never were users of the account, or have left it.
   * @throws Error where a user was not loaded
   */
  unknownAmong(accountId: string, userIds: ReadonlySet<string>): readonly string[];
  /** Of ids that are no users', those of teams of the account. */
  groupsAmong(accountId: string, userIds: readonly string[]): readonly string[];
  /** The user of an event: undefined unless the user is replicated, or a query about the account's users is open. */
  person(accountId: string, userId: string): Person | undefined;
  /** The ids of a staged list, in lower case; undefined where a part is missing. */
  staged(accountId: string, staged: StagedMembers): ReadonlySet<string> | undefined;
  /**
   * The takeovers of a workspace team that the directory writes to, or of the team of a command about one: newest first.
   */
  takeovers(team: Team): readonly Takeover[];
  /** The takeovers that know of a user who leaves the account, comes back, or stands for another person. */
  takeoversOf(accountId: string, userId: string): readonly Takeover[];
  /** Who was pushed, as a roster. Of people who have left the account since, none. */
  proposed(takeover: Takeover): Members;
  /** Of a proposal that is partial: whom the directory puts into the group, and whom it takes out. */
  proposedChanges(takeover: Takeover): { readonly on: Members; readonly off: Members };
  /** Of a takeover that was allowed: who loses access as the admin was shown, as a roster. */
  shownLosses(takeover: Takeover): Members;
  /** @throws Error where the takeover is not one that a command is about, or has changed since it was loaded */
  formerMembers(takeover: Takeover): FormerMembers;
  /** The held run of the team. */
  held(team: Team): Held | undefined;
  /** The teams of a user who leaves the account. */
  teamsOf(accountId: string, userId: string): readonly Team[];
  /** False where user-service did not answer about users of the account that are not replicated. */
  isAsked(accountId: string): boolean;
}

/** What is kept of people whom a takeover would concern; `on` and `off` of a partial proposal. */
export type TakeoverList = 'pushed' | 'shown-loss' | 'on' | 'off';

interface OfTeam {
  readonly accountId: string;
  readonly teamId: string;
}

export type Change =
  | { readonly kind: 'team'; readonly before?: Team; readonly after: Team }
  | { readonly kind: 'team-gone'; readonly team: Team }
  | ({ readonly kind: 'roster'; readonly add: readonly string[]; readonly remove: readonly string[] } & OfTeam)
  | ({ readonly kind: 'memberships'; readonly add: readonly string[]; readonly as: Origin } & OfTeam)
  | ({ readonly kind: 'memberships-gone'; readonly remove: readonly string[] } & OfTeam)
  /** The reconciler is to look at the team, at once or not before the given time. */
  | ({ readonly kind: 'dirty'; readonly notBefore?: string } & OfTeam)
  /** Stores who removed a roster member by hand: the reason of the restoration names that person. */
  | ({ readonly kind: 'removed-by-hand'; readonly userId: string; readonly by: string; readonly at: string } & OfTeam)
  | { readonly kind: 'held-run-released'; readonly accountId: string; readonly teamId: string }
  | {
      readonly kind: 'stage';
      readonly accountId: string;
      readonly stageId: string;
      readonly part: number;
      readonly userIds: readonly string[];
      readonly at: string;
    }
  | { readonly kind: 'unstage'; readonly accountId: string; readonly stageId: string }
  | { readonly kind: 'takeover'; readonly after: Takeover }
  | ({ readonly kind: 'takeover-gone'; readonly takeoverId: string } & OfTeam)
  | ({
      readonly kind: 'takeover-list';
      readonly takeoverId: string;
      readonly list: TakeoverList;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    } & OfTeam)
  /** The whole list that was pushed gives way to changes of the members. */
  | ({ readonly kind: 'takeover-pushed-gone'; readonly takeoverId: string } & OfTeam)
  /** Nobody asks any more who was pushed; nor, where they do not stay, for the former members. */
  | ({ readonly kind: 'takeover-lists-gone'; readonly takeoverId: string; readonly keepsFormer: boolean } & OfTeam)
  /** Stores who is in the team now, and how each came. */
  | ({ readonly kind: 'former-members'; readonly takeoverId: string } & OfTeam)
  /** Puts former members in again, as they were; others are not touched. */
  | ({
      readonly kind: 'former-members-return';
      readonly takeoverId: string;
      readonly userIds: readonly string[];
    } & OfTeam)
  /** Of somebody who leaves, or stands for another person: what takeovers hold; all of it where no list is named. */
  | {
      readonly kind: 'out-of-takeovers';
      readonly accountId: string;
      readonly userId: string;
      readonly list?: 'pushed' | 'former';
    }
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'account'; readonly account: Account }
  | ClosureChange
  | { readonly kind: 'all-dirty'; readonly accountId: string };

/** A decision about one team, which the reply shows. */
export type TeamDecision = Decision<Change, TeamReply> & { readonly reply: TeamReply };
