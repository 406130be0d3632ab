import { BatchingProducer, crashPoint, type RepairedKafka } from '@rollcall/messaging';
import { inTransaction, OutboxRelay, outboxStatus, type DataSource } from '@rollcall/persistence';
import { RegularJob, type ServiceFrame } from '@rollcall/service-kit';
import { addHeartbeats } from '../persistence/heartbeats.js';
import type { TopicChoice } from './published-entry.js';

/** So often it is looked whether heartbeats are due, or more often where they are. */
const lookEveryMs = 60_000;

export interface EntryTopicOptions {
  readonly kafka: RepairedKafka;
  readonly databaseUrl: string;
  readonly dataSource: DataSource;
  readonly frame: ServiceFrame;
  readonly choice: TopicChoice;
  readonly heartbeatMs: number;
}

/**
 * Sends entries to their topic: from the outbox, where they stand since the transaction in which they were added, at least once, and in order per account.
 * Any number of instances share the work.
 */
export class EntryTopic {
  private readonly producer: BatchingProducer;
  private readonly relay: OutboxRelay;
  private heartbeats: RegularJob | undefined;
  private isClosing = false;

  constructor(private readonly options: EntryTopicOptions) {
    const { kafka, databaseUrl: url, dataSource, frame } = options;
    const { name, logger, metrics } = frame;
    this.producer = new BatchingProducer(kafka, logger);
    this.relay = new OutboxRelay({
      url,
      name,
      publisher: this.producer,
      failpoint: crashPoint,
      observer: {
        failed: (error) => logger.warn('entries could not be published: they stay in the outbox', { error }),
      },
    });
    metrics.gauge('rollcall_outbox_rows', 'Events committed and not yet published', [], async (gauge) => {
      gauge.set((await outboxStatus(dataSource)).reduce((sum, { rows }) => sum + rows, 0));
    });
  }

  async start(): Promise<void> {
    await this.producer.connect();
    this.relay.start();
    const { frame, heartbeatMs } = this.options;
    this.heartbeats = new RegularJob({
      everyMs: Math.min(lookEveryMs, heartbeatMs),
      run: () => this.beat(),
      onFailure: (error) => frame.logger.warn('heartbeats could not be sent: it is tried again later', { error }),
    });
  }

  /** Entries were stored. */
  wake(): void {
    this.relay.wake();
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.heartbeats?.close();
    await this.relay.stop();
    await this.producer.close();
  }

  /** Page after page: so no log is locked for long. */
  private async beat(): Promise<void> {
    const { dataSource, choice, heartbeatMs } = this.options;
    while (!this.isClosing) {
      const isMore = await inTransaction(dataSource, (tx) => addHeartbeats(tx, choice, heartbeatMs));
      this.relay.wake();
      if (!isMore) return;
    }
  }
}
