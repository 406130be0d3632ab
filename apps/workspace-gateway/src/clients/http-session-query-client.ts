import { SessionQueries, type SessionVerdict, type SignInOutcome, type StartSession } from '@rollcall/contracts';
import type { CallOptions, InternalHttpClient } from '@rollcall/service-kit';
import type { SessionQueryClient } from './session-query-client.js';

/** Calls user-service's internal port. Secrets are in bodies. */
export class HttpSessionQueryClient implements SessionQueryClient {
  constructor(private readonly http: InternalHttpClient) {}

  start(question: StartSession, options: CallOptions): Promise<SignInOutcome> {
    return this.http.post<SignInOutcome>(SessionQueries.start, question, options);
  }

  check(token: string, options: CallOptions): Promise<SessionVerdict> {
    return this.http.query<SessionVerdict>(SessionQueries.check, { token }, options);
  }

  async end(token: string, options: CallOptions): Promise<void> {
    await this.http.query(SessionQueries.end, { token }, options);
  }
}
