import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, ValidationPipe } from '@nestjs/common';
import {
  Refusal,
  TeamQueries,
  type MemberPage,
  type ReconcilerStatus,
  type RunPage,
  type TeamDrift,
  type TeamPage,
  type TeamsByUser,
  type TeamView,
} from '@rollcall/contracts';
import { ReconcilerReadModel } from '../reconciliation/reconciler-read-model.js';
import { TeamReadModel } from '../persistence/team-read-model.js';
import { TeamsOfUsersQueryBody, MembersQuery, RunsQuery, SearchTeamsBody } from './query-shapes.js';

const checked = new ValidationPipe({ transform: true });
const membersAtOnce = 1_000;

/** What gateways and operators ask about teams. */
@Controller()
export class TeamsController {
  constructor(
    @Inject(TeamReadModel) private readonly readModel: TeamReadModel,
    @Inject(ReconcilerReadModel) private readonly reconcilerReads: ReconcilerReadModel,
  ) {}

  @Post(TeamQueries.search)
  @HttpCode(200)
  search(@Body(checked) query: SearchTeamsBody): Promise<TeamPage> {
    return this.readModel.search(query);
  }

  @Post(TeamQueries.ofUsers)
  @HttpCode(200)
  ofUsers(@Body(checked) { questions }: TeamsOfUsersQueryBody): Promise<TeamsByUser[]> {
    return this.readModel.teamsOf(questions);
  }

  @Get('/internal/accounts/:accountId/teams/:teamId')
  async one(@Param('accountId') accountId: string, @Param('teamId') teamId: string): Promise<TeamView> {
    const team = await this.readModel.team(accountId, teamId);
    if (!team) throw new Refusal('team-not-found', { teamId });
    return team;
  }

  @Get('/internal/accounts/:accountId/teams/:teamId/members')
  members(
    @Param('accountId') accountId: string,
    @Param('teamId') teamId: string,
    @Query(checked) { after, of, limit = membersAtOnce }: MembersQuery,
  ): Promise<MemberPage> {
    return this.readModel.members(accountId, teamId, {
      limit,
      ...(after === undefined ? {} : { after }),
      ...(of === undefined ? {} : { of }),
    });
  }

  @Get('/internal/accounts/:accountId/reconciler')
  reconciler(@Param('accountId') accountId: string): Promise<ReconcilerStatus> {
    return this.reconcilerReads.status(accountId);
  }

  @Get('/internal/accounts/:accountId/reconciler/runs')
  runs(@Param('accountId') accountId: string, @Query(checked) asked: RunsQuery): Promise<RunPage> {
    return this.reconcilerReads.runs(accountId, asked);
  }

  @Get('/internal/accounts/:accountId/teams/:teamId/drift')
  drift(@Param('accountId') accountId: string, @Param('teamId') teamId: string): Promise<TeamDrift> {
    return this.reconcilerReads.drift(accountId, teamId);
  }
}
