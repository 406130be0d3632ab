import { Controller, Delete, Get, Patch, Post, Put, Req } from '@nestjs/common';
import { soughtUserName } from '@rollcall/contracts';
import { AccountLists, type Answer } from '@rollcall/gateway-kit';
import { listResponse, readListQuery, userResourceSchema } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { QueryClients } from '../clients/query-clients.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf } from '../http/request-context.js';
import { domainFilter } from '../resources/domain-filter.js';
import { userToScim } from '../resources/user-mapping.js';
import { noContent, projected, scimAnswer, unchanged, userAnswer } from './answer.js';
import { groupsOf, readUser } from './read-user.js';
import { idOf, isUnchanged, queryOf, scopeOf, wantedOf } from './request-parts.js';
import { UserWrites } from './user-writes.js';

/** `/Users` (RFC 7644 §3). Each handler checks the whole request before it calls a service. */
@Controller('scim/v2/Users')
export class UsersController {
  constructor(
    private readonly writes: UserWrites,
    private readonly queryClients: QueryClients,
    private readonly lists: AccountLists,
    private readonly address: PublicAddress,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest): Promise<Answer<object>> {
    const { filter, startIndex, count, projection } = readListQuery(queryOf(request), userResourceSchema);
    const wanted = wantedOf(request, userResourceSchema) && projection;
    const query = { scope: scopeOf(request), offset: startIndex - 1, limit: count };
    const search = filter ? { ...query, filter: domainFilter(filter) } : query;
    if (soughtUserName(search) === undefined) await this.lists.turn(callOf(request).accountId, request.scim);
    const call = callOf(request);
    const { users, total } = await this.queryClients.users.search(search, call);
    const baseUrl = this.address.baseOf(request);
    const ids = users.map(({ id }) => id);
    const groups = await groupsOf(this.queryClients, ids, wanted, call);
    const resources = users.map((user) => projected(userToScim(user, baseUrl, groups[user.id]), wanted));
    return scimAnswer(listResponse(resources, { totalResults: total, startIndex }));
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
