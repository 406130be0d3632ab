import type { CheckToken, TokenVerdict } from '@rollcall/contracts';

export interface VerificationCall {
  readonly timeoutMs: number;
  /** The account or network whose turn this call takes. */
  readonly turnOf: string;
  /** The trace of the request. */
  readonly traceparent?: string;
}

/**
 * Asks token-service about one token and reports how the token was used. Any number of calls at the same time. Resolves
 * to what was true at a moment between call and answer; rejects with `ServiceUnavailable` when there is no answer
 * within `timeoutMs`: the usage may then have been counted or not.
 */
export interface TokenVerifier {
  check(question: CheckToken, call: VerificationCall): Promise<TokenVerdict>;
}
