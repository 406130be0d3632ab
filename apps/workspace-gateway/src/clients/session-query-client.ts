import type { SessionVerdict, SignInOutcome, StartSession } from '@rollcall/contracts';
import type { CallOptions } from '@rollcall/service-kit';

/**
 * Sessions, which user-service owns. Rejects with `ServiceUnavailable` where it does not answer in time. No answer is
 * cached: a session that has ended is refused at the next request.
 */
export interface SessionQueryClient {
  /** The answer is the same, and takes the same time, whatever is wrong. */
  start(question: StartSession, options: CallOptions): Promise<SignInOutcome>;
  check(token: string, options: CallOptions): Promise<SessionVerdict>;
  end(token: string, options: CallOptions): Promise<void>;
}
