import { Described, MayBeAbsent, Nested, teamOrders, type ManagedBy, type TeamOrder } from '@rollcall/contracts';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Id, IsManagedBy, Text, Time } from './decorators.js';
import { routesOf } from './define-route.js';
import { Actor, pageOf, Paging, Person, TeamId } from './shapes.js';

const defineRoute = routesOf('Teams');

class MemberId {
  @Id() teamId: string;
  @Id() userId: string;
}

class TeamName {
  @Text(1_000) displayName: string;
}

class Team {
  @Id() id: string;
  @IsInt() version: number;
  @IsString() displayName: string;
  @MayBeAbsent() @IsString() externalId?: string;
  @IsManagedBy() ownedBy: ManagedBy;
  @Described('Since when the directory owns it.') @MayBeAbsent() @Time() ownedSince?: string;
  @Time() createdAt: string;
  @Time() updatedAt: string;
}

class DriftCounts {
  @Described('In the team, and not in the group.') @IsInt() extra: number;
  @Described('In the group, and not in the team.') @IsInt() missing: number;
}

class ListedTeam extends Team {
  @Described('How many people are in it, the inactive too.') @MayBeAbsent() @IsInt() members?: number;
  @Described('Of a team that the directory owns: how many differ. For who may see the reconciler, as `held`.')
  @MayBeAbsent()
  @Nested(() => DriftCounts)
  drift?: DriftCounts;
  @Described('A run of the reconciler waits for an admin.') @MayBeAbsent() @IsBoolean() held?: boolean;
}

class TeamPage extends pageOf(ListedTeam) {
  @Described('How many teams there are; absent in pages by cursor, and where counting would take too long.')
  @MayBeAbsent()
  @IsInt()
  total?: number;
}

class ListTeams extends Paging {
  @Described('A part of the name.') @MayBeAbsent() @Text(1_000) search?: string;
  @MayBeAbsent() @IsManagedBy() ownedBy?: ManagedBy;
  @Described('Only where the team and its group differ; for who may see the reconciler, as `held`.')
  @MayBeAbsent()
  @IsIn(['true'])
  drift?: 'true';
  @Described('Only where a run of the reconciler waits for an admin.') @MayBeAbsent() @IsIn(['true']) held?: 'true';
  @Described('By name without regard to case; default: created.') @MayBeAbsent() @IsIn(teamOrders) order?: TeamOrder;
  @Described('How many to skip from the beginning, in place of a cursor.')
  @MayBeAbsent()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  offset?: number;
  @Described('Up to 200 ids behind commas: these teams, in this order; unknown ones are left out. It stands alone.')
  @MayBeAbsent()
  @Matches(/^[0-9A-Fa-f-]{36}(,[0-9A-Fa-f-]{36}){0,199}$/)
  ids?: string;
}

class Member extends Person {
  @Described('directory: its group says so; manual: somebody put the person in.')
  @IsIn(['directory', 'manual'])
  source: 'directory' | 'manual';
  @Time() addedAt: string;
  @Nested(() => Actor) addedBy: Actor;
}

class MemberPage extends pageOf(Member) {}

class MemberChange {
  @Nested(() => Team) team: Team;
  @Described('until-reconciled: the directory owns the team, and the reconciler puts the change right again (rule 14).')
  @IsIn(['done', 'until-reconciled'])
  outcome: 'done' | 'until-reconciled';
}

export const listTeams = defineRoute({
  name: 'listTeams',
  method: 'GET',
  path: '/api/teams',
  summary:
    'List and search teams: who owns each since when, how many people are in it, and where it differs from its group',
  about: 'In creation order unless another is asked for.',
  access: 'teams.read',
  compressed: true,
  query: ListTeams,
  answer: TeamPage,
  refusals: ['search-too-long'],
});

export const findTeam = defineRoute({
  name: 'findTeam',
  method: 'GET',
  path: '/api/teams/:teamId',
  summary: 'One team',
  access: 'teams.read',
  params: TeamId,
  answer: Team,
  etag: true,
  refusals: ['team-not-found'],
});

export const listMembers = defineRoute({
  name: 'listMembers',
  method: 'GET',
  path: '/api/teams/:teamId/members',
  summary: 'Who is in a team: what the product shows; how each came, when, and by whom',
  access: 'teams.read',
  compressed: true,
  params: TeamId,
  query: Paging,
  answer: MemberPage,
  refusals: ['team-not-found'],
});

export const createTeam = defineRoute({
  name: 'createTeam',
  method: 'POST',
  path: '/api/teams',
  summary: 'Make a team in the workspace',
  access: 'teams.manage',
  body: TeamName,
  dryRun: true,
  status: [201],
  answer: Team,
  etag: true,
  retryKey: true,
  refusals: ['team-name-taken'],
});

export const renameTeam = defineRoute({
  name: 'renameTeam',
  method: 'PATCH',
  path: '/api/teams/:teamId',
  summary: 'Rename a team that the workspace owns',
  access: 'teams.manage',
  params: TeamId,
  body: TeamName,
  dryRun: true,
  answer: Team,
  etag: true,
  ifMatch: true,
  refusals: ['team-not-found', 'version-mismatch', 'team-name-taken', 'directory-owned'],
});

export const deleteTeam = defineRoute({
  name: 'deleteTeam',
  method: 'DELETE',
  path: '/api/teams/:teamId',
  summary: 'Delete a team that the workspace owns',
  access: 'teams.manage',
  params: TeamId,
  dryRun: true,
  status: [204],
  ifMatch: true,
  refusals: ['team-not-found', 'version-mismatch', 'directory-owned'],
});

export const handTeamBack = defineRoute({
  name: 'handTeamBack',
  method: 'POST',
  path: '/api/teams/:teamId/hand-back',
  summary: 'Hand a team back to the workspace: the directory keeps it no more',
  about:
    'Everybody who is in it stays, and nothing is put right any more. If the directory pushes the group again, it takes the team over anew.',
  access: 'teams.manage',
  confirmed: true,
  params: TeamId,
  dryRun: true,
  answer: Team,
  etag: true,
  ifMatch: true,
  retryKey: true,
  refusals: ['team-not-found', 'version-mismatch'],
});

export const addMember = defineRoute({
  name: 'addMember',
  method: 'PUT',
  path: '/api/teams/:teamId/members/:userId',
  summary: 'Put somebody into a team',
  about:
    'Into a directory-owned team: 202, and the reconciler puts the person out again; or 403 where `manualChanges` is `refuse` (rule 14).',
  access: 'teams.manage',
  params: MemberId,
  dryRun: true,
  status: [200, 202],
  answer: MemberChange,
  etag: true,
  ifMatch: true,
  refusals: ['team-not-found', 'version-mismatch', 'members-unknown', 'directory-owned'],
});

export const removeMember = defineRoute({
  name: 'removeMember',
  method: 'DELETE',
  path: '/api/teams/:teamId/members/:userId',
  summary: 'Take somebody out of a team',
  about: 'As `addMember`: out of a directory-owned team the person comes back.',
  access: 'teams.manage',
  params: MemberId,
  dryRun: true,
  status: [200, 202],
  answer: MemberChange,
  etag: true,
  ifMatch: true,
  refusals: ['team-not-found', 'version-mismatch', 'directory-owned'],
});
