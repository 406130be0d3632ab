import { Refusal } from '@rollcall/contracts';
import type { FailureStore } from '../ports/decision-store.js';
import type { Message } from '../codec/envelope.js';
import type { MessagingLogger, MessagingObserver } from '../ports/observers.js';
import { reasonOf } from './dead-letter.js';
import { isOrdered, type Delivery } from './delivery.js';
import { ShutdownInterrupted } from './flow.js';

/**
 * Decides what happens to a message that is not tried again. An event is parked, and later events of its key wait
 * behind it. A command that kept losing conflicts is refused for good, so that its caller can send a new one; any other
 * message is marked as failed.
 */
export function onRetriesExhausted(
  store: FailureStore,
  retryWhileUnavailable: (act: () => Promise<void>) => Promise<void>,
  logger: MessagingLogger,
  observer: MessagingObserver,
) {
  return async (delivery: Delivery, failure: unknown): Promise<void> => {
    const { message } = delivery;
    if (message && isOrdered(delivery)) return parkMessage(delivery, message, failure);
    if (message && store.classify(failure) === 'conflict') return refuse(delivery, message, failure);
    delivery.failure = failure;
  };

  async function parkMessage(delivery: Delivery, message: Message, failure: unknown): Promise<void> {
    delivery.failure = failure;
    await retryWhileUnavailable(() => store.park(message, reasonOf(failure)));
    delivery.parked = true;
    observer.count('parked');
    const { key, type, id } = message;
    logger.error('an event was parked, and its key with it', { key, type, messageId: id, error: failure });
  }

  async function refuse(delivery: Delivery, message: Message, conflict: unknown): Promise<void> {
    const { key, type, id } = message;
    logger.warn('others were first again and again: the command is refused', {
      key,
      type,
      messageId: id,
      error: conflict,
    });
    try {
      await retryWhileUnavailable(async () => {
        const { kind, reply } = await store.refuse(message, new Refusal('overtaken'));
        if (reply) delivery.reply = reply;
        observer.count(kind === 'seen' ? 'seen' : 'refused');
      });
    } catch (error) {
      if (error instanceof ShutdownInterrupted) throw error;
      delivery.failure = error;
    }
  }
}
