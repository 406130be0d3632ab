import { deadLetterTopic, type Reply } from '@rollcall/contracts';
import { Undecodable } from '../codec/decode.js';
import type { EventPublisher, OutgoingRecord } from '../ports/event-publisher.js';
import type { MessagingLogger, MessagingObserver } from '../ports/observers.js';
import { RecordTooLarge } from '../sender/send-errors.js';
import type { Delivery, Policy } from './delivery.js';
import { Stopping, type Flow } from './flow.js';

const retryAfterMs = 1_000;

/**
 * Keeps what can't be decoded or handled: its raw bytes (base64), headers, place and reason go to the service's dead-letter
 * topic, and the caller of a command is told. It stands outside decode, so that nothing needs to be readable.
 */
export function deadLetter(
  service: string,
  publisher: EventPublisher,
  logger: MessagingLogger,
  observer: MessagingObserver,
  flow: Flow,
): Policy {
  /** Again and again: what is lost here is lost for good, so nothing goes on without it. */
  async function keep(delivery: Delivery): Promise<void> {
    for (let whole = true; ;) {
      try {
        return await publisher.publish([letter(service, delivery, whole)]);
      } catch (error) {
        if (!flow.running) throw new Stopping();
        logger.error('a dead letter was not written, and is written again', { topic: deadLetterTopic(service), error });
        if (error instanceof RecordTooLarge && whole) whole = false;
        else await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
      }
    }
  }

  return (next) => async (deliveries) => {
    await next(deliveries);
    const failed = deliveries.filter(({ failure, parked }) => failure !== undefined && parked !== true);
    if (failed.length === 0) return;
    for (const delivery of failed) {
      delivery.reply = replyTo(delivery);
      const { topic, partition, offset, headers } = delivery.raw;
      logger.error('a message was put to the dead letters', {
        topic,
        partition,
        offset,
        type: headers.ce_type,
        messageId: headers.ce_id,
        error: delivery.failure,
      });
    }
    observer.count('dead-lettered', failed.length);
    await Promise.all(failed.map((delivery) => keep(delivery)));
  };
}

/** `whole` is false where even the dead letters' topic does not take the value: then it must be read at its old place. */
function letter(service: string, { raw, failure }: Delivery, whole: boolean): OutgoingRecord {
  return {
    topic: deadLetterTopic(service),
    key: `${raw.topic}/${raw.partition}/${raw.offset}`,
    headers: { 'content-type': 'application/json', rollcall_service: service },
    value: JSON.stringify({
      topic: raw.topic,
      partition: raw.partition,
      offset: raw.offset,
      key: raw.key?.toString('base64') ?? null,
      headers: raw.headers,
      value: whole ? (raw.value?.toString('base64') ?? null) : null,
      reason: whole
        ? reasonOf(failure)
        : `${reasonOf(failure)} (too large for a letter: the value is at its place only)`,
      at: new Date().toISOString(),
    }),
  };
}

/** What stands in the dead letter: our own sentences, and of foreign errors the name only (their texts may quote values). */
export function reasonOf(failure: unknown): string {
  if (failure instanceof Undecodable) return failure.message;
  return failure instanceof Error ? failure.name : 'unknown';
}

function replyTo({ raw, failure }: Delivery): Reply {
  const id = raw.headers.ce_id ?? '';
  if (failure instanceof Undecodable)
    return { ok: false, code: 'invalid-message', facts: { problems: failure.problems } };
  return { ok: false, code: 'internal', facts: { id } };
}
