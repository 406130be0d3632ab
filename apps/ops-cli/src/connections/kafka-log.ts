import { auditSubscription, subscriptions } from '@rollcall/contracts';
import { consumerGroups, TopicAdmin, type OutgoingBytes } from '@rollcall/messaging';
import type { Environment } from '../settings.js';
import { answered, brokerOf, type Broker } from './kafka.js';
import type { Log, LogRecord, PartitionLag, WatchOptions } from './ports.js';

const reading = { ...subscriptions, 'audit-service': auditSubscription };
const ourGroups = Object.entries(reading).flatMap(([service, reads]) => consumerGroups(service, reads));

/** The topics of a broker. */
export class KafkaLog implements Log {
  private readonly admin: TopicAdmin;

  constructor(private readonly broker: Broker) {
    this.admin = new TopicAdmin(broker.kafka);
  }

  static of(env: Environment): KafkaLog {
    return new KafkaLog(brokerOf(env));
  }

  async watch({ topics, since, follow, signal }: WatchOptions, take: (record: LogRecord) => void): Promise<void> {
    if (signal.aborted) return;
    const watching = this.admin.watch(
      topics,
      (record) => {
        if (since === undefined || record.time >= since) take(record);
      },
      { ...(since === undefined ? {} : { from: since }), untilEnd: !follow },
    );
    const reading = await answered(this.broker, watching);
    const interrupt = () => void reading.stop();
    signal.addEventListener('abort', interrupt, { once: true });
    if (signal.aborted) interrupt();
    await reading.ended;
    signal.removeEventListener('abort', interrupt);
  }

  /**
   * The lag of the services' consumer groups only, including groups that have never run; the groups of gateways
   * (replies) and of watching operators are left out.
   */
  async lag(): Promise<readonly PartitionLag[]> {
    const all = await answered(this.broker, this.admin.lag('', ourGroups));
    return all
      .filter(({ group }) => !/^rollcall\.(replies|watch)\./.test(group))
      .map(({ group, topic, partition, lag }) => ({ group, topic, partition, lag }));
  }

  async put(record: OutgoingBytes, withinMs?: number): Promise<void> {
    await answered(this.broker, this.admin.produceRaw(record), withinMs);
  }
}
