import type {
  Admin,
  AdminConfig,
  Consumer,
  ConsumerConfig,
  Kafka as KafkaClient,
  KafkaConfig,
  Producer,
  ProducerConfig,
  SASLOptions,
} from 'kafkajs';
import type { MessagingLogger } from '../ports/observers.js';
import { Kafka, logLevel } from './kafkajs.js';
import { askCoordinator, type GroupCoordinator } from './repairs/group-coordinator.js';
import { fetchWaitMs } from './repairs/fetch-wait.js';
import { noDelaySocket } from './repairs/tcp-no-delay.js';

/** How to reach the brokers. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** TLS with the machine's trusted certificates, or with the given ones. */
  readonly tls?: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** Reconnects for ever, at first quickly, then every second: a broker that is away comes back. */
export const unlimitedRetry = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 1_000_000 } as const;

/** A consumer's session: how long its partitions stand still after it was killed. */
export const sessionTimeoutMs = 6_000;

/** Gives up soon: for producers, whose callers know best when to try again and what to say meanwhile. */
export const failFastRetry = { initialRetryTime: 100, maxRetryTime: 500, retries: 1 } as const;

/**
 * Consumers and administrators of this client wait for a broker that is away; its producers report it at once, and so
 * do administrators with a `retry` of their own.
 */
export class RepairedKafka extends Kafka {
  private readonly failFast: KafkaClient;

  constructor(config: KafkaConfig) {
    super({ ...config, retry: unlimitedRetry });
    this.failFast = new Kafka({ ...config, retry: failFastRetry });
  }

  override consumer(config: ConsumerConfig): Consumer {
    return super.consumer({ maxWaitTimeInMs: fetchWaitMs, ...config });
  }

  override producer(config?: ProducerConfig): Producer {
    return this.failFast.producer(config);
  }

  override admin(config?: AdminConfig): Admin {
    return config?.retry ? this.failFast.admin(config) : super.admin(config);
  }

  /** Asks a group's coordinator what kafkajs' public parts do not offer. Gives up soon. */
  askCoordinator<T>(groupId: string, ask: (coordinator: GroupCoordinator) => Promise<T>): Promise<T> {
    return askCoordinator(this.failFast, groupId, ask);
  }
}

/** A kafkajs client with the repairs (ADR 0011). It connects when something asks for it. */
export function createKafka(settings: KafkaSettings, logger: MessagingLogger): RepairedKafka {
  const config: KafkaConfig = {
    brokers: [...settings.brokers],
    clientId: settings.clientId,
    ssl: settings.tls ?? false,
    sasl: settings.sasl as SASLOptions | undefined,
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    enforceRequestTimeout: true,
    socketFactory: noDelaySocket,
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, log }) => {
        // kafkajs' own texts name brokers, topics and groups; they hold no message content.
        const text = `kafka: ${log.message}`;
        if (level === logLevel.ERROR) logger.warn(text, typeof log.error === 'string' ? { reason: log.error } : {});
        else logger.debug(text);
      },
  };
  return new RepairedKafka(config);
}
