import type { Consumer, Kafka } from 'kafkajs';
import type { MessagingLogger } from '../../ports/observers.js';

export interface ConsumerWatchdogOptions {
  /** Whether the broker answers somebody else than the watched consumer. */
  readonly probe: () => Promise<boolean>;
  readonly onDead: () => void;
  /** Silence that makes us look. */
  readonly silentAfterMs?: number;
  readonly lookEveryMs?: number;
}

/**
 * Watches a consumer for signs of life. kafkajs restarts consumers by itself, but not always: one that has been silent
 * for a minute, although the broker has answered others all the while, is dead. While the broker is away for everybody
 * there is nothing to revive.
 */
export class ConsumerWatchdog {
  private lastHeartbeat = Date.now();
  private timer: NodeJS.Timeout | undefined;
  /** Since when the broker has answered at every look; undefined while it does not. */
  private answersSince: number | undefined;
  private looking = false;
  dead = false;

  constructor(private readonly options: ConsumerWatchdogOptions) {}

  start(): void {
    this.heartbeat();
    this.timer = setInterval(() => void this.look(), this.options.lookEveryMs ?? 10_000);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The consumer did something. */
  heartbeat(): void {
    this.lastHeartbeat = Date.now();
    this.answersSince = undefined;
  }

  get silentForMs(): number {
    return Date.now() - this.lastHeartbeat;
  }

  /**
   * The broker must have answered for as long as the consumer may be silent: one that has just come back takes
   * connections before it serves groups, and on a busy machine long before.
   */
  private async look(): Promise<void> {
    const { probe, onDead, silentAfterMs = 60_000, lookEveryMs = 10_000 } = this.options;
    if (this.looking || this.silentForMs < lookEveryMs) return;
    this.looking = true;
    const began = Date.now();
    const answers = await probe().catch(() => false);
    this.looking = false;
    if (began < this.lastHeartbeat) return;
    this.answersSince = answers ? (this.answersSince ?? began) : undefined;
    if (this.answersSince === undefined || this.dead) return;
    if (Math.min(this.silentForMs, Date.now() - this.answersSince) < silentAfterMs) return;
    this.dead = true;
    this.stop();
    onDead();
  }
}

/** Takes fetches, heartbeats and joins of a consumer as signs of its life. */
export function watchConsumer(consumer: Consumer, watchdog: ConsumerWatchdog): void {
  const { HEARTBEAT, FETCH, GROUP_JOIN } = consumer.events;
  for (const event of [HEARTBEAT, FETCH, GROUP_JOIN] as const) consumer.on(event, () => watchdog.heartbeat());
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
