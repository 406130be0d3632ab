import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { RawRecord } from '../codec/decode.js';
import { failpoint } from '../failpoint.js';
import { fetchWaitMs, foreverRetry, sessionTimeoutMs } from '../kafka/connection.js';
import type { Delivery, Handler } from '../pipeline/delivery.js';
import { Stopping, type Flow } from '../pipeline/retry.js';
import type { MessagingLogger } from '../ports/observers.js';
import { OffsetLedger } from './offset-ledger.js';

export interface IntakeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** Most messages handled together. */
  readonly batchSize?: number;
  /** Fetching stands still while more than this many messages wait. */
  readonly mostWaiting?: number;
  /** The consumer can't be revived: the process should end with this reason. */
  readonly onFatal: (reason: string) => void;
}

interface Waiting {
  readonly delivery: Delivery;
  readonly done: () => void;
}

const commitEveryMs = 1_000;
const stalledAfterMs = 60_000;

/**
 * Reads topics as one consumer group: what all partitions brought meets in one queue and is handled in batches, in order, while
 * the next fetch is already under way. Offsets are committed by us, about once a second, and never past a message that is
 * not done.
 */
export class Intake implements Flow {
  private readonly consumer: Consumer;
  private ledger = new OffsetLedger();
  private queue: Waiting[] = [];
  private working?: Promise<void>;
  private commits?: NodeJS.Timeout;
  private paused = false;
  private lastSign = Date.now();
  private joined = false;
  running = true;

  constructor(
    kafka: Kafka,
    private readonly handler: Handler,
    private readonly logger: MessagingLogger,
    private readonly options: IntakeOptions,
  ) {
    this.consumer = kafka.consumer({
      groupId: options.group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: sessionTimeoutMs / 6,
      rebalanceTimeout: 10_000,
      maxWaitTimeInMs: fetchWaitMs,
      minBytes: 1,
      allowAutoTopicCreation: false,
      retry: { ...foreverRetry, restartOnFailure: () => Promise.resolve(this.running) },
    });
  }

  /** True while the group has us and the broker answers. */
  get ready(): boolean {
    return this.joined && !this.paused && Date.now() - this.lastSign < stalledAfterMs / 2;
  }

  /** Resolves when the group was joined. */
  async start(): Promise<void> {
    const { consumer } = this;
    const joined = new Promise<void>((resolve) => {
      consumer.on(consumer.events.GROUP_JOIN, () => {
        // Partitions may have moved: what we have not handled of them is fetched again by their new owner.
        this.ledger = new OffsetLedger();
        this.queue = [];
        this.joined = true;
        resolve();
      });
    });
    for (const event of [consumer.events.HEARTBEAT, consumer.events.FETCH, consumer.events.GROUP_JOIN] as const) {
      consumer.on(event, () => void (this.lastSign = Date.now()));
    }
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.joined = false;
      this.logger.warn('kafka: the consumer crashed', { group: this.options.group, error: payload.error });
      if (!payload.restart && this.running)
        this.options.onFatal(`the consumer of ${this.options.group} can't be restarted`);
    });
    await consumer.connect();
    for (const topic of this.options.topics) await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 12,
      eachBatch: (batch) => this.take(batch),
    });
    this.commits = setInterval(() => void this.commit(), commitEveryMs);
    await joined;
  }

  /** Takes nothing new, finishes what is being handled, commits, leaves the group. */
  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.commits);
    this.queue = [];
    await this.working;
    await this.commit();
    await this.consumer.disconnect();
  }

  /** Nothing seen of the broker for a minute: a restart of the process is the cure that is left. */
  get live(): boolean {
    return Date.now() - this.lastSign < stalledAfterMs || this.paused;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  /** Called by kafkajs with what a fetch brought for one partition. Returns at once, so that the next fetch can begin. */
  private async take({ batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
    if (isStale() || !this.running) return;
    const { topic, partition } = batch;
    for (const message of batch.messages) {
      const raw: RawRecord = {
        topic,
        partition,
        offset: message.offset,
        key: message.key,
        value: message.value,
        headers: textHeaders(message.headers),
      };
      this.queue.push({ delivery: { raw }, done: this.ledger.begin(topic, partition, message.offset) });
    }
    const last = batch.messages.at(-1);
    if (last) resolveOffset(last.offset);
    this.working ??= this.work().finally(() => (this.working = undefined));
    const { mostWaiting = 2_000 } = this.options;
    while (this.queue.length > mostWaiting && isRunning() && this.running) {
      await heartbeat();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private async work(): Promise<void> {
    // What the other partitions of the same fetch bring joins in.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.queue.length > 0 && this.running) {
      const batch = this.queue.splice(0, this.options.batchSize ?? 500);
      failpoint('service.after-fetch');
      try {
        await this.handler(batch.map(({ delivery }) => delivery));
      } catch (error) {
        if (error instanceof Stopping) return;
        // A policy failed in a way that it does not know. Going on would skip these messages: let the supervisor start anew.
        this.logger.error('messages could not be handled', { group: this.options.group, error });
        this.options.onFatal(`messages of ${this.options.group} could not be handled`);
        return;
      }
      for (const { done } of batch) done();
    }
  }

  private async commit(): Promise<void> {
    const { ledger } = this;
    const due = ledger.due();
    if (due.length === 0) return;
    failpoint('service.after-reply-before-offset-commit');
    try {
      await this.consumer.commitOffsets(due);
      ledger.committed(due);
    } catch (error) {
      // The group moved on, or the broker is away: what is not committed comes again, and the inbox knows it.
      this.logger.debug('kafka: offsets were not committed', { group: this.options.group, error });
    }
  }
}

function textHeaders(
  headers: EachBatchPayload['batch']['messages'][number]['headers'],
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [
      name,
      Array.isArray(value) ? value[0]?.toString() : value?.toString(),
    ]),
  );
}
