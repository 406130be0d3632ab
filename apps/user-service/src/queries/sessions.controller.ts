import { Body, Controller, HttpCode, Inject, Post, ValidationPipe } from '@nestjs/common';
import { SessionQueries, type SessionVerdict, type SignInOutcome } from '@rollcall/contracts';
import { Sessions } from '../sessions/sessions.js';
import { SessionTokenBody, StartSessionBody } from './query-shapes.js';

const checked = new ValidationPipe({ transform: true });

/** Sign-in: the passwords stay where their hashes are. */
@Controller()
export class SessionsController {
  constructor(@Inject(Sessions) private readonly sessions: Sessions) {}

  @Post(SessionQueries.start)
  @HttpCode(200)
  start(@Body(checked) body: StartSessionBody): Promise<SignInOutcome> {
    return this.sessions.signIn(body);
  }

  @Post(SessionQueries.check)
  @HttpCode(200)
  check(@Body(checked) { token }: SessionTokenBody): Promise<SessionVerdict> {
    return this.sessions.check(token);
  }

  @Post(SessionQueries.end)
  @HttpCode(200)
  async end(@Body(checked) { token }: SessionTokenBody): Promise<object> {
    await this.sessions.end(token);
    return {};
  }
}
