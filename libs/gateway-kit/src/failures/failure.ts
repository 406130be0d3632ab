import type { RefusalFacts } from '@rollcall/contracts';

export interface FailureOptions {
  /** The facts that the failure's text mentions. */
  readonly facts?: RefusalFacts;
  /** Where the gateway's table has no row for the code, or the row's status does not fit. */
  readonly status?: number;
  /** A text for people, instead of the table's: what is wrong, and what to do. */
  readonly detail?: string;
  /** Whole seconds after which the client may repeat the request. */
  readonly retryAfterS?: number | undefined;
  /**
   * The request had its whole effect or none. Without this flag, every 4xx promises that the request had no effect
   * (docs/rules.md#the-budget-of-a-request).
   */
  readonly outcomeUnknown?: boolean;
  /** Nobody vouches for who asked: beyond some a second such requests are answered late, so that a flood of them takes nobody's turn. */
  readonly withoutCredential?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** The invalid fields, by place: for forms. */
  readonly problems?: readonly { readonly at: string; readonly problem: string }[];
}

/**
 * Why a request was refused or failed, independent of any protocol: each gateway's renderer makes its answer from it.
 */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    /** Stable: programs compare it, and records and metrics contain it. */
    readonly code: string,
    readonly options: FailureOptions = {},
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0; // a failure is an answer, not a fault: nothing reads its stack
    super(code);
    Error.stackTraceLimit = limit;
  }
}
