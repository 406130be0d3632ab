import { Inject, Injectable } from '@nestjs/common';
import type { TeamReply } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { KafkaTeamCommandBus, type TeamCommandBus } from '../clients/kafka-team-command-bus.js';
import { QueryClients } from '../clients/query-clients.js';
import type { TeamStep } from '../clients/team-changes.js';
import { callOf, type WriteRequest } from '../http/request-context.js';
import { withFoundMembers } from '../resources/found-members.js';
import { membersNow } from '../resources/members-after.js';
import { teamStepsIn, wholeTeamIn } from './group-body.js';
import { pathIdOf, idOf, conditionsOf } from './request-parts.js';

/** The writes of groups: see `UserWrites`. */
@Injectable()
export class GroupWrites {
  constructor(
    @Inject(KafkaTeamCommandBus) private readonly commands: TeamCommandBus,
    private readonly queryClients: QueryClients,
  ) {}

  /** @param teamId the id for a new team; the reply has another one where a team of the workspace was taken over (rule 11) */
  async push(request: WriteRequest, teamId: string = uuidv7()): Promise<TeamReply> {
    const whole = wholeTeamIn(request);
    const team = await this.commands.push({ teamId, ...whole }, callOf(request));
    if (!request.scim.dryRun || team.outcome !== 'created') request.scim.resourceId = team.id;
    return team;
  }

  async replace(request: WriteRequest): Promise<TeamReply> {
    const whole = wholeTeamIn(request);
    const teamId = idOf(request, 'team-not-found');
    return this.commands.replace({ teamId, ...whole, ...conditionsOf(request) }, callOf(request));
  }

  /** @param baseUrl the address of this API: members have addresses too */
  async change(request: WriteRequest, baseUrl: string): Promise<TeamReply> {
    const steps = await this.stepsIn(request, baseUrl);
    const teamId = idOf(request, 'team-not-found');
    return this.commands.change({ teamId, steps, ...conditionsOf(request) }, callOf(request));
  }

  /** The changes in the body of a PATCH, as team-service takes them. */
  async stepsIn(request: WriteRequest, baseUrl: string): Promise<readonly TeamStep[]> {
    const said = await teamStepsIn(request, pathIdOf(request));
    const { users, teams } = this.queryClients;
    return withFoundMembers(said, baseUrl, {
      users: (filter) => users.ids(filter, callOf(request)),
      members: () => membersNow(teams, idOf(request, 'team-not-found'), callOf(request)),
    });
  }

  async delete(request: WriteRequest): Promise<void> {
    const team = { teamId: idOf(request, 'team-not-found'), ...conditionsOf(request) };
    await this.commands.delete(team, callOf(request));
  }
}
