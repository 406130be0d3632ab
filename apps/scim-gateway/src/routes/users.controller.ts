import { Controller, Delete, Get, HttpCode, Patch, Post, Put, Req } from '@nestjs/common';
import type { Answer } from '@rollcall/gateway-kit';
import { userResourceSchema } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { QueryClients } from '../clients/query-clients.js';
import { PublicAddress } from '../http/public-address.js';
import { listParametersIn, searchRequestIn } from '../search/requested-list.js';
import { Searches } from '../search/searches.js';
import { noContent, unchanged, userAnswer } from './answer.js';
import { readUser } from './read-user.js';
import { idOf, isUnchanged, wantedOf } from './request-parts.js';
import { UserWrites } from './user-writes.js';

/** `/Users` (RFC 7644 §3). Each handler checks the whole request before it calls a service. */
@Controller('scim/v2/Users')
export class UsersController {
  constructor(
    private readonly writes: UserWrites,
    private readonly queryClients: QueryClients,
    private readonly address: PublicAddress,
    private readonly searches: Searches,
  ) {}

  @Get()
  list(@Req() request: FastifyRequest): Promise<Answer<object>> {
    return this.searches.users(request, listParametersIn(request));
  }

  @Post('.search')
  @HttpCode(200)
  search(@Req() request: FastifyRequest): Promise<Answer<object>> {
    return this.searches.users(request, searchRequestIn(request));
  }

  @Get(':id')
  async one(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    const wanted = wantedOf(request, userResourceSchema);
    const id = idOf(request, 'user-not-found');
    const { user, groups } = await readUser(this.queryClients, request, { id, wanted });
    if (isUnchanged(request, user.version)) return unchanged(user.version);
    return userAnswer({ user, groups, baseUrl: this.address.baseOf(request), wanted });
  }

  @Post()
  async create(@Req() request: FastifyRequest): Promise<Answer<object>> {
    const wanted = wantedOf(request, userResourceSchema);
    const user = await this.writes.create(request);
    return userAnswer({ user, baseUrl: this.address.baseOf(request), wanted, status: 201 });
  }

  @Put(':id')
  async replace(@Req() request: FastifyRequest): Promise<Answer<object>> {
    const wanted = wantedOf(request, userResourceSchema);
    const user = await this.writes.replace(request);
    return userAnswer({ user, baseUrl: this.address.baseOf(request), wanted });
  }

  @Patch(':id')
  async change(@Req() request: FastifyRequest): Promise<Answer<object>> {
    const wanted = wantedOf(request, userResourceSchema);
    const user = await this.writes.change(request);
    return userAnswer({ user, baseUrl: this.address.baseOf(request), wanted });
  }

  @Delete(':id')
  async release(@Req() request: FastifyRequest): Promise<Answer> {
    await this.writes.release(request);
    return noContent();
  }
}
