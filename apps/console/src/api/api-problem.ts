import type { Problem } from './generated/types.gen';

/** A refusal or failure of the API (RFC 9457), or that it could not be reached. */
export class ApiProblem extends Error {
  /** Of the HTTP answer; 0 where there was none. */
  readonly status: number;
  /** Stable name of the problem; `unreachable` where there was no answer, `unknown` where it was no problem document. */
  readonly code: string;
  readonly requestId: string | undefined;
  /** Seconds after which it may be tried again. */
  readonly retryAfterS: number | undefined;
  /** What is wrong with which part of the body, by JSON pointer. */
  readonly problems: readonly { readonly at: string; readonly problem: string }[];
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Partial<Problem>, retryAfterS?: number) {
    super(body.detail ?? body.title ?? '');
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'unreachable' : 'unknown');
    this.requestId = body.requestId;
    this.retryAfterS = retryAfterS;
    this.problems = body.problems ?? [];
    this.facts = body.facts ?? {};
  }

  /** Whether the session has ended, or there was none. */
  get isSignedOut(): boolean {
    return this.status === 401;
  }

  /** Whether the write may have been done although the answer is an error. */
  get isOutcomeUnknown(): boolean {
    return this.status === 0 || this.code === 'outcome-unknown';
  }
}
