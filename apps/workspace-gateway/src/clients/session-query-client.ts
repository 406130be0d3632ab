import type { SessionVerdict, SignInOutcome, StartSession } from '@rollcall/contracts';
import type { CallOptions } from '@rollcall/service-kit';

/**
 * Sessions, which user-service owns. Rejects with `ServiceUnavailable` where it gives no answer in time. Nothing of an answer is kept
 * here: a session that has ended is refused by the next request.
 */
export interface SessionQueryClient {
  /** One answer for whatever is wrong, in the same time. */
  start(question: StartSession, options: CallOptions): Promise<SignInOutcome>;
  check(token: string, options: CallOptions): Promise<SessionVerdict>;
  end(token: string, options: CallOptions): Promise<void>;
}
