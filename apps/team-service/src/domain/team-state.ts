import type { AccountSettings, ReconcilerMode, StagedMembers } from '@rollcall/contracts';
import type { Origin, Person, Team } from './team.js';

/** What this service keeps of an account. */
export interface Account {
  readonly id: string;
  readonly version: number;
  readonly settings: AccountSettings;
  readonly mode: ReconcilerMode;
}

/** The members of one team, as far as a decision's needs named them. */
export interface Members {
  inRoster(userId: string): boolean;
  /** Those of some people who are on the roster. */
  listedAmong(userIds: ReadonlySet<string>): ReadonlySet<string>;
  /** Those of them who are not. */
  unlistedAmong(userIds: ReadonlySet<string>): ReadonlySet<string>;
  /** How somebody is a member; undefined for who is none. */
  source(userId: string): Origin['source'] | undefined;
  /** Ids of all. @throws Error where only some were asked for. */
  roster(): ReadonlySet<string>;
  memberships(): Iterable<string>;
}

/** What a decision may look at. Everything in it is locked until the decision is committed. */
export interface TeamState {
  account(accountId: string): Account | undefined;
  team(accountId: string, teamId: string): Team | undefined;
  teamNamed(accountId: string, displayName: string): Team | undefined;
  members(team: Team): Members;
  /** Of those whom commands name: who is nobody of the account, or has left it. @throws Error where somebody was not asked for */
  unknownAmong(accountId: string, userIds: ReadonlySet<string>): readonly string[];
  /** Somebody of whom an event tells: known here, or being asked about just now. */
  person(accountId: string, userId: string): Person | undefined;
  /** The ids of a staged list, in lower case; undefined where a part is missing. */
  staged(accountId: string, staged: StagedMembers): ReadonlySet<string> | undefined;
  /** Whether a run of the team is held. */
  isHeld(team: Team): boolean;
  /** Teams of somebody who leaves. */
  teamsOf(accountId: string, userId: string): readonly Team[];
  /** False where the owner of users could not be asked about people whom nobody here knows. */
  isAsked(accountId: string): boolean;
}

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
  /** The reconciler is to look at the team, at once or not before a time. */
  | ({ readonly kind: 'dirty'; readonly notBefore?: string } & OfTeam)
  /** Who put a roster member out by hand: the reason of the restoration. */
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
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'all-dirty'; readonly accountId: string };
