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

/** How to connect to the brokers. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** TLS with the system's trusted certificates, or with the given ones. */
  readonly tls?: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** Retries without limit, at first quickly, then every second: a broker that is down comes back. */
export const unlimitedRetry = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 1_000_000 } as const;

/** The session timeout of consumers: so long nothing consumes the partitions of a consumer that was killed. */
export const sessionTimeoutMs = 6_000;

/** Fails fast: for producers, whose callers decide when to retry and what to answer meanwhile. */
export const failFastRetry = { initialRetryTime: 100, maxRetryTime: 500, retries: 1 } as const;

/**
 * A client whose consumers and admin clients wait for a broker that is down. Its producers fail fast, and so do admin
 * clients with a `retry` of their own.
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

  /** Sends a group's coordinator a request that kafkajs has no public function for. Fails fast. */
  askCoordinator<T>(groupId: string, ask: (coordinator: GroupCoordinator) => Promise<T>): Promise<T> {
    return askCoordinator(this.failFast, groupId, ask);
  }
}

/** A kafkajs client with the repairs (ADR 0011). It connects on first use. */
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
        // kafkajs' texts name brokers, topics and groups, but never contain messages.
        const text = `kafka: ${log.message}`;
        if (level === logLevel.ERROR) logger.warn(text, typeof log.error === 'string' ? { reason: log.error } : {});
        else logger.debug(text);
      },
  };
  return new RepairedKafka(config);
}
