import { Controller, Inject } from '@nestjs/common';
import { SessionQueries, UserQueries, WorkspaceUserCommands } from '@rollcall/contracts';
import {
  networkOf,
  CommandSender,
  QueryClient,
  Answer,
  type Secret,
  type SourceLimiter,
  type Commands,
  type Queries,
} from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import { SessionCookie } from '../auth/session-credential.js';
import { permissionsOf } from '../auth/permissions.js';
import { queryCallOf } from '../http/request-context.js';
import { SIGN_IN_LIMITER } from '../auth/sign-in-limiter.js';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/sign-in-routes.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { profileSteps } from '../resources/user-changes.js';
import { userOf } from '../resources/user-view.js';
import { Checked, Serve } from './serve.js';

/** Sessions, and what the signed-in person sees of themselves. */
@Controller()
export class SignInController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
    @Inject(SIGN_IN_LIMITER) private readonly limiter: SourceLimiter,
    private readonly cookie: SessionCookie,
  ) {}

  @Serve(routes.signIn)
  async signIn(
    @Checked() { body, request }: CheckedRequest<typeof routes.signIn>,
  ): Promise<Answer<AnswerOf<typeof routes.signIn>>> {
    const { account, userName, password, as } = body;
    const sources = [`address ${networkOf(request.rollcall.address)}`, `person ${account} ${userName}`.toLowerCase()];
    const waitS = this.limiter.waitS(sources);
    if (waitS > 0) throw problem('sign-in-limit', {}, { retryAfterS: waitS });
    // Counted before the outcome is known, so that a hundred concurrent attempts count as a hundred.
    this.limiter.count(sources);
    const outcome = await this.start(request, { account, userName, password });
    if (!outcome.signedIn) throw problem('sign-in-failed');
    this.limiter.forgive(sources);
    const { token, expiresAt, user } = outcome.session;
    if (as === 'bearer') return new Answer({ user: userOf(user), expiresAt, token });
    return new Answer(
      { user: userOf(user), expiresAt },
      { headers: { 'set-cookie': this.cookie.keep(request, token, expiresAt) } },
    );
  }

  @Serve(routes.signOut)
  async signOut(@Checked() { request }: CheckedRequest<typeof routes.signOut>): Promise<Answer> {
    const token = request.rollcall.sessionToken ?? '';
    await this.queries.ask(SessionQueries.end, { token }, queryCallOf(request));
    return new Answer(undefined, { headers: { 'set-cookie': this.cookie.forget(request) } });
  }

  @Serve(routes.me)
  async me(
    @Checked() { session, call }: CheckedRequest<typeof routes.me>,
  ): Promise<Answer<AnswerOf<typeof routes.me>>> {
    const { accountId: id, accountSlug: slug, accountName: name, rights, startedAt, expiresAt } = session;
    const user = await this.queries.ask(
      UserQueries.find,
      { accountId: call.accountId, userId: session.userId, released: true },
      call,
    );
    const body = {
      user: userOf(user),
      account: { id, slug, name },
      rights,
      permissions: permissionsOf(rights),
      session: { startedAt, expiresAt },
    };
    return new Answer(body, { version: user.version });
  }

  @Serve(routes.changeMe)
  async changeMe(
    @Checked() { body, session, call, ifMatch }: CheckedRequest<typeof routes.changeMe>,
  ): Promise<Answer<AnswerOf<typeof routes.changeMe>>> {
    const changes = profileSteps(body.profile);
    const user = await this.commands.send(
      WorkspaceUserCommands.edit,
      { userId: session.userId, changes, ...ifMatch },
      call,
    );
    return new Answer(userOf(user), { version: user.version });
  }

  private start(request: FastifyRequest, credentials: { account: string; userName: string; password: Secret }) {
    return this.queries.ask(
      SessionQueries.start,
      { ...credentials, password: credentials.password.reveal() },
      queryCallOf(request),
    );
  }
}
