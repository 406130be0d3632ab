import { Controller, Delete, Get, Inject, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { groupResourceSchema, readListQuery, readPatchOp, readResource, weakETag } from '@rollcall/scim';
import { Telemetry } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { QueryClients } from '../clients/query-clients.js';
import type { TeamCommandBus } from '../clients/team-command-bus.js';
import { TEAM_COMMAND_BUS } from '../clients/injection-tokens.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf, type Call } from '../http/request-context.js';
import { domainFilter } from '../resources/domain-filter.js';
import { teamFromScim } from '../resources/team-mapping.js';
import { teamSteps } from '../resources/team-steps.js';
import type { Wanted } from './answer.js';
import { sendGroup, sendGroups, sendWrittenGroup, type GroupReading } from './group-answer.js';
import { idOf, ifMatchOf, isUnchanged, queryOf, scopeOf, traced, wantedOf } from './request-parts.js';

/** `/Groups` (RFC 7644 §3). Each handler checks the whole request before it asks anybody for anything. */
@Controller('scim/v2/Groups')
export class GroupsController {
  constructor(
    private readonly queryClients: QueryClients,
    @Inject(TEAM_COMMAND_BUS) private readonly commands: TeamCommandBus,
    private readonly address: PublicAddress,
    private readonly telemetry: Telemetry,
  ) {}

  @Get()
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const { filter, startIndex, count } = readListQuery(queryOf(request), groupResourceSchema);
      const wanted = wantedOf(request, groupResourceSchema);
      const call = callOf(request, traceparent);
      const query = { scope: scopeOf(request), offset: startIndex - 1, limit: count };
      const asked = filter ? { ...query, filter: domainFilter(filter) } : query;
      const { teams, total } = await this.queryClients.teams.search(asked, call);
      await sendGroups(reply, { teams, total, startIndex }, this.reading(request, call, wanted));
    });
  }

  @Get(':id')
  one(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const wanted = wantedOf(request, groupResourceSchema);
      const call = callOf(request, traceparent);
      const team = await this.queryClients.teams.find(idOf(request, 'team-not-found'), call);
      if (isUnchanged(request, team.version)) {
        reply.code(304).header('etag', weakETag(team.version)).send();
        return;
      }
      await sendGroup(reply, team, this.reading(request, call, wanted));
    });
  }

  @Post()
  push(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const wanted = wantedOf(request, groupResourceSchema);
      const whole = teamFromScim(readResource(request.body, groupResourceSchema));
      const call = callOf(request, traceparent);
      const team = await this.commands.push({ teamId: uuidv7(), ...whole }, call);
      request.scim.resourceId = team.id;
      await sendWrittenGroup(reply, team, this.reading(request, call, wanted), 201);
    });
  }

  @Put(':id')
  replace(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const wanted = wantedOf(request, groupResourceSchema);
      const teamId = idOf(request, 'team-not-found');
      const whole = teamFromScim(readResource(request.body, groupResourceSchema));
      const call = callOf(request, traceparent);
      const team = await this.commands.replace({ teamId, ...whole, ...ifMatchOf(request) }, call);
      await sendWrittenGroup(reply, team, this.reading(request, call, wanted));
    });
  }

  /**
   * Answers 204 (RFC 7644 §3.5.2), unless attributes are asked for: one member of 100,000 is changed without a word about the
   * others.
   */
  @Patch(':id')
  change(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const wanted = wantedOf(request, groupResourceSchema);
      const teamId = idOf(request, 'team-not-found');
      const steps = teamSteps(readPatchOp(request.body, groupResourceSchema, { id: teamId }));
      const call = callOf(request, traceparent);
      const team = await this.commands.change({ teamId, steps, ...ifMatchOf(request) }, call);
      if (wanted) await sendWrittenGroup(reply, team, this.reading(request, call, wanted));
      else reply.code(204).header('etag', weakETag(team.version)).send();
    });
  }

  @Delete(':id')
  delete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const team = { teamId: idOf(request, 'team-not-found'), ...ifMatchOf(request) };
      await this.commands.delete(team, callOf(request, traceparent));
      reply.code(204).send();
    });
  }

  private reading(request: FastifyRequest, call: Call, wanted: Wanted): GroupReading {
    const { teams, users } = this.queryClients;
    return { teams, users, call, baseUrl: this.address.baseOf(request), wanted };
  }
}
