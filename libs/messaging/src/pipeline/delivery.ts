import type { Reply } from '@rollcall/contracts';
import type { RawRecord } from '../codec/raw-record.js';
import type { Outcome } from '../ports/decision-store.js';
import { isEventTopic, type Message } from '../codec/envelope.js';

/** One record on its way through the pipeline; the policies fill in the fields below. */
export interface Delivery {
  readonly raw: RawRecord;
  /** Set by trace: the traceparent of its span, which what the message causes continues. */
  traceparent?: string;
  /** Set by decode. */
  message?: Message;
  /** Set by decode: why this release cannot read the event; an updated service can. */
  unreadable?: string;
  /** Set by transact. */
  outcome?: Outcome;
  /** Why it cannot be handled: it is dead-lettered or parked. */
  failure?: unknown;
  /** It is parked behind an earlier failed event of its key. */
  parked?: boolean;
  /** The reply to the caller of a command: the envelope, with the body of the decision or the code of a refusal. */
  reply?: Reply;
}

/** Handles the records of one batch. Rejects only when the process cannot go on. */
export type Handler = (deliveries: readonly Delivery[]) => Promise<void>;

/** Wraps a handler. */
export type Policy = (next: Handler) => Handler;

/** Chains policies; the first one is the outermost. */
export function pipeline(policies: readonly Policy[], innermost: Handler): Handler {
  return policies.reduceRight<Handler>((next, policy) => policy(next), innermost);
}

/** Events must be handled in order per key, because they update copies; commands do not depend on each other. */
export function isOrdered({ raw }: Delivery): boolean {
  return isEventTopic(raw.topic);
}
