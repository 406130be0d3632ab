import {
  ArrayMaxSize,
  IsArray,
  IsDateString,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { defineQuery } from '../define/query.js';
import { listOf, nullable, recordOf } from '../define/shape.js';
import { IsFilter, type Filter } from '../filter.js';
import { PagePlace, SortOrder } from '../page.js';
import { ListOf, Nested } from '../schema/nested.js';
import { FoundIds, maxIds, scopes, type Scope } from '../users/user-queries.js';
import { ListedTeams, ListTeams } from './team-list.js';
import { FindMembershipState, MembershipState } from './membership-state.js';
import { DriftingPage, ReconcilerStatus, runOutcomes, RunPage, RunPeople } from './reconciler-views.js';
import {
  MemberPage,
  TeamBrief,
  TeamDrift,
  TeamPage,
  TeamReference,
  TeamsOfPersonPage,
  TeamView,
} from './team-views.js';

/** The order is that of creation where no other is asked for, and stable. */
export class SearchTeams {
  @IsUUID() readonly accountId: string;
  @IsOptional() @IsFilter() readonly filter?: Filter;
  @IsIn(scopes) readonly scope: Scope;
  @IsOptional() @Nested(() => SortOrder) readonly sort?: SortOrder;
  /** The `next` or `previous` of another page of the same search; the offset is then 0. */
  @IsOptional() @Nested(() => PagePlace) readonly place?: PagePlace;
  @IsInt() @Min(0) readonly offset: number;
  @IsInt() @Min(0) @Max(1_000) readonly limit: number;
  /** With the groups of kept takeovers among those of the directory (rule 26). */
  @IsOptional() @IsIn(['group']) readonly as?: 'group';
  /** Only teams behind this one, in the order of creation. */
  @IsOptional() @IsUUID() readonly after?: string;
  /** The `total` of another page of the same search: teams are not counted again. */
  @IsOptional() @IsInt() @Min(0) readonly total?: number;
}

/** The users who are in a team that fulfils a filter, as `User.groups` shows teams. */
export class FindMemberIds {
  @IsUUID() readonly accountId: string;
  @IsFilter() readonly filter: Filter;
}

/** By the first of whose members each group is sorted that fulfils a filter, as SCIM shows groups (rule 26). */
export class FindFirstMembers extends FindMemberIds {}

/** In which team each of these users is first, as `User.groups` shows teams. */
export class FindFirstTeams {
  @IsUUID() readonly accountId: string;
  @IsArray() @ArrayMaxSize(maxIds) @IsString({ each: true }) readonly userIds: readonly string[];
}

/** A team, and those whose first one it is. */
export class FirstTeam extends TeamReference {
  @IsArray() @IsString({ each: true }) readonly userIds: string[];
}

export class FindTeam {
  @IsString() readonly accountId: string;
  @IsString() readonly teamId: string;
}

/** As the team is, or, where a takeover of it is kept, as the group that the directory has pushed (rule 26). */
export class FindTeamOrGroup extends FindTeam {
  @IsOptional() @IsIn(['group']) readonly as?: 'group';
}

export class FindTeamBriefs {
  @IsUUID() readonly accountId: string;
  @IsArray() @ArrayMaxSize(5_000) @IsString({ each: true }) readonly teamIds: readonly string[];
}

/** Deleted teams by the name that they had, in any case. */
export class FindFormerTeams {
  @IsUUID() readonly accountId: string;
  @IsString() readonly displayName: string;
}

export class ListMembers extends FindTeam {
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly after?: string;
  /** 1 to 5,000. */
  @IsOptional() @IsInt() @Min(1) @Max(5_000) readonly limit?: number;
  @IsOptional() @IsIn(['memberships']) readonly of?: 'memberships';
}

/** A page of the teams that the product shows a person in, in creation order. */
export class ListTeamsOfPerson {
  @IsString() readonly accountId: string;
  @IsString() readonly userId: string;
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly after?: string;
  @IsInt() @Min(1) @Max(200) readonly limit: number;
}

/** The teams of some users of one account. */
export class TeamsOfUsers {
  @IsUUID() readonly accountId: string;
  @IsArray() @ArrayMaxSize(1_000) @IsString({ each: true }) readonly userIds: readonly string[];
}

/** At most 500 questions, about any accounts. */
export class TeamsOfUsersQuery {
  @ListOf(() => TeamsOfUsers, 500) readonly questions: readonly TeamsOfUsers[];
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
  @IsOptional() @IsIn(runOutcomes) readonly outcome?: (typeof runOutcomes)[number];
  /** RFC 3339: runs that began then or later. */
  @IsOptional() @IsDateString() readonly since?: string;
}

/** All people of a run, page by page. */
export class FindRun extends OfAccount {
  @IsUUID() readonly runId: string;
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly after?: string;
  @IsInt() @Min(1) @Max(500) readonly limit: number;
}

/** Teams of the directory that differ from their groups, whatever the mode. */
export class ListDrifting extends OfAccount {
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly after?: string;
  @IsInt() @Min(1) @Max(200) readonly limit: number;
}

const service = 'team-service';
const get = { service, method: 'GET' } as const;
const post = { service, method: 'POST' } as const;
const team = '/internal/accounts/:accountId/teams/:teamId';

/** The search for teams by their ids, whoever owns them. */
export function teamsWithIds(accountId: string, ids: readonly string[]): SearchTeams {
  const filter = { is: 'one-of', attribute: 'id', values: [...ids] } as const;
  return { accountId, filter, scope: 'all', offset: 0, limit: ids.length };
}

export const TeamQueries = {
  search: defineQuery({ ...post, path: '/internal/teams/search', request: SearchTeams, answer: TeamPage }),
  list: defineQuery({ ...post, path: '/internal/teams/list', request: ListTeams, answer: ListedTeams }),
  /** Deleted teams too; unknown ids are left out. */
  briefs: defineQuery({ ...post, path: '/internal/teams/briefs', request: FindTeamBriefs, answer: listOf(TeamBrief) }),
  /** The newest end first. */
  formerCalled: defineQuery({
    ...post,
    path: '/internal/teams/former',
    request: FindFormerTeams,
    answer: listOf(TeamBrief),
  }),
  find: defineQuery({ ...get, path: team, request: FindTeamOrGroup, answer: TeamView }),
  members: defineQuery({ ...get, path: `${team}/members`, request: ListMembers, answer: MemberPage }),
  /** How a person stands to a team, of deleted teams too. Refuses with `team-not-found`. */
  membershipState: defineQuery({
    ...get,
    path: `${team}/members/:userId`,
    request: FindMembershipState,
    answer: MembershipState,
  }),
  /** Answered in the order of the questions; `null` where the teams are too many to be told. A question that comes alone is told of the most. */
  ofUsers: defineQuery({
    ...post,
    path: '/internal/teams/of-users',
    request: TeamsOfUsersQuery,
    answer: listOf(nullable(recordOf(listOf(TeamReference)))),
  }),
  /** Empty for a person who is unknown here. */
  ofPerson: defineQuery({
    ...get,
    path: '/internal/accounts/:accountId/people/:userId/teams',
    request: ListTeamsOfPerson,
    answer: TeamsOfPersonPage,
  }),
  /** Refuses with `too-many-found` beyond `maxIds`. */
  memberIds: defineQuery({ ...post, path: '/internal/teams/member-ids', request: FindMemberIds, answer: FoundIds }),
  /** Those alone; refuses with `too-many-found` beyond `maxIds`. */
  firstMembers: defineQuery({
    ...post,
    path: '/internal/teams/first-members',
    request: FindFirstMembers,
    answer: FoundIds,
  }),
  /** Users who are in no team are left out. */
  firstTeams: defineQuery({
    ...post,
    path: '/internal/teams/first-teams',
    request: FindFirstTeams,
    answer: listOf(FirstTeam),
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
  /** Refuses with `run-not-found`. */
  run: defineQuery({
    ...get,
    path: '/internal/accounts/:accountId/reconciler/runs/:runId',
    request: FindRun,
    answer: RunPeople,
  }),
  drifting: defineQuery({
    ...get,
    path: '/internal/accounts/:accountId/reconciler/drifting',
    request: ListDrifting,
    answer: DriftingPage,
  }),
  drift: defineQuery({ ...get, path: `${team}/drift`, request: FindTeam, answer: TeamDrift }),
} as const;
