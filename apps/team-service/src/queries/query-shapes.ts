import type { ListRunsQuery, TeamsOfUsersQuery, Filter, SearchTeams, TeamsOfUsers } from '@rollcall/contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

/** The body of a search, checked: callers are ours, but a mistake of theirs should say so. */
export class SearchTeamsBody implements SearchTeams {
  @IsUUID() accountId: string;
  @IsOptional() @IsObject() filter?: Filter;
  @IsIn(['default', 'managed', 'all']) scope: SearchTeams['scope'];
  @IsInt() @Min(0) offset: number;
  @IsInt() @Min(0) @Max(1_000) limit: number;
  @IsOptional() @IsUUID() after?: string;
}

export class TeamsOfUsersBody implements TeamsOfUsers {
  @IsUUID() accountId: string;
  @IsArray() @ArrayMaxSize(1_000) @IsString({ each: true }) userIds: string[];
}

export class TeamsOfUsersQueryBody implements TeamsOfUsersQuery {
  @ArrayMaxSize(500) @ValidateNested({ each: true }) @Type(() => TeamsOfUsersBody) questions: TeamsOfUsersBody[];
}

export class MembersQuery {
  @IsOptional() @IsUUID() after?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(5_000) limit?: number;
  @IsOptional() @IsIn(['memberships']) of?: string;
}

export class RunsQuery implements ListRunsQuery {
  @IsOptional() @IsUUID() before?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(50) limit: number;
  @IsOptional() @IsUUID() teamId?: string;
}
