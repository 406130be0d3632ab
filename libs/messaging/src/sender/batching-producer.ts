import { setTimeout as pause } from 'node:timers/promises';
import type { Kafka, Producer } from 'kafkajs';
import type { EventPublisher } from '../ports/event-publisher.js';
import type { MessagingLogger } from '../ports/observers.js';
import { bytesOf, chunksOf, PublishRequest, perTopic, type Item, type Outgoing } from './publish-request.js';
import { RecordTooLarge, SendFailed, SenderFull, TopicMissing, verdictOf } from './send-errors.js';

export interface BatchingProducerOptions {
  /** The largest number of bytes in one produce request; a broker takes 1 MB per partition by default. */
  readonly maxBytes?: number;
  /** The largest number of records that may wait; beyond it, `SenderFull`. */
  readonly maxWaiting?: number;
  /** The largest number of bytes that may wait; beyond it, `SenderFull`. */
  readonly maxWaitingBytes?: number;
  /** After how many milliseconds `publish` rejects, though its records may still reach the log. */
  readonly deadlineMs?: number;
  /**
   * How long the first record of a request waits for others to join it. For records whose callers do not wait; default
   * 0.
   */
  readonly lingerMs?: number;
}

const retryAfterMs = 100;

/**
 * Produces records. Everything published while a request is under way goes into the next one. One request is under way
 * at a time, so the order of calls is the order on the log; requests are capped in bytes, so a burst makes several.
 *
 * While the broker is away, calls wait until their deadline. A record that the broker will never take (too large, no
 * such topic) fails its own call at once and delays no other. Within a call, no record after a failed one is produced.
 * `publish` may be called at any time and never leaves a rejection unhandled.
 */
export class BatchingProducer implements EventPublisher {
  /** Undefined while the broker is away. */
  private producer: Producer | undefined;
  private readonly waiting: PublishRequest[] = [];
  private count = 0;
  private bytes = 0;
  private draining: Promise<void> | undefined;
  private stopped = false;
  private readonly limits: Required<BatchingProducerOptions>;

  constructor(
    private readonly kafka: Kafka,
    private readonly logger: MessagingLogger,
    options: BatchingProducerOptions = {},
  ) {
    this.limits = {
      maxBytes: 700_000,
      maxWaiting: 20_000,
      maxWaitingBytes: 64_000_000,
      deadlineMs: 8_000,
      lingerMs: 0,
      ...options,
    };
  }

  /** Resolves when the broker is reached for the first time; waits as long as that takes. */
  async connect(): Promise<void> {
    while (!this.stopped && !(await this.connected())) await pause(retryAfterMs);
  }

  /** Sends the waiting records, as far as the deadlines allow, then disconnects. New calls are rejected. */
  async close(): Promise<void> {
    this.stopped = true;
    await this.draining;
    await this.producer?.disconnect();
    this.producer = undefined;
  }

  /** `deadlineMs` replaces the producer's own deadline for this call. */
  publish(records: readonly Outgoing[], deadlineMs = this.limits.deadlineMs): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    if (this.stopped) return refused(new SendFailed(false));
    const { maxWaiting, maxWaitingBytes } = this.limits;
    const bytes = records.reduce((sum, record) => sum + bytesOf(record), 0);
    if (this.count + records.length > maxWaiting || this.bytes + bytes > maxWaitingBytes)
      return refused(new SenderFull());
    const request = new PublishRequest(records, bytes, deadlineMs);
    this.waiting.push(request);
    this.addToTotals(request, 1);
    this.draining ??= this.drain();
    return request.promise;
  }

  private addToTotals(request: PublishRequest, sign: 1 | -1): void {
    this.count += sign * request.records.length;
    this.bytes += sign * request.bytes;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.collect();
      // Requests stay in the queue until the broker is connected: so a queued record is known not to be on the log.
      if (!(await this.connected()) || !(await this.deliver(this.take()))) await pause(retryAfterMs);
      this.dropSettled();
    }
    this.draining = undefined; // runs synchronously after the empty check, so the next publish() starts a new drain
  }

  /** Waits for more records to join the request: the rest of this tick, or the linger. */
  private collect(): Promise<void> {
    const { lingerMs, maxBytes } = this.limits;
    const inNoHurry = lingerMs > 0 && this.bytes < maxBytes && !this.stopped;
    return inNoHurry ? pause(lingerMs) : new Promise((resolve) => setImmediate(resolve));
  }

  /** Drops the requests whose callers have been told "failed" meanwhile. */
  private dropSettled(): void {
    for (let at = this.waiting.length - 1; at >= 0; at -= 1) {
      const request = this.waiting[at];
      if (!request?.settled) continue;
      this.waiting.splice(at, 1);
      this.addToTotals(request, -1);
    }
  }

  /** Takes the next publish requests that fit into one produce request. */
  private take(): PublishRequest[] {
    let end = 0;
    for (let bytes = 0; end < this.waiting.length; end += 1) {
      bytes += this.waiting[end]?.bytes ?? 0;
      if (end > 0 && bytes > this.limits.maxBytes) break;
    }
    return this.waiting.splice(0, end).filter((request) => {
      this.addToTotals(request, -1);
      return !request.settled;
    });
  }

  /**
   * Returns false where the broker did not answer; the unsettled requests are then first in the queue again, in their
   * order.
   */
  private async deliver(requests: readonly PublishRequest[]): Promise<boolean> {
    const items = requests.flatMap((request) => request.records.map((record) => ({ record, request })));
    try {
      for (const chunk of chunksOf(items, this.limits.maxBytes)) await this.send(chunk);
      for (const request of requests) request.succeed();
      return true;
    } catch (error) {
      this.logger.warn('kafka: a produce request failed and is tried again', { count: items.length, error });
      this.abandonProducer();
      const again = requests.filter((request) => !request.settled);
      this.waiting.unshift(...again);
      for (const request of again) this.addToTotals(request, 1);
      return false;
    }
  }

  /** Sends one produce request, or several smaller ones where the broker refuses some of the records for good. */
  private async send(chunk: readonly Item[], fresh = false): Promise<void> {
    const items = chunk.filter(({ request }) => !request.settled);
    if (items.length === 0) return;
    const before = new Map(items.map(({ request }) => [request, request.mayBeOnTheLog]));
    for (const request of before.keys()) request.mayBeOnTheLog = true;
    try {
      if (!this.producer) throw new SendFailed(false);
      await this.producer.sendBatch({ acks: -1, topicMessages: topicMessagesOf(items) });
    } catch (error) {
      const verdict = verdictOf(error);
      if (verdict === undefined) throw error;
      const [only] = items;
      // known not to be on the log
      if (only && items.length === 1) only.request.mayBeOnTheLog = before.get(only.request) ?? false;
      if (verdict === 'too-large') await this.halve(items, error);
      else await this.separate(items, error, fresh);
    }
  }

  private async halve(items: readonly Item[], cause: unknown): Promise<void> {
    const [only] = items;
    if (only && items.length === 1)
      return only.request.fail(new RecordTooLarge(only.request.records.length > 1, { cause }));
    const half = Math.ceil(items.length / 2);
    await this.send(items.slice(0, half));
    await this.send(items.slice(half));
  }

  /**
   * Some topic is missing: that of a gateway that has gone, for example. A kafkajs producer that has once known the
   * topic then refuses all others too, so a new producer sends topic by topic, and only the records of the missing
   * topic fail.
   */
  private async separate(items: readonly Item[], cause: unknown, fresh: boolean): Promise<void> {
    const topics = perTopic(items);
    if (fresh && topics.size === 1) {
      for (const { request, record } of items)
        request.fail(new TopicMissing(record.topic, request.mayBeOnTheLog, { cause }));
      return;
    }
    this.abandonProducer();
    if (!(await this.connected())) throw cause;
    for (const same of topics.values()) await this.send(same, true);
  }

  private async connected(): Promise<boolean> {
    if (this.producer) return true;
    const producer = this.kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } });
    try {
      await producer.connect();
      this.producer = producer;
      return true;
    } catch (error) {
      this.logger.debug('kafka: no broker to send to', { error });
      void producer.disconnect().catch(() => undefined);
      return false;
    }
  }

  /**
   * Not every kafkajs producer survives a severed connection or a deleted topic: the next request gets a new producer.
   */
  private abandonProducer(): void {
    void this.producer?.disconnect().catch(() => undefined);
    this.producer = undefined;
  }
}

function topicMessagesOf(items: readonly Item[]) {
  return [...perTopic(items)].map(([topic, same]) => ({
    topic,
    messages: same.map(({ record: { key, value, headers } }) => ({ key, value, headers: { ...headers } })),
  }));
}

function refused(error: Error): Promise<never> {
  const promise = Promise.reject(error);
  promise.catch(() => undefined); // a caller that ignores the outcome must not end the process
  return promise;
}
