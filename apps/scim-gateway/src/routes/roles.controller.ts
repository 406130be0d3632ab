import { Controller, Get, Req } from '@nestjs/common';
import { Failure, type Answer } from '@rollcall/gateway-kit';
import {
  entitlementResourceSchema,
  inOrder,
  listResponse,
  matchesFilter,
  readListQuery,
  roleResourceSchema,
  type ResourceSchema,
  type RoleResource,
} from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { QueryClients } from '../clients/query-clients.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf, readingOf } from '../http/request-context.js';
import { rolesToScim } from '../resources/role-mapping.js';
import { RequestedList, listParametersIn } from '../search/requested-list.js';
import { Cursors } from '../search/cursors.js';
import { projected, scimAnswer } from './answer.js';
import { documentAnswer } from './document-answer.js';
import { wantedOf } from './request-parts.js';

/**
 * `/Roles` and `/Entitlements`, read-only: what an identity provider such as Okta's governance can give to users. They
 * are few, so lists are filtered here.
 */
@Controller('scim/v2')
export class RolesController {
  constructor(
    private readonly queryClients: QueryClients,
    private readonly address: PublicAddress,
    private readonly cursors: Cursors,
  ) {}

  @Get('Roles')
  async roles(@Req() request: FastifyRequest): Promise<Answer<object>> {
    return this.listAnswer(request, roleResourceSchema, await this.rolesOf(request));
  }

  @Get('Roles/:id')
  async role(@Req() request: FastifyRequest): Promise<Answer<object | undefined>> {
    const wanted = wantedOf(request, roleResourceSchema);
    const { id } = request.params as { id: string }; // the route's template has it
    const role = (await this.rolesOf(request)).find((each) => each.id === id);
    if (!role) throw unknownId('role-unknown', 'There is no role with this id: GET /Roles lists all.');
    return documentAnswer(request, projected(role, wanted));
  }

  @Get('Entitlements')
  entitlements(@Req() request: FastifyRequest): Answer<object> {
    return this.listAnswer(request, entitlementResourceSchema, []);
  }

  @Get('Entitlements/:id')
  entitlement(): never {
    throw unknownId('entitlement-unknown', 'There are no entitlements here: what users are is their userType.');
  }

  private async rolesOf(request: FastifyRequest): Promise<RoleResource[]> {
    return rolesToScim(await this.queryClients.users.roles(callOf(request)), this.address.baseOf(request));
  }

  /** A page of resources that are all at hand (RFC 7644 §3.4.2, RFC 9865). */
  private listAnswer(request: FastifyRequest, schema: ResourceSchema, all: readonly RoleResource[]): Answer<object> {
    const parameters = listParametersIn(request);
    const query = readListQuery(parameters, schema, readingOf(request));
    const list = new RequestedList(request, schema.type.id, parameters, query, this.cursors);
    const { filter, sort, projection } = query;
    const found = filter ? all.filter((each) => matchesFilter(filter, each, schema)) : all;
    const { offset, limit } = list.page;
    const page = (sort ? inOrder(found, sort, schema) : found).slice(offset, offset + limit);
    const end = offset + page.length;
    const before = offset > 0 ? { offset: Math.max(0, offset - limit) } : undefined;
    const of = list.pageOf(found.length, end < found.length ? { offset: end } : undefined, before);
    return scimAnswer(
      listResponse(
        page.map((each) => projected(each, projection)),
        of,
      ),
    );
  }
}

const unknownId = (code: string, detail: string) => new Failure(code, { status: 404, detail });
