import { Controller, Inject } from '@nestjs/common';
import { SessionQueries, UserQueries, WorkspaceUserCommands } from '@rollcall/contracts';
import { CommandSender, QueryClient, Answer, type Commands, type Queries } from '@rollcall/gateway-kit';
import { DeviceCookie } from '../auth/device-cookie.js';
import { SessionCookie } from '../auth/session-credential.js';
import { permissionsOf } from '../auth/permissions.js';
import { queryCallOf } from '../http/request-context.js';
import * as routes from '../contract/sign-in-routes.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { signInOriginOf, whereabouts } from '../http/sign-in-origin.js';
import { profileSteps } from '../resources/user-changes.js';
import { userOf } from '../resources/user-view.js';
import { Checked, Serve } from './serve.js';

/** Sessions, and what the signed-in person sees of themselves. */
@Controller()
export class SignInController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
    private readonly cookie: SessionCookie,
    private readonly deviceCookie: DeviceCookie,
  ) {}

  @Serve(routes.signIn)
  async signIn(@Checked() { body, request }: CheckedRequest<typeof routes.signIn>) {
    const { account, userName, password, as } = body;
    const question = {
      account,
      userName,
      password: password.reveal(),
      ...signInOriginOf(request, this.deviceCookie),
      ...whereabouts(request),
    };
    const outcome = await this.queries.ask(SessionQueries.start, question, queryCallOf(request));
    if (!outcome.signedIn) throw refused(outcome.retryAfterS);
    const { token, expiresAt, user, deviceToken } = outcome.session;
    request.rollcall.signedIn = { accountId: user.accountId, userId: user.id };
    if (as === 'bearer') return new Answer({ user: userOf(user), expiresAt, token });
    const ofDevice = deviceToken === undefined ? [] : [this.deviceCookie.keep(request, deviceToken)];
    const cookies = [this.cookie.keep(request, token, expiresAt), ...ofDevice];
    return new Answer({ user: userOf(user), expiresAt }, { headers: { 'set-cookie': cookies } });
  }

  @Serve(routes.signOut)
  async signOut(@Checked() { request }: CheckedRequest<typeof routes.signOut>) {
    const token = request.rollcall.sessionToken ?? '';
    await this.queries.ask(SessionQueries.end, { token, requestId: request.id }, queryCallOf(request));
    return new Answer(undefined, { headers: { 'set-cookie': this.cookie.forget(request) } });
  }

  @Serve(routes.me)
  async me(@Checked() { session, call }: CheckedRequest<typeof routes.me>) {
    const { accountId: id, accountSlug: slug, accountName: name, rights, startedAt, expiresAt, idleMs } = session;
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
      session: { startedAt, expiresAt, ...(idleMs === undefined ? {} : { idleMs }) },
    };
    return new Answer(body, { version: user.version });
  }

  @Serve(routes.changeMe)
  async changeMe(@Checked() { body, session, call, ifMatch }: CheckedRequest<typeof routes.changeMe>) {
    const changes = profileSteps(body.profile);
    const user = await this.commands.send(
      WorkspaceUserCommands.edit,
      { userId: session.userId, changes, ...ifMatch },
      call,
    );
    return new Answer(userOf(user), { version: user.version });
  }
}

const refused = (retryAfterS: number | undefined) =>
  retryAfterS === undefined ? problem('sign-in-failed') : problem('sign-in-limit', {}, { retryAfterS });
