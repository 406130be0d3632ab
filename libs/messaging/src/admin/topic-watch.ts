import { setTimeout as pause } from 'node:timers/promises';
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { v4 as uuidv4 } from 'uuid';
import { rawRecord, type RawRecord } from '../codec/raw-record.js';
import { partitionName, partitionNamed } from '../server/partitions.js';
import { watchGroupPrefix } from './watch-groups.js';

/** How often to check that the topics still exist. */
const lookAfterMs = 1_000;

export interface WatchPlan {
  readonly topics: readonly string[];
  readonly onRecord: (record: RawRecord) => void;
  /** Offset to begin at and end of the log at the start, per `topic/partition`. */
  readonly starts: ReadonlyMap<string, number>;
  readonly ends: ReadonlyMap<string, number>;
  readonly fromBeginning: boolean;
  readonly untilEnd: boolean;
  readonly withAdmin: <T>(act: (admin: Admin) => Promise<T>) => Promise<T>;
}

/**
 * Reads topics in a consumer group that it removes afterwards. If one of the topics is deleted meanwhile (the reply
 * topic of an instance that has gone, for example), kafkajs stops reading the others as well; this class then goes on
 * without the deleted one.
 */
export class TopicWatch {
  /**
   * Prefix of its groups. Each consumer gets a group of its own, as a crashed consumer stays a member until its session
   * ends.
   */
  readonly group = `${watchGroupPrefix}${uuidv4()}`;
  private readonly groups: string[] = [];
  private readonly over = Promise.withResolvers<void>();
  /** The offset of the next record, and the partitions that are still to be read to the end. */
  private readonly next: Map<string, number>;
  private readonly open: Set<string>;
  /** The topics that are still there. */
  private left: readonly string[];
  private consumer: Consumer | undefined;
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly plan: WatchPlan,
  ) {
    const { topics, starts, ends } = plan;
    this.left = topics;
    this.next = new Map(starts);
    this.open = new Set([...ends].filter(([place, end]) => end > (starts.get(place) ?? 0)).map(([place]) => place));
  }

  /** Resolves when it was stopped, or has reached the end. */
  get ended(): Promise<void> {
    return this.over.promise;
  }

  /** Resolves when the consumer reads. Rejects with the brokers' error where it cannot. */
  async begin(): Promise<void> {
    if (this.isAtEnd) return this.stop();
    try {
      await this.read(this.plan.fromBeginning);
    } catch (error) {
      if (await this.allAreThere()) throw error;
      await this.readOn();
    }
  }

  stop(): Promise<void> {
    return (this.stopped ??= (async () => {
      const { consumer } = this;
      if (consumer) {
        await consumer.disconnect();
        // the group expires by itself
        await this.plan.withAdmin((admin) => admin.deleteGroups(this.groups)).catch(() => undefined);
      }
      this.over.resolve();
    })());
  }

  private get isAtEnd(): boolean {
    return this.left.length === 0 || (this.plan.untilEnd && this.open.size === 0);
  }

  private async read(fromBeginning: boolean): Promise<void> {
    const groupId = `${this.group}.${this.groups.length}`;
    this.groups.push(groupId);
    const consumer = this.kafka.consumer({ groupId, maxWaitTimeInMs: 250, allowAutoTopicCreation: false });
    this.consumer = consumer;
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.left], fromBeginning: true });
    // Where a topic was deleted before the group was joined, `run` never settles.
    const running = consumer.run({ autoCommit: false, eachBatch: (fetched) => this.take(fetched) });
    await Promise.race([running, this.watchOver(consumer)]);
    if (this.stopped) return consumer.disconnect(); // stopped while it was connecting
    if (fromBeginning) return;
    for (const [place, offset] of this.next) {
      if (this.stopped || this.consumer !== consumer) break; // meanwhile a short topic may have been read to its end
      const partition = partitionNamed(place);
      if (this.left.includes(partition.topic)) consumer.seek({ ...partition, offset: String(offset) });
    }
  }

  private take({ batch }: EachBatchPayload): Promise<void> {
    const place = partitionName(batch);
    for (const message of batch.messages) {
      if (Number(message.offset) < (this.next.get(place) ?? 0)) continue; // fetched before the seek took effect
      this.next.set(place, Number(message.offset) + 1);
      this.plan.onRecord(rawRecord(batch.topic, batch.partition, message));
    }
    if (Number(batch.lastOffset()) + 1 >= (this.plan.ends.get(place) ?? 0)) this.open.delete(place);
    if (this.plan.untilEnd && this.isAtEnd) void this.stop();
    return Promise.resolve();
  }

  private async allAreThere(): Promise<boolean> {
    const there = await this.topicsThere();
    return this.left.every((topic) => there.has(topic));
  }

  private async topicsThere(): Promise<ReadonlySet<string>> {
    return new Set(await this.plan.withAdmin((admin) => admin.listTopics()));
  }

  /** kafkajs reports a deleted topic in several ways, or not at all: so this polls. */
  private async watchOver(consumer: Consumer): Promise<void> {
    while (!this.stopped && this.consumer === consumer) {
      await pause(lookAfterMs, undefined, { ref: false });
      if (!(await this.allAreThere().catch(() => true))) return this.readOn();
    }
  }

  /** Goes on reading at the same offsets, without the topics that are gone. */
  private async readOn(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.consumer?.disconnect();
        const there = await this.topicsThere();
        this.left = this.left.filter((topic) => there.has(topic));
        for (const place of this.open) if (!there.has(partitionNamed(place).topic)) this.open.delete(place);
        if (this.isAtEnd) return await this.stop();
        if (!this.stopped) return await this.read(false);
      } catch {
        await pause(lookAfterMs); // the brokers are away, or one more topic is gone
      }
    }
  }
}
