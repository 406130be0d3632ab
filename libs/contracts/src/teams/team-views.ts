import { IsArray, IsBoolean, IsDateString, IsIn, IsInt, IsOptional, IsString, IsUUID } from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { PagePlace } from '../page.js';
import { ListOf, Nested } from '../schema/nested.js';
import { managers, type ManagedBy } from '../users/managed-by.js';

/** A team without its members, as team-service answers it to other services. */
export class TeamView {
  @IsUUID() readonly id: string;
  @IsUUID() readonly accountId: string;
  @IsInt() readonly version: number;
  @IsString() readonly displayName: string;
  @IsOptional() @IsString() readonly externalId?: string;
  @IsIn(managers) readonly ownedBy: ManagedBy;
  /** Since when the directory owns it. */
  @IsOptional() @IsDateString() readonly ownedSince?: string;
  @IsDateString() readonly createdAt: string;
  @IsDateString() readonly updatedAt: string;
}

/** What is shown of a team beside its id; of deleted ones too, until the account ends. */
export class TeamBrief {
  @IsUUID() readonly id: string;
  /** Of a deleted team the last one. */
  @IsString() readonly displayName: string;
  /** Of a deleted team the last one. */
  @IsIn(managers) readonly ownedBy: ManagedBy;
  /** Absent where the team is there. */
  @IsOptional() @IsDateString() readonly deletedAt?: string;
}

/**
 * `proposed`: the takeover waits for an admin, and the group is kept meanwhile; `waits`: it was refused until an admin
 * allows it (rule 26).
 */
export const teamOutcomes = ['created', 'taken-over', 'proposed', 'waits'] as const;

/** Reply of the commands about one team: the team as committed. */
export class TeamReply extends TeamView {
  @IsBoolean() readonly changed: boolean;
  /** Of what the directory says of a group; of `team.replace` and `team.change` where a takeover waits. */
  @IsOptional() @IsIn(teamOutcomes) readonly outcome?: (typeof teamOutcomes)[number];
}

export class TeamPage {
  @IsInt() readonly total: number;
  @ListOf(() => TeamView) readonly teams: TeamView[];
  /** Where the next page begins; absent on the last one. */
  @IsOptional() @Nested(() => PagePlace) readonly next?: PagePlace;
  /** Where the page before ends; absent on the first one. */
  @IsOptional() @Nested(() => PagePlace) readonly previous?: PagePlace;
}

/** A user in a team, with the source of the membership. */
export class Membership {
  @IsUUID() readonly userId: string;
  @IsIn(['directory', 'manual']) readonly source: 'directory' | 'manual';
  @IsDateString() readonly addedAt: string;
  @IsActor() readonly addedBy: Actor;
}

/** A team that a user is in, with the source of the membership. */
export class TeamOfPerson {
  @IsUUID() readonly teamId: string;
  @IsString() readonly displayName: string;
  @IsIn(managers) readonly ownedBy: ManagedBy;
  @IsIn(['directory', 'manual']) readonly source: 'directory' | 'manual';
  @IsDateString() readonly addedAt: string;
  @IsActor() readonly addedBy: Actor;
}

export class TeamsOfPersonPage {
  @ListOf(() => TeamOfPerson) readonly teams: TeamOfPerson[];
  /** Cursor of the next page; absent on the last one. */
  @IsOptional() @IsString() readonly next?: string;
}

/**
 * A page of members: of a directory-owned team its roster, of a workspace team its memberships (rule 10), or the members
 * that the directory has pushed where a takeover is kept (rule 26); or, where
 * `memberships` is asked for, the memberships that the product shows.
 */
export class MemberPage {
  @IsArray() @IsString({ each: true }) readonly userIds: readonly string[];
  /** The memberships of the same users, in the same order, where they were asked for. */
  @IsOptional() @ListOf(() => Membership) readonly memberships?: Membership[];
  /** Cursor of the next page; absent on the last one. */
  @IsOptional() @IsString() readonly next?: string;
}

/** In the team, and not on the roster: how many, and the first of them by id. */
export class ExtraMembers {
  @IsInt() readonly count: number;
  @ListOf(() => Membership) readonly members: Membership[];
}

/** On the roster, and not in the team; with the person who removed them by hand, if so. */
export class MissingMember {
  @IsUUID() readonly userId: string;
  @IsOptional() @IsString() readonly removedBy?: string;
  @IsOptional() @IsDateString() readonly removedAt?: string;
}

/** How many, and the first of them by id. */
export class MissingMembers {
  @IsInt() readonly count: number;
  @ListOf(() => MissingMember) readonly members: MissingMember[];
}

/** The differences between memberships and roster of a team now. */
export class TeamDrift {
  @Nested(() => ExtraMembers) readonly extra: ExtraMembers;
  @Nested(() => MissingMembers) readonly missing: MissingMembers;
}

/** A team as `User.groups` shows it. */
export class TeamReference {
  @IsUUID() readonly id: string;
  @IsString() readonly displayName: string;
}

/** By user id; a user who is in no team has no entry. */
export type TeamsByUser = Record<string, TeamReference[]>;
