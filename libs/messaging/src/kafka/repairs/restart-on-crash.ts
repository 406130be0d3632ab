import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import type { MessagingLogger } from '../../ports/observers.js';

export interface RestartOptions {
  /** Starts consuming: `consumer.run` with its handler. */
  readonly run: () => Promise<void>;
  /** False once the consumer is to stop. */
  readonly isWanted: () => boolean;
  /** Called at each crash, whether kafkajs or this function restarts the consumer. */
  readonly onCrash: (error: Error) => void;
  readonly logger: MessagingLogger;
}

const restartAfterMs = 500;

/**
 * Restarts a consumer after crashes after which kafkajs does not. kafkajs restarts only after errors that it knows to
 * be retriable, but a broker that is killed at an unfavourable moment can cause a plain `Broker not connected`. The
 * number of restarts has no limit; the watchdog detects a consumer that does not recover.
 */
export function restartOnCrash(consumer: Consumer, options: RestartOptions): void {
  const { run, isWanted, onCrash, logger } = options;
  const restart = async () => {
    while (isWanted()) {
      await pause(restartAfterMs);
      if (!isWanted()) return;
      try {
        await consumer.connect();
        return await (isWanted() ? run() : consumer.disconnect()); // it may have been stopped meanwhile
      } catch (error) {
        logger.warn('kafka: a consumer that was given up could not be started again yet', { error });
      }
    }
  };
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    onCrash(payload.error);
    if (!payload.restart) void restart();
  });
}
