import { Controller, Inject } from '@nestjs/common';
import { SessionQueries, type SessionBrief } from '@rollcall/contracts';
import { Answer, nothing, QueryClient, type Queries } from '@rollcall/gateway-kit';
import { DeviceCookie } from '../auth/device-cookie.js';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/session-routes.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { sessionOf, type Call } from '../http/request-context.js';
import { signInOriginOf } from '../http/sign-in-origin.js';
import { Checked, Serve } from './serve.js';

type Listed = AnswerOf<typeof routes.listMySessions>;

/** Where people are signed in, and the end of it. */
@Controller()
export class SessionsController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    private readonly deviceCookie: DeviceCookie,
  ) {}

  @Serve(routes.confirmSession)
  async confirm(@Checked() { body, request, call }: CheckedRequest<typeof routes.confirmSession>) {
    const token = request.rollcall.sessionToken ?? '';
    const origin = signInOriginOf(request, this.deviceCookie);
    const question = { token, password: body.password.reveal(), ...origin };
    const outcome = await this.queries.ask(SessionQueries.confirm, question, call);
    if (outcome.confirmed) return new Answer({ confirmedAt: outcome.confirmedAt });
    const { retryAfterS } = outcome;
    if (retryAfterS === undefined) throw problem('confirmation-failed');
    throw problem('sign-in-limit', {}, { retryAfterS });
  }

  @Serve(routes.listMySessions)
  async listMine(@Checked() { session, call }: CheckedRequest<typeof routes.listMySessions>) {
    return this.list(session.userId, session.sessionId, call);
  }

  @Serve(routes.endMySession)
  async endMine(@Checked() { params, session, call }: CheckedRequest<typeof routes.endMySession>) {
    const { ended } = await this.end(session.userId, { sessionId: params.sessionId }, call);
    if (ended === 0) throw problem('session-not-found');
    return nothing;
  }

  @Serve(routes.endMyOtherSessions)
  async endMyOthers(@Checked() { session, call }: CheckedRequest<typeof routes.endMyOtherSessions>) {
    const { sessionId } = session;
    return new Answer(await this.end(session.userId, sessionId === undefined ? {} : { exceptId: sessionId }, call));
  }

  @Serve(routes.listUserSessions)
  async listOf(@Checked() { params, request, call }: CheckedRequest<typeof routes.listUserSessions>) {
    return this.list(params.userId, sessionOf(request).sessionId, call);
  }

  @Serve(routes.endUserSessions)
  async endOf(@Checked() { params, call }: CheckedRequest<typeof routes.endUserSessions>) {
    return new Answer(await this.end(params.userId, {}, call));
  }

  private async list(userId: string, currentId: string | undefined, call: Call): Promise<Answer<Listed>> {
    const { accountId } = call;
    const sessions = await this.queries.ask(SessionQueries.list, { accountId, userId }, call);
    return new Answer({ items: sessions.map((each) => shown(each, currentId)) });
  }

  private end(
    userId: string,
    which: { readonly sessionId?: string; readonly exceptId?: string },
    call: Call,
  ): Promise<{ ended: number }> {
    const { accountId, actor, requestId } = call;
    return this.queries.ask(SessionQueries.endOf, { accountId, userId, actor, requestId, ...which }, call);
  }
}

function shown({ sessionId, ...rest }: SessionBrief, currentId: string | undefined): Listed['items'][number] {
  return { id: sessionId, ...rest, current: sessionId === currentId };
}
