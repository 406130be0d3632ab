import type { CheckToken, TokenVerdict } from '@rollcall/contracts';

/** How long token-service may take, whose turn the question takes among others, and the trace of the request. */
export interface VerificationCall {
  readonly timeoutMs: number;
  readonly turnOf: string;
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
