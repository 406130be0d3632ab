import { Inject, Injectable } from '@nestjs/common';
import { UserCommands, type UserReply } from '@rollcall/contracts';
import { CommandSender, type Commands } from '@rollcall/gateway-kit';
import { patchOpReading, readResource, userPatchSchema, userResourceSchema } from '@rollcall/scim';
import { v7 as uuidv7 } from 'uuid';
import { callOf, readingOf, type WriteRequest } from '../http/request-context.js';
import { ownerOfChanges, ownerOfWhole } from '../passwords/known-owner.js';
import { RecentReleases } from '../clients/recent-releases.js';
import { PasswordWrites } from '../passwords/password-writes.js';
import { externalIdOf } from '../resources/external-id-of.js';
import { ExcusedForLeaver, shortenedForLeaver } from '../resources/leaver.js';
import { requireShortTexts } from '../resources/text-lengths.js';
import { userChanges } from '../resources/user-changes.js';
import { userFromScim } from '../resources/user-mapping.js';
import { KnownUserIds } from '../search/known-user-ids.js';
import { pathIdOf, idOf, conditionsOf } from './request-parts.js';

/**
 * The writes of users, whether a request of its own asks for one or an operation of a bulk request (RFC 7644 §3.7). Each
 * checks everything before it sends its one command; a body that says nothing good is refused before it matters whose it is.
 */
@Injectable()
export class UserWrites {
  constructor(
    @Inject(CommandSender) private readonly commands: Commands,
    private readonly passwords: PasswordWrites,
    private readonly knownIds: KnownUserIds,
    private readonly releases: RecentReleases,
  ) {}

  /** @param userId the id for a new user; the reply has another one where the user existed (rule 5) */
  async create(request: WriteRequest, userId: string = uuidv7()): Promise<UserReply> {
    const whole = userFromScim(readResource(request.body, userResourceSchema, readingOf(request)));
    requireShortTexts(whole);
    const { userName, externalId } = whole;
    const is = externalIdOf(request);
    const write = { userName, ...(externalId === undefined ? {} : { externalId }), ...is };
    const user = await this.passwords.send(request, { owner: ownerOfWhole(whole), write }, (password, call) =>
      this.commands.send(UserCommands.create, { userId, ...whole, ...is, ...password }, call),
    );
    if (request.scim.dryRun && user.outcome === 'created') return user;
    request.scim.resourceId = user.id;
    this.knownIds.note(callOf(request).accountId, userName, user.id);
    return user;
  }

  replace(request: WriteRequest): Promise<UserReply> {
    const excused = new ExcusedForLeaver(request.scim.unstorable);
    const resource = excused.read((excuse) =>
      readResource(request.body, userResourceSchema, { ...readingOf(request), excuse }),
    );
    const leaves = resource.active === false;
    const [said, refused] = [userFromScim(resource), excused.kept(leaves)];
    if (!leaves) requireShortTexts(said);
    const { whole, kept } = leaves ? shortenedForLeaver(said, refused) : { whole: said, kept: refused };
    const write = { userId: idOf(request, 'user-not-found'), ...conditionsOf(request) };
    const command = { ...write, ...whole, ...externalIdOf(request), ...(kept.length > 0 ? { kept } : {}) };
    return this.passwords.send(request, { owner: ownerOfWhole(whole), write }, (password, call) =>
      this.commands.send(UserCommands.replace, { ...command, ...password }, call),
    );
  }

  async change(request: WriteRequest): Promise<UserReply> {
    const { body, patchBudget: together } = request;
    const excused = new ExcusedForLeaver(request.scim.unstorable);
    const reading = {
      id: pathIdOf(request),
      together,
      mayBeEmpty: request.scim.password !== undefined,
      ...readingOf(request),
    };
    const read = await excused.readInSlices((excuse) => patchOpReading(body, userPatchSchema, { ...reading, excuse }));
    const changes = excused.read(() => userChanges(read));
    const kept = excused.kept(changes.findLast(({ attribute }) => attribute === 'active')?.value === false);
    const write = { userId: idOf(request, 'user-not-found'), ...conditionsOf(request) };
    const command = { ...write, changes, ...externalIdOf(request), ...(kept.length > 0 ? { kept } : {}) };
    return this.passwords.send(request, { owner: ownerOfChanges(changes), write }, (password, call) =>
      this.commands.send(UserCommands.change, { ...command, ...password }, call),
    );
  }

  async release(request: WriteRequest): Promise<void> {
    const command = { userId: idOf(request, 'user-not-found'), ...conditionsOf(request) };
    const call = callOf(request);
    const { id: userId, version } = await this.commands.send(UserCommands.release, command, call);
    if (version !== undefined && !call.dryRun) this.releases.note(call.accountId, { userId, version });
  }
}
