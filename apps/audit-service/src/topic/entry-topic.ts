import { BatchingProducer, crashPoint, type RepairedKafka } from '@rollcall/messaging';
import { OutboxRelay, outboxStatus, type DataSource } from '@rollcall/persistence';
import type { ServiceFrame } from '@rollcall/service-kit';

export interface EntryTopicOptions {
  readonly kafka: RepairedKafka;
  readonly databaseUrl: string;
  readonly dataSource: DataSource;
  readonly frame: ServiceFrame;
}

/**
 * Sends entries to their topic: from the outbox, where they stand since the transaction in which they were added, at least once, and in order per account.
 * Any number of instances share the work.
 */
export class EntryTopic {
  private readonly producer: BatchingProducer;
  private readonly relay: OutboxRelay;

  constructor({ kafka, databaseUrl: url, dataSource, frame }: EntryTopicOptions) {
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
  }

  /** Entries were stored. */
  wake(): void {
    this.relay.wake();
  }

  async close(): Promise<void> {
    await this.relay.stop();
    await this.producer.close();
  }
}
