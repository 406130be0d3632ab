import type { Reply } from '@rollcall/contracts';
import type { RawRecord } from '../codec/raw-record.js';
import type { Outcome } from '../ports/decision-store.js';
import type { Message } from '../codec/envelope.js';

/** One record on its way through the pipeline; each policy adds what it found out. */
export interface Delivery {
  readonly raw: RawRecord;
  /** Set by trace: the position in the trace that everything caused by it continues. */
  traceparent?: string;
  /** Set by decode. */
  message?: Message;
  /** Set by decode, with the reason: an event that an update of this service can read. */
  unreadable?: string;
  /** Set by transact. */
  outcome?: Outcome;
  /** Why it can't be handled: it is dead-lettered or parked. */
  failure?: unknown;
  /** It waits in the database behind an earlier failure of its key. */
  parked?: boolean;
  /** What the caller of a command gets. */
  reply?: Reply;
}

/** Handles what one fetch brought; rejects only when the process can't go on. */
export type Handler = (deliveries: readonly Delivery[]) => Promise<void>;

/** A policy around a handler. */
export type Policy = (next: Handler) => Handler;

/** Chains policies, the first one outermost. */
export function pipeline(policies: readonly Policy[], innermost: Handler): Handler {
  return policies.reduceRight<Handler>((next, policy) => policy(next), innermost);
}

/** Events change a consumer's copy in the order of their key; commands do not depend on each other. */
export function isOrdered({ raw }: Delivery): boolean {
  return raw.topic.endsWith('.events');
}
