import { Inject, Injectable } from '@nestjs/common';
import { UserCommands, type CreateUser, type UserReply } from '@rollcall/contracts';
import {
  CommandSender,
  leastMsForCommand,
  PasswordHasher,
  passwordProblem,
  type Commands,
  type PasswordContext,
} from '@rollcall/gateway-kit';
import { readPatchOp, readResource, userResourceSchema } from '@rollcall/scim';
import { v7 as uuidv7 } from 'uuid';
import { callOf, type WriteRequest } from '../http/request-context.js';
import { ownerOfChanges, ownerOfWhole } from '../passwords/known-owner.js';
import { externalIdOf } from '../resources/external-id-of.js';
import { shortenedForLeaver } from '../resources/leaver.js';
import { userChanges } from '../resources/user-changes.js';
import { userFromScim } from '../resources/user-mapping.js';
import { askedIdOf, idOf, ifMatchOf } from './request-parts.js';

/**
 * The writes of users, whether a request of its own asks for one or an operation of a bulk request (RFC 7644 §3.7). Each
 * checks everything before it sends its one command; a body that says nothing good is refused before it matters whose it is.
 */
@Injectable()
export class UserWrites {
  constructor(
    @Inject(CommandSender) private readonly commands: Commands,
    private readonly passwords: PasswordHasher,
  ) {}

  /** @param userId the id for a new user; the reply has another one where the user existed (rule 5) */
  async create(request: WriteRequest, userId: string = uuidv7()): Promise<UserReply> {
    const whole = userFromScim(readResource(request.body, userResourceSchema));
    const password = await this.passwordOf(request, ownerOfWhole(whole));
    const command = { userId, ...whole, ...externalIdOf(request), ...password };
    const user = await this.commands.send(UserCommands.create, command, callOf(request));
    if (!request.scim.dryRun || user.outcome !== 'created') request.scim.resourceId = user.id;
    return user;
  }

  async replace(request: WriteRequest): Promise<UserReply> {
    const { body, kept } = shortenedForLeaver(request.body);
    const whole = userFromScim(readResource(body, userResourceSchema));
    const userId = idOf(request, 'user-not-found');
    const ifMatch = ifMatchOf(request);
    const password = await this.passwordOf(request, ownerOfWhole(whole));
    const said = kept.length > 0 ? { kept } : {};
    const command = { userId, ...whole, ...externalIdOf(request), ...password, ...ifMatch, ...said };
    return this.commands.send(UserCommands.replace, command, callOf(request));
  }

  async change(request: WriteRequest): Promise<UserReply> {
    const { body, patchBudget: together } = request;
    const changes = userChanges(readPatchOp(body, userResourceSchema, { id: askedIdOf(request), together }));
    const userId = idOf(request, 'user-not-found');
    const ifMatch = ifMatchOf(request);
    const password = await this.passwordOf(request, ownerOfChanges(changes));
    const command = { userId, changes, ...externalIdOf(request), ...password, ...ifMatch };
    return this.commands.send(UserCommands.change, command, callOf(request));
  }

  async release(request: WriteRequest): Promise<void> {
    const command = { userId: idOf(request, 'user-not-found'), ...ifMatchOf(request) };
    await this.commands.send(UserCommands.release, command, callOf(request));
  }

  /**
   * The hash of the password that came, or what is wrong with it: user-service refuses only where it would take the
   * password. A dry run needs no hash, since nothing is saved.
   */
  private async passwordOf(
    request: WriteRequest,
    owner: PasswordContext,
  ): Promise<Pick<CreateUser, 'passwordHash' | 'passwordProblem'>> {
    const { password } = request.scim;
    if (!password) return {};
    const problem = passwordProblem(password, owner);
    if (problem !== undefined) return { passwordProblem: problem };
    const { accountId, leftMs, dryRun } = callOf(request);
    if (dryRun) return { passwordHash: hashOfDryRun };
    return { passwordHash: await this.passwords.hash(password, { accountId, leftMs: leftMs - leastMsForCommand }) };
  }
}

/** Stands for a hash: it has the form of one, and no password fits it. */
const hashOfDryRun = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
