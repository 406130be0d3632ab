import type { Policy } from './delivery.js';

/** Wraps a span around what one batch does; service-kit's telemetry fits. */
export interface Tracer {
  withSpan<T>(
    name: string,
    options: {
      readonly traceparent?: string;
      readonly kind?: 'consumer';
      readonly attributes?: Record<string, string | number>;
    },
    act: () => Promise<T>,
  ): Promise<T>;
}

/** One span per batch, a child of the first message's trace (OpenTelemetry: batch receiving). */
export function trace(service: string, tracer: Tracer | undefined): Policy {
  return (next) => async (deliveries) => {
    const first = deliveries[0];
    if (!tracer || !first) return next(deliveries);
    const { traceparent } = first.raw.headers;
    await tracer.withSpan(
      `${first.raw.topic} process`,
      {
        kind: 'consumer',
        ...(traceparent === undefined ? {} : { traceparent }),
        attributes: {
          'messaging.system': 'kafka',
          'messaging.destination.name': first.raw.topic,
          'messaging.consumer.group.name': service,
          'messaging.batch.message_count': deliveries.length,
        },
      },
      () => next(deliveries),
    );
  };
}
