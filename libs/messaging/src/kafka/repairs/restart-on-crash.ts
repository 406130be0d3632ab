import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import type { MessagingLogger } from '../../ports/observers.js';

export interface RestartOptions {
  /** Begins to consume: `consumer.run` with its handler. */
  readonly run: () => Promise<void>;
  /** False once the consumer is to end. */
  readonly isWanted: () => boolean;
  /** At each crash, whoever starts it again. */
  readonly onCrash: (error: Error) => void;
  readonly logger: MessagingLogger;
}

const restartAfterMs = 500;

/**
 * kafkajs starts a crashed consumer again, but not after errors that it does not know to be passing: a broker that is
 * killed at an unlucky moment leaves a plain `Broker not connected`. Started again it goes on, so that is done here, as
 * often as need be. Whether a consumer is beyond help tells its watchdog.
 */
export function restartOnCrash(consumer: Consumer, options: RestartOptions): void {
  const { run, isWanted, onCrash, logger } = options;
  const restart = async () => {
    while (isWanted()) {
      await pause(restartAfterMs);
      if (!isWanted()) return;
      try {
        await consumer.connect();
        return await run();
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
