import { errorMessage, type ScimType } from '@rollcall/scim';

export interface FailureOptions {
  readonly scimType?: ScimType | undefined;
  /** Whole seconds after which the same request may be sent again. Okta repeats by itself only what is answered 429. */
  readonly retryAfterS?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Everything or nothing has happened. Without it, every 4xx promises that nothing has (docs/rules.md#the-budget-of-a-request). */
  readonly outcomeUnknown?: boolean;
}

/** The answer to a request that is refused or has failed: always in SCIM's form (RFC 7644 §3.12, rule 21). */
export class ScimFailure extends Error {
  override readonly name = 'ScimFailure';

  constructor(
    readonly status: number,
    /** Stable and ours: what the record and the metrics say. */
    readonly code: string,
    /** A sentence for the admin who reads it in the identity provider: what is wrong, and what to do. */
    readonly detail: string,
    readonly options: FailureOptions = {},
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

  body(): string {
    return JSON.stringify(errorMessage(this.status, this.detail, this.options.scimType));
  }
}
