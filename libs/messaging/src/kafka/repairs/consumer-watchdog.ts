import type { Consumer, Kafka } from 'kafkajs';
import type { MessagingLogger } from '../../ports/observers.js';

export interface ConsumerWatchdogOptions {
  /** Whether the broker answers another client than the watched consumer. */
  readonly probe: () => Promise<boolean>;
  readonly onDead: () => void;
  /** After how long without heartbeat the watchdog checks the broker. */
  readonly silentAfterMs?: number;
  readonly lookEveryMs?: number;
}

/**
 * Watches a consumer's heartbeats. kafkajs restarts consumers by itself, but not always: a consumer that has been
 * silent for a minute while the broker answered other clients is dead. While the broker answers no client, a restart
 * would not help.
 */
export class ConsumerWatchdog {
  private lastHeartbeat = Date.now();
  private timer: NodeJS.Timeout | undefined;
  /** Since when the broker has answered every probe; undefined while it does not. */
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

  /** The consumer showed a sign of life. */
  heartbeat(): void {
    this.lastHeartbeat = Date.now();
    this.answersSince = undefined;
  }

  get silentForMs(): number {
    return Date.now() - this.lastHeartbeat;
  }

  /**
   * The broker must have answered for as long as the consumer may be silent. A broker that has just restarted accepts
   * connections before it serves groups, on a busy machine long before.
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

/** Counts fetches, heartbeats and joins of a consumer as its signs of life. */
export function watchConsumer(consumer: Consumer, watchdog: ConsumerWatchdog): void {
  const { HEARTBEAT, FETCH, GROUP_JOIN } = consumer.events;
  for (const event of [HEARTBEAT, FETCH, GROUP_JOIN] as const) consumer.on(event, () => watchdog.heartbeat());
}

/** Probes the broker over a connection of its own, for at most a few seconds. */
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
