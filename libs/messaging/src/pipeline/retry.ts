import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs, withJitter, type Backoff } from '@rollcall/service-kit';
import type { FailureStore } from '../ports/decision-store.js';
import type { MessagingLogger, MessagingObserver } from '../ports/observers.js';
import type { Delivery, Policy } from './delivery.js';
import { ShutdownInterrupted, type Flow } from './flow.js';
import { onRetriesExhausted } from './on-retries-exhausted.js';

const maxConflicts = 5;
const conflicts: Backoff = { firstMs: 60, maxMs: 500 };
const absences: Backoff = { firstMs: 75, maxMs: 1_500 };

/**
 * Tries the whole batch; after an error it tries the messages one by one, so that a bad one fails alone. While the
 * database is away it waits, with the consumer paused, and discards nothing. A conflict is tried again a few times; a
 * fault is not.
 */
export function retry(store: FailureStore, flow: Flow, logger: MessagingLogger, observer: MessagingObserver): Policy {
  const retryWhileUnavailable = createRetryWhileUnavailable(store, flow, logger);
  const giveUp = onRetriesExhausted(store, retryWhileUnavailable, logger, observer);
  return (next) => {
    return async (deliveries) => {
      if (deliveries.length === 0) return;
      try {
        await retryWhileUnavailable(() => next(deliveries));
      } catch (error) {
        if (error instanceof ShutdownInterrupted) throw error;
        observer.count('retried', deliveries.length);
        for (const delivery of deliveries) {
          if (delivery.parked) continue;
          const failure = await failureOf(delivery);
          if (failure !== undefined) await giveUp(delivery, failure);
        }
      }
    };

    /** Resolves to the final failure, or to undefined when the message is done. */
    async function failureOf(delivery: Delivery): Promise<unknown> {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await retryWhileUnavailable(() => next([delivery]));
          return undefined;
        } catch (error) {
          if (error instanceof ShutdownInterrupted) throw error;
          if (store.classify(error) !== 'conflict' || attempt >= maxConflicts) return error;
          await pause(withJitter(backoffMs(conflicts, attempt - 1)));
        }
      }
    }
  };
}

/**
 * Repeats `act` while the database is away.
 * @throws any other error of `act`; ShutdownInterrupted when the service stops meanwhile
 */
function createRetryWhileUnavailable(store: FailureStore, flow: Flow, logger: MessagingLogger) {
  return async (act: () => Promise<void>): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await act();
        if (attempt > 0) flow.resume();
        return;
      } catch (error) {
        if (store.classify(error) !== 'unavailable') {
          if (attempt > 0) flow.resume();
          throw error;
        }
        if (attempt === 0) {
          logger.warn('something that a message needs is away: consumption pauses', { error });
          flow.pause();
        }
        if (!flow.running) throw new ShutdownInterrupted();
        await pause(withJitter(backoffMs(absences, attempt)));
      }
    }
  };
}
