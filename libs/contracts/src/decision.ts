import type { RefusalCode, RefusalFacts } from './refusals.js';
import type { WouldChange } from './would-change.js';

/** A fact about one aggregate, to be published after the decision is committed. */
export interface PendingEvent {
  readonly type: string;
  readonly accountId: string;
  readonly aggregateId: string;
  /** The aggregate's version after this event; it rises by one per event. Warnings, which change nothing, have none. */
  readonly version?: number;
  readonly payload: object;
}

/**
 * The result of a handler, not yet carried out: the changes to save, the events to publish, the body of the reply to
 * send. Without changes there is no new version, and no event but warnings, which have none.
 */
export interface Decision<Change = unknown, Reply extends object = object> {
  readonly changes: readonly Change[];
  readonly events: readonly PendingEvent[];
  /** The body of the reply, which `Reply` carries to the caller. Commands have one; event handlers leave it out. */
  readonly reply?: Reply;
}

/**
 * A computation that takes long, as a generator: at each `yield` others may go first. It stays pure, since what runs
 * it decides what happens in between.
 */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** The result of a computation, whose steps run without a pause. */
export function finished<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/**
 * A business rule refuses the request. Nothing changes; the caller gets the code and the facts, and writes its own
 * sentence.
 */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  constructor(
    readonly code: Code,
    readonly facts: RefusalFacts = {},
    /** Warnings that the refusal raises (rule 8: the last admin); they are published although nothing changed. */
    readonly warnings: readonly PendingEvent[] = [],
    /**
     * Changes that note the refusal itself, such as whom it keeps waiting (rule 27); they are saved although nothing that
     * the request asks for is.
     */
    readonly notes: readonly unknown[] = [],
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0; // a refusal is an answer, not a fault: its stack is never used
    super(code);
    Error.stackTraceLimit = limit;
    this.name = 'Refusal';
  }
}

/** What the caller of a command receives: an envelope with the body of the decision, or with the code of its refusal. */
export type Reply<Body extends object = object> = (
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly code: RefusalCode; readonly facts: RefusalFacts }
) & {
  /**
   * The fingerprint of the request that was carried out. A caller that sends the same id again sees whether its request
   * is the same.
   */
  readonly fingerprint?: string;
  /** Of a dry run that was not refused: what the command would change. The body is that of the command carried out (rule 26). */
  readonly wouldChange?: WouldChange;
};
