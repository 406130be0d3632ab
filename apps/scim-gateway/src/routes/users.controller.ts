import { Controller, Delete, Get, Inject, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { listResponse, readListQuery, readPatchOp, readResource, userResourceSchema } from '@rollcall/scim';
import { Telemetry } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { USER_COMMAND_BUS, USER_DIRECTORY } from '../clients/tokens.js';
import { leastMsForCommand, type UserCommandBus } from '../clients/user-command-bus.js';
import type { UserDirectory } from '../clients/user-directory.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf, type Call } from '../http/request-context.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { domainFilter } from '../resources/domain-filter.js';
import { userChanges } from '../resources/user-changes.js';
import { userFromScim, userToScim } from '../resources/user-mapping.js';
import { projected, sendDocument, sendUser } from './answer.js';
import { ifMatchOf, isUnchanged, queryOf, scopeOf, userIdOf, wantedOf } from './request-parts.js';

/** `/Users` (RFC 7644 §3). Each handler checks the whole request before it asks anybody for anything. */
@Controller('scim/v2/Users')
export class UsersController {
  constructor(
    @Inject(USER_DIRECTORY) private readonly directory: UserDirectory,
    @Inject(USER_COMMAND_BUS) private readonly commands: UserCommandBus,
    private readonly passwords: PasswordHasher,
    private readonly address: PublicAddress,
    private readonly telemetry: Telemetry,
  ) {}

  @Get()
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.traced(request, async (traceparent) => {
      const { filter, startIndex, count, projection } = readListQuery(queryOf(request), userResourceSchema);
      const wanted = wantedOf(request) && projection;
      const query = { scope: scopeOf(request), offset: startIndex - 1, limit: count };
      const { users, total } = await this.directory.search(
        filter ? { ...query, filter: domainFilter(filter) } : query,
        callOf(request, traceparent),
      );
      const baseUrl = this.address.baseOf(request);
      const resources = users.map((user) => projected(userToScim(user, baseUrl), wanted));
      sendDocument(reply, listResponse(resources, { totalResults: total, startIndex }));
    });
  }

  @Get(':id')
  one(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.traced(request, async (traceparent) => {
      const wanted = wantedOf(request);
      const user = await this.directory.find(userIdOf(request), callOf(request, traceparent));
      if (isUnchanged(request, user.version)) {
        reply.code(304).header('etag', `W/"${user.version}"`).send();
        return;
      }
      sendUser(reply, { user, baseUrl: this.address.baseOf(request), wanted });
    });
  }

  @Post()
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.traced(request, async (traceparent) => {
      const wanted = wantedOf(request);
      const whole = userFromScim(readResource(request.body, userResourceSchema));
      const hash = await this.passwordHash(request);
      const command = { userId: uuidv7(), ...whole, ...hash };
      const user = await this.commands.create(command, callOf(request, traceparent));
      request.scim.resourceId = user.id;
      sendUser(reply, { user, baseUrl: this.address.baseOf(request), wanted, status: 201 });
    });
  }

  @Put(':id')
  replace(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.write(request, reply, (userId) => {
      const whole = userFromScim(readResource(request.body, userResourceSchema));
      return (hash, call) => this.commands.replace({ userId, ...whole, ...hash, ...ifMatchOf(request) }, call);
    });
  }

  @Patch(':id')
  change(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.write(request, reply, (userId) => {
      const changes = userChanges(readPatchOp(request.body, userResourceSchema, { id: userId }));
      return (hash, call) => this.commands.change({ userId, changes, ...hash, ...ifMatchOf(request) }, call);
    });
  }

  @Delete(':id')
  release(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.traced(request, async (traceparent) => {
      const command = { userId: userIdOf(request), ...ifMatchOf(request) };
      await this.commands.release(command, callOf(request, traceparent));
      reply.code(204).send();
    });
  }

  /** What PUT and PATCH share: `read` reads the body, and gives the command to send. */
  private write(request: FastifyRequest, reply: FastifyReply, read: (userId: string) => Write): Promise<void> {
    return this.traced(request, async (traceparent) => {
      const wanted = wantedOf(request);
      const send = read(userIdOf(request));
      ifMatchOf(request);
      const hash = await this.passwordHash(request);
      const user = await send(hash, callOf(request, traceparent));
      sendUser(reply, { user, baseUrl: this.address.baseOf(request), wanted });
    });
  }

  private async passwordHash(request: FastifyRequest): Promise<Hash> {
    const { password, leftMs } = request.scim;
    return password ? { passwordHash: await this.passwords.hash(password, leftMs - leastMsForCommand) } : {};
  }

  private traced(request: FastifyRequest, work: (traceparent: string) => Promise<void>): Promise<void> {
    const { traceparent } = request.scim;
    const name = `${request.method} ${request.routeOptions.url ?? ''}`;
    return this.telemetry.withSpan(name, { traceparent, kind: 'server' }, (span) => work(span.traceparent));
  }
}

type Hash = { readonly passwordHash?: string };
type Write = (hash: Hash, call: Call) => ReturnType<UserCommandBus['replace']>;
