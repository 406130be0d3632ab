import { Controller, Inject } from '@nestjs/common';
import type { TeamReply, TeamView } from '@rollcall/contracts';
import { Answer, nothing } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import type { TeamCommandBus } from '../clients/team-command-bus.js';
import type { TeamQueryClient } from '../clients/team-query-client.js';
import { TEAM_COMMAND_BUS, TEAM_QUERY_CLIENT, USER_QUERY_CLIENT } from '../clients/injection-tokens.js';
import type { UserQueryClient } from '../clients/user-query-client.js';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/team-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { page, readCursor } from '../http/cursor.js';
import { UserBriefs } from '../resources/user-briefs.js';
import { Checked, Serve } from './serve.js';

type Changed = Answer<AnswerOf<typeof routes.addMember>>;

/** Teams, for the people of the account. */
@Controller()
export class TeamsController {
  constructor(
    @Inject(TEAM_QUERY_CLIENT) private readonly teams: TeamQueryClient,
    @Inject(TEAM_COMMAND_BUS) private readonly commands: TeamCommandBus,
    @Inject(USER_QUERY_CLIENT) private readonly users: UserQueryClient,
  ) {}

  @Serve(routes.listTeams)
  async list(
    @Checked() { query, call }: CheckedRequest<typeof routes.listTeams>,
  ): Promise<Answer<AnswerOf<typeof routes.listTeams>>> {
    const { limit } = query;
    const { teams } = await this.teams.list({ ...readCursor(query.cursor), limit }, call);
    return new Answer(page(teams.map(teamOf), teams.length === limit ? teams.at(-1)?.id : undefined));
  }

  @Serve(routes.findTeam)
  async find(
    @Checked() { params, call }: CheckedRequest<typeof routes.findTeam>,
  ): Promise<Answer<AnswerOf<typeof routes.findTeam>>> {
    const team = await this.teams.find(params.teamId, call);
    return new Answer(teamOf(team), { version: team.version });
  }

  @Serve(routes.listMembers)
  async members(
    @Checked() asked: CheckedRequest<typeof routes.listMembers>,
  ): Promise<Answer<AnswerOf<typeof routes.listMembers>>> {
    const { params, query } = asked;
    const from = { ...readCursor(query.cursor), limit: query.limit };
    const { userIds, memberships = [], next } = await this.teams.members(params.teamId, from, asked.call);
    const actors = memberships.map(({ addedBy }) => addedBy);
    const people = await UserBriefs.ask(this.users, { userIds, actors }, asked.call);
    const items = memberships.flatMap(({ userId, source, addedAt, addedBy }) => {
      const person = people.person(userId);
      return person ? [{ ...person, source, addedAt, addedBy: people.actor(addedBy) }] : [];
    });
    return new Answer(page(items, next));
  }

  @Serve(routes.createTeam)
  async create(
    @Checked() { body, call }: CheckedRequest<typeof routes.createTeam>,
  ): Promise<Answer<AnswerOf<typeof routes.createTeam>>> {
    const team = await this.commands.create({ teamId: uuidv7(), ...body }, call);
    return new Answer(teamOf(team), { version: team.version });
  }

  @Serve(routes.renameTeam)
  async rename(
    @Checked() { params, body, call, ifMatch }: CheckedRequest<typeof routes.renameTeam>,
  ): Promise<Answer<AnswerOf<typeof routes.renameTeam>>> {
    const team = await this.commands.rename({ ...params, ...body, ...ifMatch }, call);
    return new Answer(teamOf(team), { version: team.version });
  }

  @Serve(routes.deleteTeam)
  async delete(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.deleteTeam>): Promise<Answer> {
    await this.commands.delete({ ...params, ...ifMatch }, call);
    return nothing;
  }

  @Serve(routes.handTeamBack)
  async handBack(
    @Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.handTeamBack>,
  ): Promise<Answer<AnswerOf<typeof routes.handTeamBack>>> {
    const team = await this.commands.handBack({ ...params, ...ifMatch }, call);
    return new Answer(teamOf(team), { version: team.version });
  }

  @Serve(routes.addMember)
  async add(@Checked() { params, call }: CheckedRequest<typeof routes.addMember>): Promise<Changed> {
    return memberChanged(await this.commands.addMember(params, call));
  }

  @Serve(routes.removeMember)
  async remove(@Checked() { params, call }: CheckedRequest<typeof routes.removeMember>): Promise<Changed> {
    return memberChanged(await this.commands.removeMember(params, call));
  }
}

/** In a directory-owned team the change is only accepted (202): the reconciler will undo it (rule 14). */
function memberChanged(team: TeamReply): Changed {
  const isDirectorys = team.ownedBy === 'directory' && team.changed;
  return new Answer(
    { team: teamOf(team), outcome: isDirectorys ? 'until-reconciled' : 'done' },
    { status: isDirectorys ? 202 : 200 },
  );
}

function teamOf(view: TeamView): AnswerOf<typeof routes.findTeam> {
  const { id, version, displayName, externalId, ownedBy, ownedSince, createdAt, updatedAt } = view;
  return {
    id,
    version,
    displayName,
    ...(externalId === undefined ? {} : { externalId }),
    ownedBy,
    ...(ownedSince === undefined ? {} : { ownedSince }),
    createdAt,
    updatedAt,
  };
}
