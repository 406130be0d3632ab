import { createTopics } from './create-topics.js';
import { segmentMsOf, type TopicDefinition } from '@rollcall/contracts';
import type { Admin, Kafka } from 'kafkajs';
import type { RawRecord } from '../codec/raw-record.js';
import type { OutgoingBytes } from '../ports/event-publisher.js';
import type { ConsumerGroup } from '../server/consumer-groups.js';
import { partitionName } from '../server/partitions.js';
import { TopicWatch, type WatchPlan } from './topic-watch.js';
import { withAdmin } from './with-admin.js';

/** How far a consumer group is behind on one partition. */
export interface PartitionLag {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly committed: number;
  readonly end: number;
  readonly lag: number;
}

export interface WatchOptions {
  /**
   * Also reads the records that are there already, all or those since a date. Default: only records that arrive from
   * now on.
   */
  readonly from?: 'beginning' | Date;
  /** Ends when everything that was there at the start has been read. */
  readonly untilEnd?: boolean;
}

/** What operators and the set-up need from the brokers. Each call opens and closes its own connection. */
export class TopicAdmin {
  constructor(private readonly kafka: Kafka) {}

  /**
   * Creates the missing topics with their settings; leaves existing topics as they are. Returns the names of the
   * created ones.
   */
  async ensureTopics(definitions: readonly TopicDefinition[], replicationFactor = -1): Promise<string[]> {
    return this.withAdmin(async (admin) => {
      const there = new Set(await admin.listTopics());
      const missing = definitions.filter(({ name }) => !there.has(name));
      if (missing.length > 0) {
        await createTopics(
          admin,
          missing.map(({ name, partitions, retentionMs }) => ({
            topic: name,
            numPartitions: partitions,
            replicationFactor,
            configEntries: [
              { name: 'retention.ms', value: String(retentionMs) },
              { name: 'segment.ms', value: String(segmentMsOf(retentionMs)) },
              { name: 'cleanup.policy', value: 'delete' },
              // A dead letter is a whole record plus its place and the reason.
              ...(name.endsWith('.dead-letters') ? [{ name: 'max.message.bytes', value: '2097152' }] : []),
            ],
          })),
        );
      }
      return missing.map(({ name }) => name);
    });
  }

  /** Names of all topics, without the broker's own. */
  async topics(): Promise<string[]> {
    const names = await this.withAdmin((admin) => admin.listTopics());
    return names.filter((name) => !name.startsWith('__')).sort();
  }

  /**
   * Lag of each partition of each group whose name starts with `prefix`, and of the `expected` groups. For a group that
   * has never committed an offset on a partition, all records there count.
   */
  async lag(prefix = '', expected: readonly ConsumerGroup[] = []): Promise<PartitionLag[]> {
    return this.withAdmins(async (admin, brief) => {
      const { groups } = await admin.listGroups();
      const names = groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(prefix));
      const there = new Set(await admin.listTopics());
      const lags: PartitionLag[] = [];
      for (const group of new Set([...names, ...expected.map((each) => each.group)])) {
        const offsets = await committedBy(admin, group);
        const read = expected.filter((each) => each.group === group).flatMap(({ topics }) => topics);
        // A group keeps its offsets of a deleted topic until they expire.
        for (const topic of new Set([...offsets.keys(), ...read].filter((name) => there.has(name)))) {
          for (const { partition, low, high } of await offsetsOf(brief, topic)) {
            const end = Number(high);
            const committed = Math.max(Number(low), offsets.get(topic)?.get(partition) ?? 0);
            lags.push({ group, topic, partition, committed, end, lag: Math.max(0, end - committed) });
          }
        }
      }
      return lags.sort(
        (a, b) => `${a.group} ${a.topic}`.localeCompare(`${b.group} ${b.topic}`) || a.partition - b.partition,
      );
    });
  }

  /**
   * Calls `onRecord` with every record, in order per partition, until `stop` is called (or the end is reached, see
   * options). Reads in a consumer group of its own and removes it afterwards.
   */
  async watch(
    topics: readonly string[],
    onRecord: (record: RawRecord) => void,
    { from, untilEnd = false }: WatchOptions = {},
  ): Promise<{ readonly group: string; readonly ended: Promise<void>; stop(): Promise<void> }> {
    const range = await this.range(topics, from);
    const there = topics.filter((topic) => range.ends.has(`${topic}/0`));
    const withAdmin: WatchPlan['withAdmin'] = (act) => this.withAdmin(act);
    const plan = { topics: there, onRecord, ...range, fromBeginning: from === 'beginning', untilEnd, withAdmin };
    const watch = new TopicWatch(this.kafka, plan);
    await watch.begin();
    return { group: watch.group, ended: watch.ended, stop: () => watch.stop() };
  }

  /** Produces raw bytes with the headers as they are: for replaying dead letters. */
  async produceRaw({ topic, ...message }: OutgoingBytes): Promise<void> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    try {
      await producer.send({ topic, acks: -1, messages: [message] });
    } finally {
      await producer.disconnect();
    }
  }

  /** Where reading starts and where the log ends now, per `topic/partition`; a topic that is gone has neither. */
  private range(topics: readonly string[], from: WatchOptions['from']) {
    return this.withAdmins(async (_, brief) => {
      const starts = new Map<string, number>();
      const ends = new Map<string, number>();
      for (const topic of topics) {
        for (const { partition, low, high, since } of await offsetsOf(brief, topic, from)) {
          const name = partitionName({ topic, partition });
          const start = from === undefined ? high : from === 'beginning' ? low : (since ?? high);
          starts.set(name, Number(start));
          ends.set(name, Number(high));
        }
      }
      return { starts, ends };
    });
  }

  /** By a client that waits for brokers that are down. */
  private withAdmin<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
    return withAdmin(this.kafka, act);
  }

  /** By that one and one that gives up, since the first would also look for a topic that is gone, without end. */
  private withAdmins<T>(act: (admin: Admin, brief: Admin) => Promise<T>): Promise<T> {
    return this.withAdmin((admin) => withAdmin(this.kafka, (brief) => act(admin, brief), { retry: briefRetry }));
  }
}

/** Three seconds: longer than brokers take to tell each other of a topic that was just made, or of a new leader. */
const briefRetry = { initialRetryTime: 100, maxRetryTime: 500, retries: 8 } as const;

/** kafkajs wraps the broker's error when it gives up. */
const isUnknownTopic = (error: unknown) =>
  error instanceof Error && (error.cause as { type?: unknown } | undefined)?.type === 'UNKNOWN_TOPIC_OR_PARTITION';

/** What each partition of a topic holds, and its first record since a date; nothing where the topic is gone. */
async function offsetsOf(brief: Admin, topic: string, from?: WatchOptions['from']) {
  try {
    const since = from instanceof Date ? await brief.fetchTopicOffsetsByTimestamp(topic, from.getTime()) : [];
    const first = new Map(since.map(({ partition, offset }) => [partition, offset]));
    const partitions = await brief.fetchTopicOffsets(topic);
    return partitions.map((each) => ({ ...each, since: first.get(each.partition) }));
  } catch (error) {
    if (isUnknownTopic(error)) return [];
    throw error;
  }
}

/** The offsets that a group has committed, by topic and partition; -1 where it has committed none. */
async function committedBy(admin: Admin, group: string): Promise<Map<string, Map<number, number>>> {
  const topics = await admin.fetchOffsets({ groupId: group });
  return new Map(
    topics.map(({ topic, partitions }) => [
      topic,
      new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)])),
    ]),
  );
}
