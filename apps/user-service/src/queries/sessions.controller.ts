import { Controller, Inject } from '@nestjs/common';
import {
  CheckSession,
  ConfirmSession,
  EndSession,
  EndSessions,
  Refusal,
  SessionOwner,
  SessionQueries,
  StartSession,
  type ConfirmOutcome,
  type SessionBrief,
  type SessionSigningKey,
  type SessionsEnded,
  type SessionVerdict,
  type SignInOutcome,
} from '@rollcall/contracts';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { UserReadModel } from '../persistence/user-read-model.js';
import { Sessions } from '../sessions/sessions.js';

/** Signs in, here in user-service, so that password hashes never leave it. */
@Controller()
export class SessionsController {
  constructor(
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(UserReadModel) private readonly users: UserReadModel,
  ) {}

  @QueryHandler(SessionQueries.start)
  start(@QueryInput() input: StartSession): Promise<SignInOutcome> {
    return this.sessions.signIn(input);
  }

  @QueryHandler(SessionQueries.signingKey)
  async signingKey(): Promise<SessionSigningKey> {
    return { key: await this.sessions.signingKey() };
  }

  @QueryHandler(SessionQueries.check)
  check(@QueryInput() input: CheckSession): Promise<SessionVerdict> {
    return this.sessions.check(input);
  }

  @QueryHandler(SessionQueries.confirm)
  confirm(@QueryInput() input: ConfirmSession): Promise<ConfirmOutcome> {
    return this.sessions.confirm(input);
  }

  @QueryHandler(SessionQueries.end)
  async end(@QueryInput() input: EndSession): Promise<object> {
    await this.sessions.end(input);
    return {};
  }

  @QueryHandler(SessionQueries.list)
  async list(@QueryInput() owner: SessionOwner): Promise<SessionBrief[]> {
    await this.requireUser(owner);
    return this.sessions.list(owner);
  }

  @QueryHandler(SessionQueries.endOf)
  async endOf(@QueryInput() which: EndSessions): Promise<SessionsEnded> {
    await this.requireUser(which);
    return { ended: await this.sessions.endOf(which) };
  }

  private async requireUser({ accountId, userId }: SessionOwner): Promise<void> {
    if (!(await this.users.user(accountId, userId, true))) throw new Refusal('user-not-found', { userId });
  }
}
