import type { Delivery, Policy } from './delivery.js';

/** Runs work in a span; service-kit's telemetry fits. */
export interface Tracer {
  withSpan<T>(
    name: string,
    options: {
      readonly traceparent?: string;
      readonly kind?: 'consumer';
      readonly attributes?: Record<string, string | number>;
    },
    act: (span: { readonly traceparent: string }) => Promise<T>,
  ): Promise<T>;
}

/** One span per message, a child of its sender's, that lasts as long as its batch; what the message causes is a child of it. */
export function trace(service: string, tracer: Tracer | undefined): Policy {
  return (next) => async (deliveries) => {
    if (!tracer) return next(deliveries);
    const { promise: batch, resolve } = Promise.withResolvers<void>();
    const spans = deliveries.map((delivery) => spanOf(service, tracer, delivery, deliveries.length, batch));
    // The spans have begun: `withSpan` calls its work before it returns.
    const handled = next(deliveries);
    resolve(handled);
    await handled;
    await Promise.all(spans);
  };
}

function spanOf(service: string, tracer: Tracer, delivery: Delivery, count: number, batch: Promise<void>) {
  const { topic, headers } = delivery.raw;
  const { traceparent, ce_type: type = 'unknown', ce_id: id = '' } = headers;
  const options = {
    kind: 'consumer',
    ...(traceparent === undefined ? {} : { traceparent }),
    attributes: {
      'messaging.system': 'kafka',
      'messaging.destination.name': topic,
      'messaging.consumer.group.name': service,
      'messaging.message.id': id,
      'messaging.batch.message_count': count,
    },
  } as const;
  const span = tracer.withSpan(`${type} process`, options, (active) => {
    delivery.traceparent = active.traceparent;
    return batch;
  });
  span.catch(() => undefined); // the batch's own failure, which the caller sees
  return span;
}
