import type { Delivery, Policy } from './delivery.js';

/** Runs work in a span; service-kit's Telemetry implements it. */
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

/**
 * One span per message, a child of its sender's, which lasts as long as its batch. What the message causes is a child
 * of this span.
 */
export function trace(service: string, tracer: Tracer | undefined): Policy {
  return (next) => async (deliveries) => {
    if (!tracer) return next(deliveries);
    const { promise: batch, resolve } = Promise.withResolvers<void>();
    const spans = deliveries.map((delivery) => spanOf(service, tracer, delivery, deliveries.length, batch));
    // All spans have started: `withSpan` calls its work synchronously.
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
  span.catch(() => undefined); // the batch's own failure, which the caller gets
  return span;
}
