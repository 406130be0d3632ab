import type { RefusalCode, RefusalFacts } from './refusals.js';

/** A fact about one aggregate, to be announced when the decision is committed. */
export interface PendingEvent {
  readonly type: string;
  readonly accountId: string;
  readonly aggregateId: string;
  /** The aggregate's version after this event; it rises by one per event. Warnings, which change nothing, have none. */
  readonly version?: number;
  readonly payload: object;
}

/**
 * What a handler decided, not yet done: the changes to save, the events to announce, the reply to give.
 * No change means no event and no new version.
 */
export interface Decision<Change = unknown, Reply extends object = object> {
  readonly changes: readonly Change[];
  readonly events: readonly PendingEvent[];
  /** Commands have one; event handlers leave it out. */
  readonly reply?: Reply;
}

/** A business rule says no. Nothing changes; the caller gets the code and the facts, and writes its own sentence. */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  constructor(
    readonly code: Code,
    readonly facts: RefusalFacts = {},
    /** Warnings that the refusal raises (rule 8: the last admin); they are announced although nothing changed. */
    readonly warnings: readonly PendingEvent[] = [],
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0; // a refusal is an answer, not a fault: nobody reads its stack
    super(code);
    Error.stackTraceLimit = limit;
    this.name = 'Refusal';
  }
}

/** What travels back to the caller of a command. */
export type Reply<Body extends object = object> = (
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly code: RefusalCode; readonly facts: RefusalFacts }
) & {
  /** Of the request that was carried out: a caller that asks again under the same id sees whether it asks the same. */
  readonly fingerprint?: string;
};
