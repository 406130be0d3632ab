import { Controller, Inject } from '@nestjs/common';
import { TeamCommands, TeamQueries, type TeamReply } from '@rollcall/contracts';
import { CommandSender, QueryClient, Answer, nothing, type Commands, type Queries } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import { may } from '../auth/permissions.js';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/team-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { page, readCursor } from '../http/cursor.js';
import { teamPage, teamsQuestion } from '../resources/list-teams.js';
import { teamOf } from '../resources/team-view.js';
import { UserBriefs } from '../resources/user-briefs.js';
import { Checked, Serve } from './serve.js';

type Changed = Answer<AnswerOf<typeof routes.addMember>>;

/** Teams, for the people of the account. */
@Controller()
export class TeamsController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.listTeams)
  async list(@Checked() { query, call, session }: CheckedRequest<typeof routes.listTeams>) {
    const seesDrift = may(session.rights, 'reconciler.read');
    const question = teamsQuestion(query, seesDrift);
    const found = await this.queries.ask(TeamQueries.list, { accountId: call.accountId, ...question }, call);
    return new Answer(teamPage(found, seesDrift));
  }

  @Serve(routes.findTeam)
  async find(@Checked() { params, call }: CheckedRequest<typeof routes.findTeam>) {
    const team = await this.queries.ask(TeamQueries.find, { accountId: call.accountId, ...params }, call);
    return new Answer(teamOf(team), { version: team.version });
  }

  @Serve(routes.listMembers)
  async members(@Checked() request: CheckedRequest<typeof routes.listMembers>) {
    const { params, query } = request;
    const from = { ...readCursor(query.cursor), limit: query.limit };
    const {
      userIds,
      memberships = [],
      next,
    } = await this.queries.ask(
      TeamQueries.members,
      { accountId: request.call.accountId, ...params, of: 'memberships', ...from },
      request.call,
    );
    const actors = memberships.map(({ addedBy }) => addedBy);
    const people = await UserBriefs.ask(this.queries, { userIds, actors }, request.call);
    const items = memberships.flatMap(({ userId, source, addedAt, addedBy }) => {
      const person = people.person(userId);
      return person ? [{ ...person, source, addedAt, addedBy: people.actor(addedBy) }] : [];
    });
    return new Answer(page(items, next));
  }

  @Serve(routes.createTeam)
  async create(@Checked() { body, call }: CheckedRequest<typeof routes.createTeam>) {
    const team = await this.commands.send(TeamCommands.createByHand, { teamId: uuidv7(), ...body }, call);
    return new Answer(teamOf(team), { version: team.version });
  }

  @Serve(routes.renameTeam)
  async rename(@Checked() { params, body, call, ifMatch }: CheckedRequest<typeof routes.renameTeam>) {
    const team = await this.commands.send(TeamCommands.renameByHand, { ...params, ...body, ...ifMatch }, call);
    return new Answer(teamOf(team), { version: team.version });
  }

  @Serve(routes.deleteTeam)
  async delete(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.deleteTeam>) {
    await this.commands.send(TeamCommands.deleteByHand, { ...params, ...ifMatch }, call);
    return nothing;
  }

  @Serve(routes.handTeamBack)
  async handBack(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.handTeamBack>) {
    const team = await this.commands.send(TeamCommands.handBack, { ...params, ...ifMatch }, call);
    return new Answer(teamOf(team), { version: team.version });
  }

  @Serve(routes.addMember)
  async add(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.addMember>) {
    return memberChanged(await this.commands.send(TeamCommands.addMemberByHand, { ...params, ...ifMatch }, call));
  }

  @Serve(routes.removeMember)
  async remove(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.removeMember>) {
    return memberChanged(await this.commands.send(TeamCommands.removeMemberByHand, { ...params, ...ifMatch }, call));
  }
}

/** In a directory-owned team the change is only accepted (202): the reconciler will undo it (rule 14). */
function memberChanged(team: TeamReply): Changed {
  const isDirectorys = team.ownedBy === 'directory' && team.changed;
  return new Answer(
    { team: teamOf(team), outcome: isDirectorys ? 'until-reconciled' : 'done' },
    { status: isDirectorys ? 202 : 200, version: team.version },
  );
}
