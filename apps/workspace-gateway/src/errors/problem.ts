export interface ProblemOptions {
  /** Whole seconds after which the same request may be sent again. */
  readonly retryAfterS?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Everything or nothing has happened. Without it, every 4xx promises that nothing has. */
  readonly outcomeUnknown?: boolean;
  /** What does not fit, by place: for forms. */
  readonly problems?: readonly { readonly at: string; readonly problem: string }[];
  /** What the sentence speaks of, for programs. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** The answer to a request that is refused or has failed: always in the form of RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    /** Stable: what programs compare. */
    readonly code: string,
    readonly title: string,
    /** A sentence for the person who reads it: what is wrong, and what to do. */
    readonly detail: string,
    readonly options: ProblemOptions = {},
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0; // an answer, not a fault: nobody reads its stack
    super(code);
    Error.stackTraceLimit = limit;
  }

  get headers(): Record<string, string> {
    const { retryAfterS, headers, outcomeUnknown } = this.options;
    return {
      ...headers,
      ...(retryAfterS === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfterS))) }),
      ...(outcomeUnknown === true ? { 'rollcall-outcome': 'unknown' } : {}),
    };
  }

  /** @param requestId under which everything about the request is found */
  body(requestId: string): string {
    const { status, code, title, detail } = this;
    const { problems, facts } = this.options;
    const type = `/api/docs#problem-${code}`;
    return JSON.stringify({ type, title, status, detail, code, requestId, problems, facts });
  }
}

export const problemMediaType = 'application/problem+json; charset=utf-8';
