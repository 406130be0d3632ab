import { Controller, Delete, Get, HttpCode, Inject, Patch, Post, Put, Req } from '@nestjs/common';
import { UserCommands, type CreateUser, type TeamsByUser } from '@rollcall/contracts';
import {
  CommandSender,
  leastMsForCommand,
  PasswordHasher,
  passwordProblem,
  type Answer,
  type Commands,
  type PasswordContext,
} from '@rollcall/gateway-kit';
import { readPatchOp, readResource, userResourceSchema } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { QueryClients } from '../clients/query-clients.js';
import { PublicAddress } from '../http/public-address.js';
import { callOf, type Call } from '../http/request-context.js';
import { externalIdOf } from '../resources/external-id-of.js';
import { ownerOfChanges, ownerOfWhole } from '../passwords/known-owner.js';
import { shortenedForLeaver } from '../resources/leaver.js';
import { userChanges } from '../resources/user-changes.js';
import { userFromScim } from '../resources/user-mapping.js';
import { listParametersIn, searchRequestIn } from '../search/asked-list.js';
import { Searches } from '../search/searches.js';
import { noContent, unchanged, userAnswer, type Wanted } from './answer.js';
import { idOf, ifMatchOf, isUnchanged, wantedOf } from './request-parts.js';

/** `/Users` (RFC 7644 §3). Each handler checks the whole request before it calls a service. */
@Controller('scim/v2/Users')
export class UsersController {
  constructor(
    @Inject(CommandSender) private readonly commands: Commands,
    private readonly queryClients: QueryClients,
    private readonly passwords: PasswordHasher,
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
    const call = callOf(request);
    const id = idOf(request, 'user-not-found');
    const [user, { [id]: groups }] = await Promise.all([
      this.queryClients.users.find(id, call),
      this.groupsOf([id], wanted, call),
    ]);
    if (isUnchanged(request, user.version)) return unchanged(user.version);
    return userAnswer({ user, groups, baseUrl: this.address.baseOf(request), wanted });
  }

  @Post()
  async create(@Req() request: FastifyRequest): Promise<Answer<object>> {
    const wanted = wantedOf(request, userResourceSchema);
    const whole = userFromScim(readResource(request.body, userResourceSchema));
    const password = await this.passwordOf(request, ownerOfWhole(whole));
    const command = { userId: uuidv7(), ...whole, ...externalIdOf(request), ...password };
    const user = await this.commands.send(UserCommands.create, command, callOf(request));
    request.scim.resourceId = user.id;
    return userAnswer({ user, baseUrl: this.address.baseOf(request), wanted, status: 201 });
  }

  @Put(':id')
  async replace(@Req() request: FastifyRequest): Promise<Answer<object>> {
    const wanted = wantedOf(request, userResourceSchema);
    const userId = idOf(request, 'user-not-found');
    const { body, kept } = shortenedForLeaver(request.body);
    const whole = userFromScim(readResource(body, userResourceSchema));
    const ifMatch = ifMatchOf(request);
    const password = await this.passwordOf(request, ownerOfWhole(whole));
    const user = await this.commands.send(
      UserCommands.replace,
      { userId, ...whole, ...externalIdOf(request), ...password, ...ifMatch, ...(kept.length > 0 ? { kept } : {}) },
      callOf(request),
    );
    return userAnswer({ user, baseUrl: this.address.baseOf(request), wanted });
  }

  @Patch(':id')
  async change(@Req() request: FastifyRequest): Promise<Answer<object>> {
    const wanted = wantedOf(request, userResourceSchema);
    const userId = idOf(request, 'user-not-found');
    const changes = userChanges(readPatchOp(request.body, userResourceSchema, { id: userId }));
    const ifMatch = ifMatchOf(request);
    const password = await this.passwordOf(request, ownerOfChanges(changes));
    const user = await this.commands.send(
      UserCommands.change,
      { userId, changes, ...externalIdOf(request), ...password, ...ifMatch },
      callOf(request),
    );
    return userAnswer({ user, baseUrl: this.address.baseOf(request), wanted });
  }

  @Delete(':id')
  async release(@Req() request: FastifyRequest): Promise<Answer> {
    const command = { userId: idOf(request, 'user-not-found'), ...ifMatchOf(request) };
    await this.commands.send(UserCommands.release, command, callOf(request));
    return noContent();
  }

  /** None where `groups` is not wanted. Only reads show groups, writes do not. */
  private async groupsOf(ids: readonly string[], wanted: Wanted, call: Call): Promise<TeamsByUser> {
    if (ids.length === 0 || (wanted && !wanted.wants('groups'))) return {};
    return this.queryClients.teams.teamsOf(ids, call);
  }

  /**
   * The hash of the password that came, or what is wrong with it: user-service refuses only where it would take the
   * password.
   */
  private async passwordOf(
    request: FastifyRequest,
    owner: PasswordContext,
  ): Promise<Pick<CreateUser, 'passwordHash' | 'passwordProblem'>> {
    const { password } = request.scim;
    if (!password) return {};
    const problem = passwordProblem(password, owner);
    if (problem !== undefined) return { passwordProblem: problem };
    const { accountId, leftMs } = callOf(request);
    return { passwordHash: await this.passwords.hash(password, { accountId, leftMs: leftMs - leastMsForCommand }) };
  }
}
