import { Controller, Delete, Get, Inject, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { UserCommands, type TeamsByUser, type UserView } from '@rollcall/contracts';
import { CommandSender, leastMsForCommand, PasswordHasher } from '@rollcall/edge';
import { listResponse, readListQuery, readPatchOp, readResource, userResourceSchema } from '@rollcall/scim';
import { Telemetry } from '@rollcall/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { QueryClients } from '../clients/query-clients.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf, type Call } from '../http/request-context.js';
import { domainFilter } from '../resources/domain-filter.js';
import { userChanges } from '../resources/user-changes.js';
import { userFromScim, userToScim } from '../resources/user-mapping.js';
import { projected, sendDocument, sendUser, type Wanted } from './answer.js';
import { idOf, ifMatchOf, isUnchanged, queryOf, scopeOf, traced, wantedOf } from './request-parts.js';

/** `/Users` (RFC 7644 §3). Each handler checks the whole request before it asks anybody for anything. */
@Controller('scim/v2/Users')
export class UsersController {
  constructor(
    @Inject(CommandSender) private readonly commands: CommandSender,
    private readonly queryClients: QueryClients,
    private readonly passwords: PasswordHasher,
    private readonly address: PublicAddress,
    private readonly telemetry: Telemetry,
  ) {}

  @Get()
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const { filter, startIndex, count, projection } = readListQuery(queryOf(request), userResourceSchema);
      const wanted = wantedOf(request, userResourceSchema) && projection;
      const query = { scope: scopeOf(request), offset: startIndex - 1, limit: count };
      const call = callOf(request, traceparent);
      const asked = filter ? { ...query, filter: domainFilter(filter) } : query;
      const { users, total } = await this.queryClients.users.search(asked, call);
      const baseUrl = this.address.baseOf(request);
      const ids = users.map(({ id }) => id);
      const groups = await this.groupsOf(ids, wanted, call);
      const resources = users.map((user) => projected(userToScim(user, baseUrl, groups[user.id]), wanted));
      sendDocument(reply, listResponse(resources, { totalResults: total, startIndex }));
    });
  }

  @Get(':id')
  one(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const wanted = wantedOf(request, userResourceSchema);
      const call = callOf(request, traceparent);
      const id = idOf(request, 'user-not-found');
      const [user, { [id]: groups }] = await Promise.all([
        this.queryClients.users.find(id, call),
        this.groupsOf([id], wanted, call),
      ]);
      if (isUnchanged(request, user.version)) {
        reply.code(304).header('etag', `W/"${user.version}"`).send();
        return;
      }
      sendUser(reply, { user, groups, baseUrl: this.address.baseOf(request), wanted });
    });
  }

  @Post()
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const wanted = wantedOf(request, userResourceSchema);
      const whole = userFromScim(readResource(request.body, userResourceSchema));
      const hash = await this.passwordHash(request);
      const command = { userId: uuidv7(), ...whole, ...hash };
      const user = await this.commands.send(UserCommands.create, command, callOf(request, traceparent));
      request.scim.resourceId = user.id;
      sendUser(reply, { user, baseUrl: this.address.baseOf(request), wanted, status: 201 });
    });
  }

  @Put(':id')
  replace(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.write(request, reply, (userId) => {
      const whole = userFromScim(readResource(request.body, userResourceSchema));
      return (hash, call) =>
        this.commands.send(UserCommands.replace, { userId, ...whole, ...hash, ...ifMatchOf(request) }, call);
    });
  }

  @Patch(':id')
  change(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.write(request, reply, (userId) => {
      const changes = userChanges(readPatchOp(request.body, userResourceSchema, { id: userId }));
      return (hash, call) =>
        this.commands.send(UserCommands.change, { userId, changes, ...hash, ...ifMatchOf(request) }, call);
    });
  }

  @Delete(':id')
  release(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const command = { userId: idOf(request, 'user-not-found'), ...ifMatchOf(request) };
      await this.commands.send(UserCommands.release, command, callOf(request, traceparent));
      reply.code(204).send();
    });
  }

  /** What PUT and PATCH share: `read` reads the body, and gives the command to send. */
  private write(request: FastifyRequest, reply: FastifyReply, read: (userId: string) => Write): Promise<void> {
    return traced(this.telemetry, request, async (traceparent) => {
      const wanted = wantedOf(request, userResourceSchema);
      const send = read(idOf(request, 'user-not-found'));
      ifMatchOf(request);
      const hash = await this.passwordHash(request);
      const user = await send(hash, callOf(request, traceparent));
      sendUser(reply, { user, baseUrl: this.address.baseOf(request), wanted });
    });
  }

  /** One question for a page of users, and none where nobody wants to know. Groups are read from users, and not told by writes. */
  private async groupsOf(ids: readonly string[], wanted: Wanted, call: Call): Promise<TeamsByUser> {
    if (ids.length === 0 || (wanted && !wanted.wants('groups'))) return {};
    return this.queryClients.teams.teamsOf(ids, call);
  }

  private async passwordHash(request: FastifyRequest): Promise<Hash> {
    const { password, leftMs } = request.scim;
    return password ? { passwordHash: await this.passwords.hash(password, leftMs - leastMsForCommand) } : {};
  }
}

type Hash = { readonly passwordHash?: string };
type Write = (hash: Hash, call: Call) => Promise<UserView>;
