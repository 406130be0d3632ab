import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ListOf } from '../schema/nested.js';
import { managers, type ManagedBy } from '../users/managed-by.js';
import { TeamView } from './team-views.js';

/** `name`: without regard to case. */
export const teamOrders = ['created', 'name'] as const;
export type TeamOrder = (typeof teamOrders)[number];

/** All teams of the account, in creation order unless another is asked for. */
export class ListTeams {
  @IsUUID() readonly accountId: string;
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly after?: string;
  /** The `nextKey` of the previous page, with its `next`. */
  @IsOptional() @IsString() @MaxLength(4_000) readonly afterKey?: string;
  /** How many to skip behind that. */
  @IsOptional() @IsInt() @Min(0) @Max(100_000_000) readonly offset?: number;
  @IsInt() @Min(1) @Max(200) readonly limit: number;
  @IsOptional() @IsIn(teamOrders) readonly order?: TeamOrder;
  /** A part of the name, without regard to case. */
  @IsOptional() @IsString() @MaxLength(1_000) readonly search?: string;
  @IsOptional() @IsIn(managers) readonly ownedBy?: ManagedBy;
  /** Only where roster and memberships differ. */
  @IsOptional() @IsIn([true]) readonly drifting?: true;
  /** Only where a run of the reconciler is held. */
  @IsOptional() @IsIn([true]) readonly held?: true;
  /** Only these, in this order, whatever else is asked for; unknown ones are left out. */
  @IsOptional() @IsArray() @ArrayMaxSize(200) @IsString({ each: true }) readonly ids?: readonly string[];
  /** With the `total`. */
  @IsOptional() @IsBoolean() readonly counted?: boolean;
}

/** How many people are in a team, and where it differs from its roster. */
export class ListedTeam extends TeamView {
  @IsInt() readonly members: number;
  /** In the team, and not on the roster. A workspace team has no roster, and differs from none. */
  @IsInt() readonly extra: number;
  /** On the roster, and not in the team. */
  @IsInt() readonly missing: number;
  /** A run of the reconciler waits for an admin. */
  @IsBoolean() readonly held: boolean;
}

export class ListedTeams {
  @ListOf(() => ListedTeam) readonly teams: ListedTeam[];
  @IsOptional() @IsString() readonly next?: string;
  /** With `next`, where the order is another one than that of creation. */
  @IsOptional() @IsString() readonly nextKey?: string;
  /** Absent where it was not asked for, or counting would have taken too long. */
  @IsOptional() @IsInt() readonly total?: number;
}
