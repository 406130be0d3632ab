import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { EachBatchPayload } from 'kafkajs';
import { rawRecord, type RawRecord } from '../codec/raw-record.js';
import { crashPoint } from '../crash-point.js';
import type { RepairedKafka } from '../kafka/connection.js';
import type { Handler } from '../pipeline/delivery.js';
import { ShutdownInterrupted, type Flow } from '../pipeline/flow.js';
import type { MessagingLogger } from '../ports/observers.js';
import { GroupMember } from './group-member.js';
import { OffsetLedger } from './offset-ledger.js';
import { WorkQueue, type QueuedDelivery } from './work-queue.js';

export interface BatchConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** The client id of this instance, where it is the same after a restart. */
  readonly clientId?: string | undefined;
  /** The largest number of messages in one batch. */
  readonly batchSize?: number;
  /** Fetching pauses while more messages than this wait. */
  readonly maxWaiting?: number;
  /** Fetching pauses while the messages that wait have more bytes than this. */
  readonly maxWaitingBytes?: number;
  /** Returns which message types are isolated: they have a queue of their own. */
  readonly isolated?: (type: string) => boolean;
  /** The consumer cannot be revived: the process should end with this reason. */
  readonly onFatal: (reason: string) => void;
}

const commitEveryMs = 1_000;
/** An isolated message delays only messages of the same key; this many batches of them run concurrently. */
const isolatedConcurrency = 4;

/**
 * Reads topics as one consumer group. Records of all partitions go into one queue and are handled in batches, in order,
 * while the next fetch is under way. Isolated messages have a queue of their own, so that no other message waits for
 * them. The consumer commits offsets itself, about once a second, and never past a message that is not done.
 */
export class BatchConsumer implements Flow {
  private readonly member: GroupMember;
  private ledger = new OffsetLedger();
  private readonly queue: WorkQueue;
  private readonly isolatedQueue: WorkQueue;
  private commits: NodeJS.Timeout | undefined;
  private committing: Promise<void> | undefined;
  private paused = false;

  constructor(
    kafka: RepairedKafka,
    private readonly handler: Handler,
    private readonly logger: MessagingLogger,
    private readonly options: BatchConsumerOptions,
  ) {
    const { batchSize = 500, group, topics, clientId, onFatal } = options;
    this.queue = new WorkQueue((batch) => this.handled(batch), { batchSize });
    this.isolatedQueue = new WorkQueue((batch) => this.handled(batch), { batchSize, concurrency: isolatedConcurrency });
    this.member = new GroupMember(kafka, logger, {
      group,
      topics,
      clientId,
      onFatal,
      onJoin: () => {
        // Partitions may have moved: their new owner fetches again what this instance has not handled.
        this.ledger = new OffsetLedger();
        this.forgetWaiting();
      },
      take: (fetched) => this.take(fetched),
    });
  }

  /** False once it is to stop. */
  get running(): boolean {
    return this.member.running;
  }

  /** True while this consumer is a member of its group, the broker answers, and handling is not paused. */
  get ready(): boolean {
    return this.member.ready && !this.paused;
  }

  /** False when the consumer cannot be revived, and only a new process helps. */
  get live(): boolean {
    return this.member.live;
  }

  /** Resolves when the group was joined. */
  async start(): Promise<void> {
    await this.member.start();
    this.commits = setInterval(() => void this.commit(), commitEveryMs);
  }

  /** Stops fetching, finishes the batches under way, commits offsets, and leaves the group. */
  async stop(): Promise<void> {
    this.member.end();
    clearInterval(this.commits);
    this.forgetWaiting();
    await Promise.all([this.queue.settled(), this.isolatedQueue.settled()]);
    await this.member.leave(() => Promise.resolve(this.committing).then(() => this.commit()));
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  /**
   * kafkajs calls this with the records fetched for one partition, and puts the next fetch together when it has returned. That takes long,
   * so it returns only after the handling of these records has begun, for which callers wait.
   */
  private async take(fetched: EachBatchPayload): Promise<void> {
    if (fetched.isStale() || !this.running) return;
    const { topic, partition, messages } = fetched.batch;
    for (const message of messages) {
      const raw = rawRecord(topic, partition, message);
      const done = this.ledger.track(topic, partition, message.offset);
      const queue = this.queueOf(raw);
      if (!queue.takesCopy(raw, done)) queue.add({ delivery: { raw }, done: [done] });
    }
    const last = messages.at(-1);
    if (last) fetched.resolveOffset(last.offset);
    this.queue.startBatch();
    this.isolatedQueue.startBatch();
    await nextTurn();
    while (this.holdsBack && fetched.isRunning() && this.running) {
      await fetched.heartbeat();
      await pause(20);
    }
  }

  /** Whether fetching waits: handling is paused, or too many messages wait. */
  private get holdsBack(): boolean {
    const { maxWaiting = 2_000, maxWaitingBytes = 16_000_000 } = this.options;
    const [usual, isolated] = [this.queue.waiting, this.isolatedQueue.waiting];
    if (this.paused || usual.messages + isolated.messages > maxWaiting) return true;
    return usual.bytes + isolated.bytes > maxWaitingBytes;
  }

  private forgetWaiting(): void {
    this.queue.forget();
    this.isolatedQueue.forget();
  }

  /** The queue for a message: the one that holds messages of its key already, so that the order per key holds. */
  private queueOf(raw: RawRecord): WorkQueue {
    const holder = [this.queue, this.isolatedQueue].find((queue) => queue.holdsKeyOf(raw));
    return holder ?? (this.options.isolated?.(raw.headers.ce_type ?? '') === true ? this.isolatedQueue : this.queue);
  }

  private async handled(batch: readonly QueuedDelivery[]): Promise<boolean> {
    if (!this.running) return false;
    crashPoint('service.after-fetch');
    try {
      await this.handler(batch.map(({ delivery }) => delivery));
      return true;
    } catch (error) {
      if (error instanceof ShutdownInterrupted) return false;
      // A policy failed unexpectedly. Going on would skip these messages, so the process ends and its supervisor starts
      // a new one.
      this.logger.error('messages could not be handled', { group: this.options.group, error });
      this.member.die(`messages of ${this.options.group} could not be handled`);
      return false;
    }
  }

  /** One commit at a time: while the broker is away, an attempt takes as long as the outage. */
  private commit(): Promise<void> {
    this.committing ??= this.commitDue().finally(() => (this.committing = undefined));
    return this.committing;
  }

  private async commitDue(): Promise<void> {
    const { ledger } = this;
    const due = ledger.due();
    if (due.length === 0) return;
    crashPoint('service.after-reply-before-offset-commit');
    try {
      await this.member.commit(due);
      ledger.committed(due);
    } catch (error) {
      // A rebalance has begun, or the broker is away: uncommitted messages are fetched again, and the inbox recognises
      // them.
      this.logger.debug('kafka: offsets were not committed', { group: this.options.group, error });
    }
  }
}
