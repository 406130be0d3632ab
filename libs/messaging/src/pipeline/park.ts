import type { FailureStore } from '../ports/decision-store.js';
import type { Message } from '../codec/envelope.js';
import type { MessagingObserver } from '../ports/observers.js';
import { isOrdered, type Delivery, type Policy } from './delivery.js';

/** Parks events that cannot be read yet, and events whose key has parked messages already, behind those. */
export function park(store: FailureStore, observer: MessagingObserver): Policy {
  return (next) => async (deliveries) => {
    const keys = deliveries.flatMap((delivery) =>
      isOrdered(delivery) && delivery.message ? [delivery.message.key] : [],
    );
    if (keys.length === 0) return next(deliveries);
    const parked = new Set(await store.parkedKeys([...new Set(keys)]));
    const free: Delivery[] = [];
    const aside: [Delivery, Message, string][] = [];
    for (const delivery of deliveries) {
      const { message, unreadable } = delivery;
      if (message && parked.has(message.key)) {
        aside.push([delivery, message, 'waits behind an earlier message of its key']);
      } else if (message && unreadable !== undefined) {
        parked.add(message.key);
        aside.push([delivery, message, unreadable]);
      } else free.push(delivery);
    }
    // The messages before go first: where one of them fails, it must be parked before those parked here.
    if (free.length > 0) await next(free);
    for (const [delivery, message, reason] of aside) {
      await store.park(message, reason);
      delivery.parked = true;
      observer.count('parked');
    }
  };
}
