import type { Reply } from '@rollcall/contracts';
import { isReplyTopic } from '../codec/reply-topic.js';
import { crashPoint } from '../crash-point.js';
import type { EventPublisher, OutgoingRecord } from '../ports/event-publisher.js';
import type { MessagingLogger } from '../ports/observers.js';
import type { Delivery, Policy } from './delivery.js';

/** Header of a reply with the id of the command that it answers. */
export const replyIdHeader = 'rollcall_commandid';

/**
 * After the commit, sends all replies of a batch to the topics that the commands named. Only reply topics are written
 * to, so a forged header reaches no other topic. A reply that cannot be produced is not lost: it is in the inbox, and
 * the caller sends the command again.
 */
export function reply(publisher: EventPublisher, logger: MessagingLogger): Policy {
  return (next) => async (deliveries) => {
    await next(deliveries);
    crashPoint('service.after-commit-before-reply');
    const replies = Map.groupBy(
      deliveries.flatMap((delivery) => recordOf(delivery)),
      ({ topic }) => topic,
    );
    // The publish requests travel in one produce request. There is one per topic, so that the missing topic of a
    // gateway that has gone does not fail the replies to the others.
    await Promise.all([...replies].map(([topic, records]) => produce(topic, records)));
  };

  async function produce(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    try {
      await publisher.publish(records);
    } catch (error) {
      logger.warn('replies were not produced: their callers will ask again', { topic, count: records.length, error });
    }
  }
}

function recordOf({ raw, reply: answer }: Delivery): OutgoingRecord[] {
  const topic = raw.headers.rollcall_replyto;
  const id = raw.headers.ce_id;
  if (!answer || id === undefined || topic === undefined || !isReplyTopic(topic)) return [];
  return [replyRecord(topic, id, answer)];
}

/** The record that answers a command. */
export function replyRecord(topic: string, commandId: string, answer: Reply): OutgoingRecord {
  return {
    topic,
    key: commandId,
    headers: { [replyIdHeader]: commandId, 'content-type': 'application/json' },
    value: JSON.stringify(answer),
  };
}
