import type { DecisionStore } from '../ports/decision-store.js';
import { isOrdered, type Policy } from './delivery.js';

/** An event whose key has something parked is parked behind it. */
export function park(store: DecisionStore): Policy {
  return (next) => async (deliveries) => {
    const keys = deliveries.flatMap((delivery) =>
      isOrdered(delivery) && delivery.message ? [delivery.message.key] : [],
    );
    if (keys.length === 0) return next(deliveries);
    const parked = await store.parkedKeys([...new Set(keys)]);
    for (const delivery of deliveries) {
      if (!delivery.message || !parked.has(delivery.message.key)) continue;
      await store.park(delivery.message, 'waits behind an earlier message of its key');
      delivery.parked = true;
    }
    const free = deliveries.filter((delivery) => delivery.parked !== true);
    if (free.length > 0) await next(free);
  };
}
