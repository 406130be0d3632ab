import { Controller, Inject } from '@nestjs/common';
import {
  SessionQueries,
  SessionToken,
  StartSession,
  type SessionVerdict,
  type SignInOutcome,
} from '@rollcall/contracts';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { Sessions } from '../sessions/sessions.js';

/** Signs in, here in user-service, so that password hashes never leave it. */
@Controller()
export class SessionsController {
  constructor(@Inject(Sessions) private readonly sessions: Sessions) {}

  @QueryHandler(SessionQueries.start)
  start(@QueryInput() input: StartSession): Promise<SignInOutcome> {
    return this.sessions.signIn(input);
  }

  @QueryHandler(SessionQueries.check)
  check(@QueryInput() { token }: SessionToken): Promise<SessionVerdict> {
    return this.sessions.check(token);
  }

  @QueryHandler(SessionQueries.end)
  async end(@QueryInput() { token }: SessionToken): Promise<object> {
    await this.sessions.end(token);
    return {};
  }
}
