import { Controller, Inject } from '@nestjs/common';
import {
  FindFirstMembers,
  FindFirstTeams,
  FindMemberIds,
  FindMembershipState,
  FindRun,
  FindTeam,
  FindFormerTeams,
  FindTeamBriefs,
  FindTeamOrGroup,
  ListDrifting,
  ListMembers,
  ListRunsQuery,
  ListTeams,
  ListTeamsOfPerson,
  OfAccount,
  Refusal,
  SearchTeams,
  TeamQueries,
  TeamsOfUsersQuery,
  type DriftingPage,
  type FirstTeam,
  type FoundIds,
  type ListedTeams,
  type MemberPage,
  type MembershipState,
  type ReconcilerStatus,
  type RunPage,
  type RunPeople,
  type TeamBrief,
  type TeamDrift,
  type TeamPage,
  type TeamsByUser,
  type TeamsOfPersonPage,
  type TeamView,
} from '@rollcall/contracts';
import { MembershipReadModel } from '../reconciliation/membership-read-model.js';
import { ReconcilerReadModel } from '../reconciliation/reconciler-read-model.js';
import { ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { looksThrough } from '../persistence/team-search.js';
import { TeamListReadModel } from '../persistence/team-list-read-model.js';
import { TeamReadModel } from '../persistence/team-read-model.js';

const defaultPageSize = 1_000;

/** Answers the queries of gateways and operators about teams. */
@Controller()
export class TeamsController {
  constructor(
    @Inject(TeamReadModel) private readonly readModel: TeamReadModel,
    @Inject(TeamListReadModel) private readonly listed: TeamListReadModel,
    @Inject(ListTurns) private readonly lists: ListTurns,
    @Inject(ReconcilerReadModel) private readonly reconcilerReads: ReconcilerReadModel,
    @Inject(MembershipReadModel) private readonly memberships: MembershipReadModel,
  ) {}

  @QueryHandler(TeamQueries.search)
  search(@QueryInput() input: SearchTeams): Promise<TeamPage> {
    return this.lists.run(input.accountId, () => this.readModel.search(input), looksThrough(input));
  }

  @QueryHandler(TeamQueries.list)
  list(@QueryInput() input: ListTeams): Promise<ListedTeams> {
    const looksThroughAll = [input.search, input.drifting, input.held].some((each) => each !== undefined);
    return this.lists.run(input.accountId, () => this.listed.page(input), looksThroughAll);
  }

  @QueryHandler(TeamQueries.memberIds)
  async memberIds(@QueryInput() input: FindMemberIds): Promise<FoundIds> {
    return { ids: await this.lists.run(input.accountId, () => this.readModel.memberIds(input), looksThrough(input)) };
  }

  @QueryHandler(TeamQueries.firstMembers)
  async firstMembers(@QueryInput() input: FindFirstMembers): Promise<FoundIds> {
    return { ids: await this.lists.run(input.accountId, () => this.readModel.firstMembers(input), true) };
  }

  @QueryHandler(TeamQueries.firstTeams)
  firstTeams(@QueryInput() input: FindFirstTeams): Promise<FirstTeam[]> {
    return this.lists.run(input.accountId, () => this.readModel.firstTeams(input), true);
  }

  @QueryHandler(TeamQueries.ofUsers)
  ofUsers(@QueryInput() { questions }: TeamsOfUsersQuery): Promise<(TeamsByUser | null)[]> {
    return this.readModel.teamsOf(questions);
  }

  @QueryHandler(TeamQueries.ofPerson)
  ofPerson(@QueryInput() input: ListTeamsOfPerson): Promise<TeamsOfPersonPage> {
    return this.lists.run(input.accountId, () => this.readModel.teamsOfPerson(input));
  }

  @QueryHandler(TeamQueries.briefs)
  briefs(@QueryInput() { accountId, teamIds }: FindTeamBriefs): Promise<TeamBrief[]> {
    return this.readModel.briefs(accountId, teamIds);
  }

  @QueryHandler(TeamQueries.formerCalled)
  formerCalled(@QueryInput() { accountId, displayName }: FindFormerTeams): Promise<TeamBrief[]> {
    return this.readModel.formerCalled(accountId, displayName);
  }

  @QueryHandler(TeamQueries.find)
  async find(@QueryInput() { accountId, teamId, as }: FindTeamOrGroup): Promise<TeamView> {
    const team = await this.readModel.team(accountId, teamId, as);
    if (!team) throw new Refusal('team-not-found', { teamId });
    return team;
  }

  @QueryHandler(TeamQueries.members)
  members(@QueryInput() { accountId, teamId, limit = defaultPageSize, ...page }: ListMembers): Promise<MemberPage> {
    return this.readModel.members(accountId, teamId, { limit, ...page });
  }

  @QueryHandler(TeamQueries.membershipState)
  async membershipState(@QueryInput() { accountId, teamId, userId }: FindMembershipState): Promise<MembershipState> {
    const state = await this.lists.run(accountId, () =>
      this.memberships.stateOf({ accountId, teamId, userId }, new Date()),
    );
    if (!state) throw new Refusal('team-not-found', { teamId });
    return state;
  }

  @QueryHandler(TeamQueries.reconciler)
  reconciler(@QueryInput() { accountId }: OfAccount): Promise<ReconcilerStatus> {
    return this.reconcilerReads.status(accountId);
  }

  @QueryHandler(TeamQueries.runs)
  runs(@QueryInput() { accountId, ...page }: ListRunsQuery): Promise<RunPage> {
    return this.lists.run(accountId, () => this.reconcilerReads.runs.page(accountId, page));
  }

  @QueryHandler(TeamQueries.run)
  run(@QueryInput() input: FindRun): Promise<RunPeople> {
    return this.lists.run(input.accountId, () => this.reconcilerReads.runs.people(input));
  }

  @QueryHandler(TeamQueries.drifting)
  drifting(@QueryInput() input: ListDrifting): Promise<DriftingPage> {
    return this.lists.run(input.accountId, () => this.reconcilerReads.drifting.page(input), true);
  }

  @QueryHandler(TeamQueries.drift)
  drift(@QueryInput() { accountId, teamId }: FindTeam): Promise<TeamDrift> {
    return this.lists.run(accountId, () => this.reconcilerReads.drift(accountId, teamId));
  }
}
