import type { Consumer, Kafka } from 'kafkajs';
import type { MessagingLogger } from '../ports/observers.js';

export interface PulseOptions {
  /** Whether the broker answers somebody else than the watched consumer. */
  readonly probe: () => Promise<boolean>;
  readonly onDead: () => void;
  /** Silence that makes us look. */
  readonly silentAfterMs?: number;
  readonly lookEveryMs?: number;
}

/**
 * Watches a consumer for signs of life. kafkajs restarts consumers by itself, but not always: one that has been silent for a
 * minute, although the broker answers others, is dead. While the broker is away for everybody there is nothing to revive.
 */
export class Pulse {
  private lastSign = Date.now();
  private timer: NodeJS.Timeout | undefined;
  private suspicions = 0;
  private looking = false;
  dead = false;

  constructor(private readonly options: PulseOptions) {}

  start(): void {
    this.sign();
    this.timer = setInterval(() => void this.look(), this.options.lookEveryMs ?? 10_000);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The consumer did something. */
  sign(): void {
    this.lastSign = Date.now();
    this.suspicions = 0;
  }

  get silentForMs(): number {
    return Date.now() - this.lastSign;
  }

  /** Twice in a row the broker must answer: after its absence the consumer needs a moment to come back, too. */
  private async look(): Promise<void> {
    if (this.looking || this.silentForMs < (this.options.silentAfterMs ?? 60_000)) return;
    this.looking = true;
    const answers = await this.options.probe().catch(() => false);
    this.looking = false;
    this.suspicions = answers ? this.suspicions + 1 : 0;
    if (this.suspicions < 2 || this.dead) return;
    this.dead = true;
    this.stop();
    this.options.onDead();
  }
}

/** Takes fetches, heartbeats and joins of a consumer as signs of its life. */
export function feelPulse(consumer: Consumer, pulse: Pulse): void {
  const { HEARTBEAT, FETCH, GROUP_JOIN } = consumer.events;
  for (const event of [HEARTBEAT, FETCH, GROUP_JOIN] as const) consumer.on(event, () => pulse.sign());
}

/** Asks the broker over a connection of its own, for at most a few seconds. */
export function brokerAnswers(kafka: Kafka, logger: MessagingLogger): () => Promise<boolean> {
  return async () => {
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    try {
      await producer.connect();
      return true;
    } catch (error) {
      logger.debug('kafka: the broker does not answer', { error });
      return false;
    } finally {
      await producer.disconnect().catch(() => undefined);
    }
  };
}

/** Waits for work, but no longer than this: what the broker keeps from ending is left behind. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
