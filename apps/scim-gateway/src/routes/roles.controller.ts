import { Controller, Get, Req } from '@nestjs/common';
import { Failure, type Answer } from '@rollcall/gateway-kit';
import {
  entitlementResourceSchema,
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
import { projected, scimAnswer } from './answer.js';
import { documentAnswer } from './document-answer.js';
import { queryOf, wantedOf } from './request-parts.js';

/**
 * `/Roles` and `/Entitlements`, read-only: what an identity provider such as Okta's governance can give to users. They
 * are few, so lists are filtered here.
 */
@Controller('scim/v2')
export class RolesController {
  constructor(
    private readonly queryClients: QueryClients,
    private readonly address: PublicAddress,
  ) {}

  @Get('Roles')
  async roles(@Req() request: FastifyRequest): Promise<Answer<object>> {
    return listAnswer(request, roleResourceSchema, await this.rolesOf(request));
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
    return listAnswer(request, entitlementResourceSchema, []);
  }

  @Get('Entitlements/:id')
  entitlement(): never {
    throw unknownId('entitlement-unknown', 'There are no entitlements here: what users are is their userType.');
  }

  private async rolesOf(request: FastifyRequest): Promise<RoleResource[]> {
    return rolesToScim(await this.queryClients.users.roles(callOf(request)), this.address.baseOf(request));
  }
}

/** A page of resources that are all at hand (RFC 7644 §3.4.2). */
function listAnswer(request: FastifyRequest, schema: ResourceSchema, all: readonly RoleResource[]): Answer<object> {
  const { filter, startIndex, count, projection } = readListQuery(queryOf(request), schema, readingOf(request));
  const wanted = wantedOf(request, schema) && projection;
  const found = filter ? all.filter((each) => matchesFilter(filter, each, schema)) : all;
  const page = found.slice(startIndex - 1, startIndex - 1 + count).map((each) => projected(each, wanted));
  return scimAnswer(listResponse(page, { totalResults: found.length, startIndex }));
}

const unknownId = (code: string, detail: string) => new Failure(code, { status: 404, detail });
