import { setTimeout as pause } from 'node:timers/promises';
import { deadLetterTopic, type Reply } from '@rollcall/contracts';
import { encodeDeadLetter } from '../codec/dead-letter-record.js';
import { Undecodable } from '../codec/decode-message.js';
import { isReplyTopic } from '../codec/reply-topic.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import type { MessagingLogger, MessagingObserver } from '../ports/observers.js';
import { RecordTooLarge } from '../sender/send-errors.js';
import { SenderNotAllowed } from './authenticate.js';
import type { Delivery, Policy } from './delivery.js';
import { ShutdownInterrupted, type Flow } from './flow.js';

const retryAfterMs = 1_000;

/**
 * Writes records that cannot be decoded or handled to the service's dead-letter topic: unchanged, with place and
 * reason; the caller of a command gets a reply. What cannot be decoded and has a caller is refused by the reply alone.
 * It stands outside decode, so that an unreadable record can be kept as well.
 */
export function deadLetter(
  service: string,
  publisher: EventPublisher,
  logger: MessagingLogger,
  observer: MessagingObserver,
  flow: Flow,
): Policy {
  /** Tries until it works: a record lost here would be lost for good, so no later record is handled before. */
  async function keep(delivery: Delivery): Promise<void> {
    const { raw: original, failure } = delivery;
    const letter = { original, consumer: service, reason: reasonOf(failure), failedAt: new Date() };
    // Where even the dead-letter topic does not take the value, the letter goes without it: the value is at its
    // original place.
    for (let whole = true; ;) {
      try {
        return await publisher.publish([encodeDeadLetter({ ...letter, whole })]);
      } catch (error) {
        if (!flow.running) throw new ShutdownInterrupted();
        logger.error('a dead letter was not written, and is written again', { topic: deadLetterTopic(service), error });
        if (error instanceof RecordTooLarge && whole) whole = false;
        else await pause(retryAfterMs);
      }
    }
  }

  return (next) => async (deliveries) => {
    await next(deliveries);
    const unhandled = deliveries.filter(({ failure, parked }) => failure !== undefined && parked !== true);
    if (unhandled.length === 0) return;
    for (const delivery of unhandled) delivery.reply = replyTo(delivery);
    const { refused = [], kept = [] } = Object.groupBy(unhandled, (each) => (isRefusedOnly(each) ? 'refused' : 'kept'));
    for (const delivery of refused) logger.warn('a command was refused unhandled', logged(delivery));
    if (refused.length > 0) observer.count('refused', refused.length);
    for (const delivery of kept) logger.error('a message was put to the dead letters', logged(delivery));
    if (kept.length > 0) observer.count('dead-lettered', kept.length);
    await Promise.all(kept.map((delivery) => keep(delivery)));
  };
}

/**
 * Whether its sender waits and learns by the reply that it was not accepted: then nothing of it is kept. It must not
 * happen later all the same, and its values are not for others to read.
 */
function isRefusedOnly({ raw, failure }: Delivery): boolean {
  const { rollcall_replyto: replyTo, ce_id: id } = raw.headers;
  const refused = failure instanceof Undecodable || failure instanceof SenderNotAllowed;
  return refused && id !== undefined && replyTo !== undefined && isReplyTopic(replyTo);
}

function logged({ raw, failure }: Delivery): Record<string, unknown> {
  const { topic, partition, offset, headers } = raw;
  return { topic, partition, offset, type: headers.ce_type, messageId: headers.ce_id, error: failure };
}

/**
 * The reason in the dead letter: the full text of the product's own errors, only the name of others (their texts may
 * quote values).
 */
export function reasonOf(failure: unknown): string {
  if (failure instanceof Undecodable || failure instanceof SenderNotAllowed) return failure.message;
  return failure instanceof Error ? failure.name : 'unknown';
}

function replyTo({ raw, failure }: Delivery): Reply {
  const id = raw.headers.ce_id ?? '';
  if (failure instanceof Undecodable)
    return { ok: false, code: 'invalid-message', facts: { problems: failure.problems } };
  if (failure instanceof SenderNotAllowed)
    return { ok: false, code: 'sender-not-allowed', facts: { problem: failure.message } };
  return { ok: false, code: 'internal', facts: { id } };
}
