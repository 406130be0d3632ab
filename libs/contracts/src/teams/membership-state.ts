import { IsBoolean, IsDateString, IsIn, IsInt, IsOptional, IsString, IsUUID } from 'class-validator';
import { Nested } from '../schema/nested.js';
import { reconcilerModes, type ReconcilerMode } from './reconciler-mode.js';
import { Membership, TeamBrief } from './team-views.js';

/** Asks how one person stands to one team. */
export class FindMembershipState {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly teamId: string;
  @IsUUID() readonly userId: string;
}

/** The team of the question; a deleted one has no version. */
export class TeamOfMembership extends TeamBrief {
  @IsOptional() @IsInt() readonly version?: number;
  @IsOptional() @IsDateString() readonly updatedAt?: string;
  /** Since when the directory owns it. */
  @IsOptional() @IsDateString() readonly ownedSince?: string;
  /** Until then the former members of a team that was taken over stay (rule 11). */
  @IsOptional() @IsDateString() readonly waitsUntil?: string;
}

/** A run of the team that waits for an admin. */
export class HeldRunOfTeam {
  @IsDateString() readonly since: string;
  @IsString() readonly reason: string;
  /** An admin has approved it: it happens at the next run. */
  @IsBoolean() readonly approved: boolean;
}

/** How often the person was put out of the team again and again. */
export class EvictionsOfPair {
  @IsInt() readonly count: number;
  @IsDateString() readonly lastAt: string;
  /** Until then the reconciler leaves the pair alone. */
  @IsOptional() @IsDateString() readonly waitsUntil?: string;
}

export class RemovalByHand {
  @IsString() readonly removedBy: string;
  @IsDateString() readonly removedAt: string;
}

/** A takeover of the team that waits for an admin and would let the person in (rule 26). */
export class WaitingTakeover {
  @IsUUID() readonly takeoverId: string;
  @IsDateString() readonly proposedAt: string;
}

/** A message about the person, the team or the account that could not be handled, or waits behind such a one. */
export class ParkedOfMembership {
  @IsString() readonly type: string;
  @IsDateString() readonly since: string;
}

/** All that team-service knows of a person and a team, read at one moment. */
export class MembershipState {
  @Nested(() => TeamOfMembership) readonly team: TeamOfMembership;
  /** How many people the directory's group has. */
  @IsInt() readonly rosterSize: number;
  @IsBoolean() readonly onRoster: boolean;
  @IsOptional() @Nested(() => Membership) readonly membership?: Membership;
  @IsIn(reconcilerModes) readonly mode: ReconcilerMode;
  @IsOptional() @Nested(() => HeldRunOfTeam) readonly held?: HeldRunOfTeam;
  @IsOptional() @Nested(() => EvictionsOfPair) readonly evictions?: EvictionsOfPair;
  @IsOptional() @Nested(() => RemovalByHand) readonly removal?: RemovalByHand;
  @IsOptional() @Nested(() => WaitingTakeover) readonly takeover?: WaitingTakeover;
  /** Since when the team waits for the reconciler. */
  @IsOptional() @IsDateString() readonly dirtySince?: string;
  /** The version of the person that team-service has heard of; absent where it never needed to know her. */
  @IsOptional() @IsInt() readonly userVersion?: number;
  @IsOptional() @Nested(() => ParkedOfMembership) readonly parked?: ParkedOfMembership;
}
