import type { RefusalFacts } from '@rollcall/contracts';

export interface FailureOptions {
  /** What the sentence speaks of. */
  readonly facts?: RefusalFacts;
  /** Where the code has no row in the gateway's table, or another one is right. */
  readonly status?: number;
  /** A sentence for the person who reads it, in place of the table's: what is wrong, and what to do. */
  readonly detail?: string;
  /** Whole seconds after which the same request may be sent again. */
  readonly retryAfterS?: number | undefined;
  /**
   * The request had its whole effect or none. Without this flag, every 4xx promises that nothing has happened
   * (docs/rules.md#the-budget-of-a-request).
   */
  readonly outcomeUnknown?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** What does not fit, by place: for forms. */
  readonly problems?: readonly { readonly at: string; readonly problem: string }[];
}

/** Why a request is refused or has failed, in words of no protocol: a gateway's renderer makes its answer from it. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    /** Stable: what programs compare, and records and metrics say. */
    readonly code: string,
    readonly options: FailureOptions = {},
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0; // a failure is an answer, not a fault: its stack is never used
    super(code);
    Error.stackTraceLimit = limit;
  }
}
