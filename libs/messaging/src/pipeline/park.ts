import type { DecisionStore } from '../ports/decision-store.js';
import type { MessagingObserver } from '../ports/observers.js';
import { isOrdered, type Delivery, type Policy } from './delivery.js';

/** An event whose key has something parked is parked behind it. */
export function park(store: DecisionStore, observer: MessagingObserver): Policy {
  return (next) => async (deliveries) => {
    const keys = deliveries.flatMap((delivery) =>
      isOrdered(delivery) && delivery.message ? [delivery.message.key] : [],
    );
    if (keys.length === 0) return next(deliveries);
    const parked = await store.parkedKeys([...new Set(keys)]);
    const free: Delivery[] = [];
    for (const delivery of deliveries) {
      const { message } = delivery;
      if (!message || !parked.has(message.key)) {
        free.push(delivery);
        continue;
      }
      await store.park(message, 'waits behind an earlier message of its key');
      delivery.parked = true;
      observer.count('parked');
    }
    if (free.length > 0) await next(free);
  };
}
