import { Controller, Inject } from '@nestjs/common';
import { AccountCommands, AccountQueries, PasswordQueries, WorkspaceUserCommands } from '@rollcall/contracts';
import {
  networkOf,
  PasswordHasher,
  CommandSender,
  QueryClient,
  Answer,
  nothing,
  type HashOptions,
  type SourceLimiter,
  type Commands,
  type Queries,
} from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { SetupSecret } from '../auth/setup-secret.js';
import * as routes from '../contract/sign-in-routes.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { callFor, queryCallOf } from '../http/request-context.js';
import { requireGoodPassword } from '../resources/new-password.js';
import { keyOfLink, readLink } from '../resources/password-link.js';
import { Checked, Serve } from './serve.js';

/** The limiter that counts attempts to sign in with a password or a link. */
export const SIGN_IN_LIMITER = Symbol('sign-in limiter');

/** How much of a request's time must be left for the command after its password is hashed, in milliseconds. */
export const leastMsForCommand = 3_000;

/** Routes that work before a session is possible: the first account, and a password by link. */
@Controller()
export class SetupController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
    @Inject(SIGN_IN_LIMITER) private readonly limiter: SourceLimiter,
    private readonly passwords: PasswordHasher,
    private readonly setupSecret: SetupSecret,
  ) {}

  @Serve(routes.setup)
  async setUp(@Checked() { body, request }: CheckedRequest<typeof routes.setup>) {
    const sources = this.limit(request);
    if (!this.setupSecret.isEqualTo(body.secret.reveal())) throw problem('setup-secret-wrong');
    this.limiter.forgive(sources);
    // Checked here first, because the command checks it under a lock that other commands wait for.
    const { any } = await this.queries.ask(AccountQueries.any, {}, queryCallOf(request));
    if (any) throw problem('setup-closed');
    const { password, ...admin } = body.admin;
    requireGoodPassword(password, { accountSlug: body.account.slug, ...admin }, '/admin/password');
    const passwordHash = await this.passwords.hash(password, turnOf(request));
    const [accountId, adminId] = [uuidv7(), uuidv7()];
    const command = { ...body.account, admin: { ...admin, userId: adminId, passwordHash }, onlyIfFirst: true };
    const made = await this.commands.send(
      AccountCommands.create,
      command,
      callFor(request, { accountId, actorId: adminId }),
    );
    const { id, slug, name } = made;
    return new Answer({ account: { id, slug, name }, adminId: made.adminId });
  }

  @Serve(routes.setPassword)
  async setPassword(@Checked() { body, request, retryKey }: CheckedRequest<typeof routes.setPassword>) {
    const sources = this.limit(request);
    const link = readLink(body.link.reveal());
    if (!link) throw problem('link-invalid');
    const { accountId, userId, digest } = link;
    const found = await this.queries.ask(
      PasswordQueries.checkLink,
      { accountId, userId, digest },
      queryCallOf(request),
    );
    // A link that this key has used is answered by the command's stored reply.
    if (!found.works && retryKey === undefined) throw problem('link-invalid');
    requireGoodPassword(body.password, found.works ? found.owner : {}, '/password');
    const passwordHash = await this.passwords.hash(body.password, turnOf(request));
    const key = retryKey && keyOfLink(retryKey, body.link, body.password);
    const call = callFor(request, { accountId, actorId: userId }, key);
    await this.commands.send(WorkspaceUserCommands.setPasswordByLink, { userId, digest, passwordHash }, call);
    this.limiter.forgive(sources);
    return nothing;
  }

  /**
   * Counts an attempt of this address, before its outcome is known.
   * @returns what to forgive where it succeeds
   */
  private limit(request: FastifyRequest): readonly string[] {
    const sources = [`address ${networkOf(request.rollcall.address)}`];
    const waitS = this.limiter.waitS(sources);
    if (waitS > 0) throw problem('sign-in-limit', {}, { retryAfterS: waitS });
    this.limiter.count(sources);
    return sources;
  }
}

/**
 * Whose turn it is to have a password hashed, for requests of people without session: their network's. The account that
 * such a request names may be made up, and then one client could take the turns of many.
 */
function turnOf({ rollcall: { address, leftMs } }: FastifyRequest): HashOptions {
  return { accountId: `address ${networkOf(address)}`, leftMs: leftMs - leastMsForCommand };
}
