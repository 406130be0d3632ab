import { Controller, Delete, Get, HttpCode, Patch, Post, Put, Req } from '@nestjs/common';
import { AccountLists, type Answer } from '@rollcall/gateway-kit';
import { groupResourceSchema } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { QueryClients } from '../clients/query-clients.js';
import type { TeamStep } from '../clients/team-changes.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf, type Call } from '../http/request-context.js';
import { MembersAfter, type SaidOfMembers } from '../resources/members-after.js';
import { listParametersIn, searchRequestIn } from '../search/requested-list.js';
import { Searches } from '../search/searches.js';
import { noContent, unchanged, type Wanted } from './answer.js';
import { groupAnswer, writtenGroupAnswer, type GroupReading } from './group-answer.js';
import { wholeTeamIn } from './group-body.js';
import { GroupWrites } from './group-writes.js';
import { idOf, isUnchanged, wantedOf } from './request-parts.js';

/** `/Groups` (RFC 7644 §3). Each handler checks the whole request before it calls a service. */
@Controller('scim/v2/Groups')
export class GroupsController {
  constructor(
    private readonly writes: GroupWrites,
    private readonly queryClients: QueryClients,
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
    const team = await this.writes.push(request);
    const said = () => ({ steps: wholeList(request), isNew: true });
    return writtenGroupAnswer(team, await this.written(request, wanted, said), 201);
  }

  @Put(':id')
  async replace(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    const wanted = wantedOf(request, groupResourceSchema);
    const team = await this.writes.replace(request);
    const said = () => ({ steps: wholeList(request) });
    return writtenGroupAnswer(team, await this.written(request, wanted, said));
  }

  /**
   * Answers with 204 (RFC 7644 §3.5.2), unless attributes are asked for: so a change of one member of 100,000 does not
   * return the others.
   */
  @Patch(':id')
  async change(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    const wanted = wantedOf(request, groupResourceSchema);
    const baseUrl = this.address.baseOf(request);
    const team = await this.writes.change(request, baseUrl);
    if (!wanted) return noContent(team.version);
    const said = async () => ({ steps: await this.writes.stepsIn(request, baseUrl) });
    return writtenGroupAnswer(team, await this.written(request, wanted, said));
  }

  @Delete(':id')
  async delete(@Req() request: FastifyRequest): Promise<Answer> {
    await this.writes.delete(request);
    return noContent();
  }

  /** What the answer to a write reads: of a dry run not the members that there are, but those that there would be. */
  private async written(
    request: FastifyRequest,
    wanted: Wanted,
    said: () => SaidOfMembers | Promise<SaidOfMembers>,
  ): Promise<GroupReading> {
    const reading = this.reading(request, callOf(request), wanted);
    const { dryRun } = request.scim;
    return dryRun ? { ...reading, dryRun, teams: new MembersAfter(this.queryClients, await said(), dryRun) } : reading;
  }

  private reading(request: FastifyRequest, call: Call, wanted: Wanted): GroupReading {
    const { teams, users } = this.queryClients;
    return { teams, users, call, baseUrl: this.address.baseOf(request), wanted };
  }
}

/** The list of members in a whole group, as a step; none where it says nothing of them. */
function wholeList(request: FastifyRequest): readonly TeamStep[] {
  const { userIds } = wholeTeamIn(request);
  return userIds ? [{ change: 'replace-members', userIds }] : [];
}
