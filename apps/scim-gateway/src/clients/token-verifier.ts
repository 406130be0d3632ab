import type { CheckToken, TokenVerdict } from '@rollcall/contracts';

/** How long token-service may take, and on whose behalf it is asked. */
export interface VerificationCall {
  readonly timeoutMs: number;
  readonly traceparent?: string;
}

/**
 * Asks token-service about one token and tells it how the token was used. Any number of calls at the same time. Resolves
 * with what was true at a moment between call and answer; rejects with `ServiceUnavailable` when it cannot say, within
 * `timeoutMs`: the usage may then have been counted or not.
 */
export interface TokenVerifier {
  check(question: CheckToken, call: VerificationCall): Promise<TokenVerdict>;
}
