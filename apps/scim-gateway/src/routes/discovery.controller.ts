import { Controller, Get, Req } from '@nestjs/common';
import { Failure, type Answer } from '@rollcall/gateway-kit';
import {
  builtInUserTypes,
  findSchemaResource,
  resourceTypeResources,
  schemaResources,
  serviceProviderConfig,
} from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { QueryClients } from '../clients/query-clients.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf } from '../http/request-context.js';
import { discoveryDocument, discoveryList } from './discovery-answers.js';

/** The features of this service (RFC 7644 §4). Clients rely on these documents, so they must be true. */
@Controller('scim/v2')
export class DiscoveryController {
  constructor(
    private readonly queryClients: QueryClients,
    private readonly address: PublicAddress,
  ) {}

  @Get('ServiceProviderConfig')
  config(@Req() request: FastifyRequest): Answer<object | undefined> {
    return discoveryDocument(serviceProviderConfig(this.address.baseOf(request)), request);
  }

  @Get('Schemas')
  async schemas(@Req() request: FastifyRequest): Promise<Answer<object | undefined>> {
    return discoveryList(await this.schemasOf(request), request);
  }

  @Get('Schemas/:id')
  async schema(@Req() request: FastifyRequest): Promise<Answer<object | undefined>> {
    const { id } = request.params as { id: string }; // the route's template has it
    const schema = findSchemaResource(await this.schemasOf(request), id);
    if (!schema) throw unknownId('schema-unknown', 'There is no schema with this id: GET /Schemas lists all.');
    return discoveryDocument(schema, request);
  }

  @Get('ResourceTypes')
  resourceTypes(@Req() request: FastifyRequest): Answer<object | undefined> {
    return discoveryList(this.typesOf(request), request);
  }

  @Get('ResourceTypes/:id')
  resourceType(@Req() request: FastifyRequest): Answer<object | undefined> {
    const { id } = request.params as { id: string }; // the route's template has it
    const type = this.typesOf(request).find((each) => each.id?.toLowerCase() === id.toLowerCase());
    if (!type) {
      throw unknownId('resource-type-unknown', 'There is no resource type with this id: GET /ResourceTypes lists all.');
    }
    return discoveryDocument(type, request);
  }

  /** The account's custom roles are user types too (rule 3), so the User schema differs between accounts. */
  private async schemasOf(request: FastifyRequest) {
    const roles = await this.queryClients.users.roles(callOf(request));
    const userTypes = [...builtInUserTypes, ...roles.map((role) => role.id)];
    return schemaResources(this.address.baseOf(request), { userTypes });
  }

  private typesOf(request: FastifyRequest) {
    return resourceTypeResources(this.address.baseOf(request));
  }
}

const unknownId = (code: string, detail: string) => new Failure(code, { status: 404, detail });
