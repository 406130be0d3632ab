import type { MessagingObserver } from '@rollcall/messaging';
import type { ServiceFrame } from '@rollcall/service-kit';

/** Counts messages and measures batches in the service's metrics. */
export function messagingMetrics({ metrics }: Pick<ServiceFrame, 'metrics'>): MessagingObserver {
  const messages = metrics.counter('rollcall_messages_total', 'Messages by what became of them', ['outcome']);
  const sizes = metrics.histogram(
    'rollcall_batch_size',
    'Messages per transaction',
    [],
    [1, 2, 5, 10, 25, 50, 100, 250, 500],
  );
  const durations = metrics.histogram('rollcall_batch_seconds', 'Time per transaction');
  return {
    count: (outcome, by = 1) => messages.inc({ outcome }, by),
    batch: (size, milliseconds) => {
      sizes.observe(size);
      durations.observe(milliseconds / 1_000);
    },
  };
}
