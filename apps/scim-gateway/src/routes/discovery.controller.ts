import { Controller, Get, Req, Res } from '@nestjs/common';
import {
  builtInUserTypes,
  findSchemaResource,
  resourceTypeResources,
  schemaResources,
  serviceProviderConfig,
} from '@rollcall/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { QueryClients } from '../clients/query-clients.js';
import { ScimFailure } from '../errors/scim-failure.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf } from '../http/request-context.js';
import { sendDocument } from './answer.js';
import { discoveryList } from './discovery-list.js';

/** What this service can do (RFC 7644 §4). Clients believe it, so it says nothing that is not so. */
@Controller('scim/v2')
export class DiscoveryController {
  constructor(
    private readonly queryClients: QueryClients,
    private readonly address: PublicAddress,
  ) {}

  @Get('ServiceProviderConfig')
  config(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendDocument(reply, serviceProviderConfig(this.address.baseOf(request)));
  }

  @Get('Schemas')
  async schemas(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendDocument(reply, discoveryList(await this.schemasOf(request), request));
  }

  @Get('Schemas/:id')
  async schema(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { id } = request.params as { id: string }; // the route's template has it
    const schema = findSchemaResource(await this.schemasOf(request), id);
    if (!schema)
      throw new ScimFailure(404, 'schema-unknown', 'There is no schema with this id: GET /Schemas lists all.');
    sendDocument(reply, schema);
  }

  @Get('ResourceTypes')
  resourceTypes(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendDocument(reply, discoveryList(this.typesOf(request), request));
  }

  @Get('ResourceTypes/:id')
  resourceType(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { id } = request.params as { id: string }; // the route's template has it
    const type = this.typesOf(request).find((each) => each.id?.toLowerCase() === id.toLowerCase());
    if (!type)
      throw new ScimFailure(
        404,
        'resource-type-unknown',
        'There is no resource type with this id: GET /ResourceTypes lists all.',
      );
    sendDocument(reply, type);
  }

  /** The account's own roles are user types too (rule 3), so the User schema differs between accounts. */
  private async schemasOf(request: FastifyRequest) {
    const roles = await this.queryClients.users.roles(callOf(request, request.scim.traceparent));
    const userTypes = [...builtInUserTypes, ...roles.map((role) => role.id)];
    return schemaResources(this.address.baseOf(request), { userTypes });
  }

  private typesOf(request: FastifyRequest) {
    return resourceTypeResources(this.address.baseOf(request));
  }
}
