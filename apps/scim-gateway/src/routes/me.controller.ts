import { Controller, Get, Req } from '@nestjs/common';
import type { Answer } from '@rollcall/gateway-kit';
import { userResourceSchema } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { QueryClients } from '../clients/query-clients.js';
import { PublicAddress } from '../http/public-address.js';
import { unchanged, userAnswer } from './answer.js';
import { isUnchanged, wantedOf } from './request-parts.js';
import { readUser } from './read-user.js';

/**
 * `/Me` (RFC 7644 §3.11): the person whose token it is, which is the admin who made it, also where the directory does
 * not manage her. Reading only: she is changed at her address under `/Users`.
 */
@Controller('scim/v2/Me')
export class MeController {
  constructor(
    private readonly queryClients: QueryClients,
    private readonly address: PublicAddress,
  ) {}

  @Get()
  async me(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    const wanted = wantedOf(request, userResourceSchema);
    const { caller } = request.scim;
    if (!caller) throw new Error('a handler ran for a request without a caller');
    request.scim.resourceId = caller.creatorId;
    const { user, groups } = await readUser(this.queryClients, request, { id: caller.creatorId, wanted });
    if (isUnchanged(request, user.version)) return unchanged(user.version);
    return userAnswer({ user, groups, baseUrl: this.address.baseOf(request), wanted, isAlias: true });
  }
}
