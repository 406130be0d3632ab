import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '@rollcall/service-kit';
import type { EachBatchPayload } from 'kafkajs';
import { rawRecord, type RawRecord } from '../codec/raw-record.js';
import type { RepairedKafka } from '../kafka/connection.js';
import { PositionsMoved, type KeptPositions } from '../ports/kept-positions.js';
import type { MessagingLogger } from '../ports/observers.js';
import { assignedRanges } from './assigned-ranges.js';
import { BatchPace, type BatchPaceOptions } from './batch-pace.js';
import { GroupMember, type Assignment } from './group-member.js';
import type { OffsetToCommit } from './offset-ledger.js';
import { partitionName, partitionNamed } from './partitions.js';
import { whereToBegin } from './where-to-begin.js';

export interface LogReaderOptions extends BatchPaceOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** The client id of this instance, where it is the same after a restart. */
  readonly clientId?: string | undefined;
  readonly positions: KeptPositions;
  /** The largest number of records that are saved together. */
  readonly batchSize?: number;
  /** Fetching pauses while this many bytes wait. */
  readonly maxWaitingBytes?: number;
  /** The consumer cannot be revived: the process should end with this reason. */
  readonly onFatal: (reason: string) => void;
}

const commitEveryMs = 1_000;
const retries = { firstMs: 100, maxMs: 5_000 };

interface QueuedRecords {
  readonly records: RawRecord[];
  bytes: number;
}

/**
 * Reads topics from their beginning as one consumer group. Its offsets are saved in the same transaction as what is made
 * of the records (`KeptPositions`): so each record counts once, over crashes and rebalances. Records of all partitions
 * are saved together, one batch at a time, in order per partition. The brokers are told the offsets too, but only for
 * people who look at the lag: where to go on is read from what was saved.
 */
export class LogReader {
  private readonly member: GroupMember;
  /** Rises whenever partitions may have moved: what was fetched before is fetched again. */
  private generation = 0;
  private assignment: Assignment = {};
  /** The offset of the next record to take, by `topic/partition`; undefined until it is known where to begin. */
  private next: Map<string, number> | undefined;
  /** Where offsets without records were met: the same is not looked for twice. */
  private readonly holes = new Map<string, number>();
  private readonly pace: BatchPace;
  private spacedFetch = 0;
  private waiting: QueuedRecords = { records: [], bytes: 0 };
  private saving: Promise<void> | undefined;
  private readonly saved = new Map<string, OffsetToCommit>();
  private commits: NodeJS.Timeout | undefined;

  constructor(
    private readonly kafka: RepairedKafka,
    private readonly logger: MessagingLogger,
    private readonly options: LogReaderOptions,
  ) {
    const { group, topics, clientId, onFatal } = options;
    this.pace = new BatchPace(options);
    this.member = new GroupMember(kafka, logger, {
      group,
      topics,
      clientId,
      onFatal,
      onJoin: (assignment) => {
        this.assignment = assignment;
        this.beginAnew();
      },
      take: (fetched) => this.take(fetched),
    });
  }

  /** True while it is a member of its group, reaches the broker, and knows where it stands. */
  get ready(): boolean {
    return this.member.ready && this.next !== undefined;
  }

  /** False when the consumer cannot be revived, and only a new process helps. */
  get live(): boolean {
    return this.member.live;
  }

  /** Resolves when the group was joined. */
  async start(): Promise<void> {
    await this.member.start();
    this.commits = setInterval(() => void this.commitOffsets(), commitEveryMs);
  }

  /** Takes no more, saves what it is about to save, and leaves the group. */
  async stop(): Promise<void> {
    this.member.end();
    clearInterval(this.commits);
    this.waiting = { records: [], bytes: 0 };
    await this.saving;
    await this.member.leave(() => this.commitOffsets());
  }

  private beginAnew(): void {
    this.generation += 1;
    this.next = undefined;
    this.waiting = { records: [], bytes: 0 };
    this.saved.clear();
    void this.findBeginnings(this.generation);
  }

  /** Tries until it is known where to begin on each partition, or they have moved again. */
  private async findBeginnings(generation: number): Promise<void> {
    const isOver = () => !this.member.running || generation !== this.generation;
    for (let failures = 0; !isOver(); failures += 1) {
      try {
        await this.saving; // what is being saved moves the positions
        const next = await this.beginnings();
        if (isOver()) return;
        for (const [place, offset] of next) {
          const begin = { ...partitionNamed(place), offset: String(offset) };
          this.member.seek(begin);
          this.saved.set(place, begin); // the group's own offset may be older: its commit was refused
        }
        this.next = next;
        return;
      } catch (error) {
        this.logger.warn('where to read on is not known yet: it is tried again', { group: this.options.group, error });
        await pause(backoffMs(retries, failures));
      }
    }
  }

  private async beginnings(): Promise<Map<string, number>> {
    const { positions } = this.options;
    const [kept, ranges] = await Promise.all([positions.positions(), assignedRanges(this.kafka, this.assignment)]);
    const offsets = new Map(kept.map((each) => [partitionName(each), each.offset]));
    const next = new Map<string, number>();
    for (const range of ranges) {
      const { offset, missing } = whereToBegin(range, offsets.get(partitionName(range)));
      if (missing) await positions.miss(missing);
      next.set(partitionName(range), offset);
    }
    return next;
  }

  private async take(fetched: EachBatchPayload): Promise<void> {
    const isOver = () => !fetched.isRunning() || fetched.isStale() || !this.member.running;
    while (this.next === undefined && !isOver()) await this.beat(fetched);
    const { next } = this;
    if (isOver() || next === undefined) return;
    const { topic, partition, messages } = fetched.batch;
    const place = partitionName(fetched.batch);
    const expected = next.get(place);
    if (expected === undefined) return;
    const records = messages.filter(({ offset }) => Number(offset) >= expected);
    const [first] = records;
    if (!first) return;
    if (Number(first.offset) > expected && this.holes.get(place) !== expected) {
      this.holes.set(place, expected);
      return this.beginAnew(); // records were removed meanwhile, or there never were any at these offsets
    }
    const last = records.at(-1) ?? first;
    next.set(place, Number(last.offset) + 1);
    fetched.resolveOffset(last.offset);
    this.add(records.map((message) => rawRecord(topic, partition, message)));
    if (this.isNearlyEmpty) await this.spaceFetches();
    while (this.isFull && !isOver()) await this.beat(fetched);
  }

  /** The next fetch begins when all of this one was taken: so one partition of it waits, and the others are taken meanwhile. */
  private async spaceFetches(): Promise<void> {
    const { fetches } = this.member;
    if (fetches === this.spacedFetch) return;
    this.spacedFetch = fetches;
    await this.pace.nextFetch();
  }

  private async beat(fetched: EachBatchPayload): Promise<void> {
    await fetched.heartbeat();
    await pause(20);
  }

  private get batchSize(): number {
    return this.options.batchSize ?? 2_000;
  }

  /** What waits is no whole batch: there is time until it is saved. */
  private get isNearlyEmpty(): boolean {
    return this.waiting.records.length < this.batchSize / 2;
  }

  private get isFull(): boolean {
    const { maxWaitingBytes = 16_000_000 } = this.options;
    return this.waiting.records.length > 2 * this.batchSize || this.waiting.bytes > maxWaitingBytes;
  }

  private add(records: readonly RawRecord[]): void {
    for (const record of records) {
      this.waiting.records.push(record);
      this.waiting.bytes += record.value?.length ?? 0;
    }
    if (this.waiting.records.length >= this.batchSize) this.pace.filled();
    this.beginSaving();
  }

  private beginSaving(): void {
    this.saving ??= this.saveAll().finally(() => {
      this.saving = undefined;
      if (this.waiting.records.length > 0) this.beginSaving(); // came after the last look
    });
  }

  private async saveAll(): Promise<void> {
    while (this.waiting.records.length > 0) {
      await this.pace.nextBatch(this.waiting.records.length >= this.batchSize);
      const { generation } = this;
      const batch = this.waiting.records.splice(0, this.batchSize);
      if (batch.length === 0) return;
      this.pace.taken(batch.length);
      for (const { value } of batch) this.waiting.bytes -= value?.length ?? 0;
      await this.save(batch, generation);
    }
  }

  /** Tries until it is saved, or what was fetched does not count any more. */
  private async save(batch: readonly RawRecord[], generation: number): Promise<void> {
    for (let failures = 0; generation === this.generation; failures += 1) {
      try {
        await this.options.positions.save(batch);
        for (const { topic, partition, offset } of batch)
          this.saved.set(partitionName({ topic, partition }), { topic, partition, offset: String(Number(offset) + 1) });
        return;
      } catch (error) {
        if (generation !== this.generation) return;
        if (error instanceof PositionsMoved) return this.beginAnew();
        if (!this.member.running) return;
        this.logger.warn('records could not be saved: it is tried again', { group: this.options.group, error });
        await pause(backoffMs(retries, failures));
      }
    }
  }

  private async commitOffsets(): Promise<void> {
    const reached = [...this.saved.values()];
    this.saved.clear();
    if (reached.length === 0) return;
    const { generation } = this;
    await this.member.commit(reached).catch((error: unknown) => {
      if (generation === this.generation) {
        for (const each of reached) if (!this.saved.has(partitionName(each))) this.saved.set(partitionName(each), each);
      }
      this.logger.debug('kafka: offsets were not committed', { group: this.options.group, error });
    });
  }
}
