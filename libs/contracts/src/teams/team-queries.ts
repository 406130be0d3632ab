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
import { defineQuery } from '../define/query.js';
import { listOf, recordOf } from '../define/shape.js';
import type { Filter } from '../filter.js';
import { scopes, type Scope } from '../users/user-queries.js';
import { ReconcilerStatus, RunPage } from './reconciler-views.js';
import { MemberPage, TeamDrift, TeamPage, TeamReference, TeamView } from './team-views.js';

/** The order is that of creation, and stable. */
export class SearchTeams {
  @IsUUID() readonly accountId: string;
  /** `displayName`, `externalId`, `id` and `members.value`, each `equals`, joined by `and`. */
  @IsOptional() @IsObject() readonly filter?: Filter;
  @IsIn(scopes) readonly scope: Scope;
  @IsInt() @Min(0) readonly offset: number;
  @IsInt() @Min(0) @Max(1_000) readonly limit: number;
  /** Only teams after this one: for cursors. */
  @IsOptional() @IsUUID() readonly after?: string;
}

export class FindTeam {
  @IsString() readonly accountId: string;
  @IsString() readonly teamId: string;
}

export class ListMembers extends FindTeam {
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly after?: string;
  /** 1 to 5,000. */
  @IsOptional() @IsInt() @Min(1) @Max(5_000) readonly limit?: number;
  @IsOptional() @IsIn(['memberships']) readonly of?: 'memberships';
}

/** The teams of some users of one account. */
export class TeamsOfUsers {
  @IsUUID() readonly accountId: string;
  @IsArray() @ArrayMaxSize(1_000) @IsString({ each: true }) readonly userIds: readonly string[];
}

/** At most 500 questions, about any accounts. */
export class TeamsOfUsersQuery {
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => TeamsOfUsers)
  readonly questions: readonly TeamsOfUsers[];
}

export class OfAccount {
  @IsString() readonly accountId: string;
}

/** A page of runs, newest first. */
export class ListRunsQuery extends OfAccount {
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly before?: string;
  @IsInt() @Min(1) @Max(50) readonly limit: number;
  @IsOptional() @IsUUID() readonly teamId?: string;
}

const service = 'team-service';
const get = { service, method: 'GET' } as const;
const post = { service, method: 'POST' } as const;
const team = '/internal/accounts/:accountId/teams/:teamId';

export const TeamQueries = {
  search: defineQuery({ ...post, path: '/internal/teams/search', request: SearchTeams, answer: TeamPage }),
  find: defineQuery({ ...get, path: team, request: FindTeam, answer: TeamView }),
  members: defineQuery({ ...get, path: `${team}/members`, request: ListMembers, answer: MemberPage }),
  /** Answered in the order of the questions. */
  ofUsers: defineQuery({
    ...post,
    path: '/internal/teams/of-users',
    request: TeamsOfUsersQuery,
    answer: listOf(recordOf(listOf(TeamReference))),
  }),
  reconciler: defineQuery({
    ...get,
    path: '/internal/accounts/:accountId/reconciler',
    request: OfAccount,
    answer: ReconcilerStatus,
  }),
  runs: defineQuery({
    ...get,
    path: '/internal/accounts/:accountId/reconciler/runs',
    request: ListRunsQuery,
    answer: RunPage,
  }),
  drift: defineQuery({ ...get, path: `${team}/drift`, request: FindTeam, answer: TeamDrift }),
} as const;
