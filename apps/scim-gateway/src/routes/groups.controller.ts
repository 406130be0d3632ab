import { Controller, Delete, Get, HttpCode, Inject, Patch, Post, Put, Req } from '@nestjs/common';
import { AccountLists, type Answer } from '@rollcall/gateway-kit';
import { groupResourceSchema } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { QueryClients } from '../clients/query-clients.js';
import type { TeamCommandBus } from '../clients/team-command-bus.js';
import { TEAM_COMMAND_BUS } from '../clients/injection-tokens.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf, type Call } from '../http/request-context.js';
import { listParametersIn, searchRequestIn } from '../search/asked-list.js';
import { Searches } from '../search/searches.js';
import { noContent, unchanged, type Wanted } from './answer.js';
import { groupAnswer, writtenGroupAnswer, type GroupReading } from './group-answer.js';
import { teamStepsIn, wholeTeamIn } from './group-body.js';
import { idOf, ifMatchOf, isUnchanged, wantedOf } from './request-parts.js';

/** `/Groups` (RFC 7644 §3). Each handler checks the whole request before it calls a service. */
@Controller('scim/v2/Groups')
export class GroupsController {
  constructor(
    private readonly queryClients: QueryClients,
    @Inject(TEAM_COMMAND_BUS) private readonly commands: TeamCommandBus,
    private readonly lists: AccountLists,
    private readonly address: PublicAddress,
    private readonly searches: Searches,
  ) {}

  @Get()
  list(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    return this.searches.groups(request, listParametersIn(request));
  }

  @Post('.search')
  @HttpCode(200)
  search(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    return this.searches.groups(request, searchRequestIn(request));
  }

  @Get(':id')
  async one(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    const wanted = wantedOf(request, groupResourceSchema);
    const id = idOf(request, 'team-not-found');
    if (!wanted || wanted.wants('members')) await this.lists.turn(callOf(request).accountId, request.scim);
    const call = callOf(request);
    const team = await this.queryClients.teams.find(id, call);
    if (isUnchanged(request, team.version)) return unchanged(team.version);
    return groupAnswer(team, this.reading(request, call, wanted));
  }

  @Post()
  async push(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    const wanted = wantedOf(request, groupResourceSchema);
    const whole = wholeTeamIn(request);
    const call = callOf(request);
    const team = await this.commands.push({ teamId: uuidv7(), ...whole }, call);
    request.scim.resourceId = team.id;
    return writtenGroupAnswer(team, this.reading(request, call, wanted), 201);
  }

  @Put(':id')
  async replace(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    const wanted = wantedOf(request, groupResourceSchema);
    const teamId = idOf(request, 'team-not-found');
    const whole = wholeTeamIn(request);
    const call = callOf(request);
    const team = await this.commands.replace({ teamId, ...whole, ...ifMatchOf(request) }, call);
    return writtenGroupAnswer(team, this.reading(request, call, wanted));
  }

  /**
   * Answers with 204 (RFC 7644 §3.5.2), unless attributes are asked for: so a change of one member of 100,000 does not
   * return the others.
   */
  @Patch(':id')
  async change(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    const wanted = wantedOf(request, groupResourceSchema);
    const teamId = idOf(request, 'team-not-found');
    const steps = teamStepsIn(request, teamId);
    const call = callOf(request);
    const team = await this.commands.change({ teamId, steps, ...ifMatchOf(request) }, call);
    return wanted ? writtenGroupAnswer(team, this.reading(request, call, wanted)) : noContent(team.version);
  }

  @Delete(':id')
  async delete(@Req() request: FastifyRequest): Promise<Answer> {
    const team = { teamId: idOf(request, 'team-not-found'), ...ifMatchOf(request) };
    await this.commands.delete(team, callOf(request));
    return noContent();
  }

  private reading(request: FastifyRequest, call: Call, wanted: Wanted): GroupReading {
    const { teams, users } = this.queryClients;
    return { teams, users, call, baseUrl: this.address.baseOf(request), wanted };
  }
}
