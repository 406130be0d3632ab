import { decodeMessage, NewerVersion } from '../codec/decode-message.js';
import { isOrdered, type Policy } from './delivery.js';

/**
 * Reads and validates each record. A record that cannot be read is marked with its failure and goes no further. Events
 * without a handler in this service (`isHandled`) are skipped. An event of a newer version goes on undecoded: it is
 * parked until this service is updated.
 */
export function decode(isHandled: (type: string) => boolean): Policy {
  return (next) => async (deliveries) => {
    for (const delivery of deliveries) {
      const type = delivery.raw.headers.ce_type;
      // an event that this service does not handle
      if (type !== undefined && !isHandled(type) && isOrdered(delivery)) continue;
      try {
        const message = decodeMessage(delivery.raw);
        const { traceparent = message.traceparent } = delivery;
        delivery.message = traceparent === undefined ? message : { ...message, traceparent };
      } catch (failure) {
        if (failure instanceof NewerVersion && isOrdered(delivery)) {
          delivery.message = failure.unread;
          delivery.unreadable = failure.message;
        } else delivery.failure = failure;
      }
    }
    await next(deliveries.filter((delivery) => delivery.message !== undefined));
  };
}
