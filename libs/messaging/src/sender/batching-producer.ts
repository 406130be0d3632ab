import { setTimeout as pause } from 'node:timers/promises';
import type { Kafka, Producer } from 'kafkajs';
import type { EventPublisher } from '../ports/event-publisher.js';
import type { MessagingLogger } from '../ports/observers.js';
import { bytesOf, chunksOf, PublishRequest, perTopic, type Item, type Outgoing } from './publish-request.js';
import { RecordTooLarge, SendFailed, SenderFull, TopicMissing, verdictOf } from './send-errors.js';

export interface BatchingProducerOptions {
  /** Most bytes of one produce request; a broker takes 1 MB per partition by default. */
  readonly maxBytes?: number;
  /** Most records waiting; over it `SenderFull`. */
  readonly maxWaiting?: number;
  /** Most bytes waiting; over it `SenderFull`. */
  readonly maxWaitingBytes?: number;
  /** Milliseconds after which a caller is told that its records are not known to be on the log. */
  readonly deadlineMs?: number;
  /** How long the first record of a request waits for others to go along. For records that nobody waits for; default 0. */
  readonly lingerMs?: number;
}

const retryAfterMs = 100;

/**
 * Puts records on the log, everything that waited while a request was under way in the next one. One request at a time, so
 * the order of calls is the order on the log; capped by bytes, so that a burst is several requests.
 *
 * A broker that is away is waited for, until the deadline of each call. A record that the broker will never take (too large,
 * no such topic) fails its own call at once and delays no other. Within a call, nothing follows a record that failed.
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

  /** Resolves when the broker is reached for the first time; waits for it as long as it takes. */
  async connect(): Promise<void> {
    while (!this.stopped && !(await this.connected())) await pause(retryAfterMs);
  }

  /** Sends what waits, as far as the deadlines allow, then disconnects. Takes nothing more. */
  async close(): Promise<void> {
    this.stopped = true;
    await this.draining;
    await this.producer?.disconnect();
    this.producer = undefined;
  }

  /** `deadlineMs` of a call takes the place of the sender's own. */
  publish(records: readonly Outgoing[], deadlineMs = this.limits.deadlineMs): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    if (this.stopped) return refused(new SendFailed(false));
    const { maxWaiting, maxWaitingBytes } = this.limits;
    const bytes = records.reduce((sum, record) => sum + bytesOf(record), 0);
    if (this.count + records.length > maxWaiting || this.bytes + bytes > maxWaitingBytes)
      return refused(new SenderFull());
    const request = new PublishRequest(records, bytes, deadlineMs);
    this.waiting.push(request);
    this.account(request, 1);
    this.draining ??= this.drain();
    return request.promise;
  }

  private account(request: PublishRequest, sign: 1 | -1): void {
    this.count += sign * request.records.length;
    this.bytes += sign * request.bytes;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.gather();
      // Nothing is taken before the broker is there: what was not taken is known not to be on the log.
      if (!(await this.connected()) || !(await this.deliver(this.take()))) await pause(retryAfterMs);
      this.dropSettled();
    }
    this.draining = undefined; // in the same breath as the look at the queue: whoever comes next starts anew
  }

  /** What is published meanwhile goes along: the rest of this tick, or what comes within the linger. */
  private gather(): Promise<void> {
    const { lingerMs, maxBytes } = this.limits;
    const inNoHurry = lingerMs > 0 && this.bytes < maxBytes && !this.stopped;
    return inNoHurry ? pause(lingerMs) : new Promise((resolve) => setImmediate(resolve));
  }

  /** Those whose callers were told "failed" meanwhile. */
  private dropSettled(): void {
    for (let at = this.waiting.length - 1; at >= 0; at -= 1) {
      const request = this.waiting[at];
      if (!request?.settled) continue;
      this.waiting.splice(at, 1);
      this.account(request, -1);
    }
  }

  /** The next parcels that fit into one request. */
  private take(): PublishRequest[] {
    let end = 0;
    for (let bytes = 0; end < this.waiting.length; end += 1) {
      bytes += this.waiting[end]?.bytes ?? 0;
      if (end > 0 && bytes > this.limits.maxBytes) break;
    }
    const taken = this.waiting.splice(0, end).filter((request) => {
      this.account(request, -1);
      return !request.settled;
    });
    return taken;
  }

  /** False where the broker did not answer: then those who still wait are first in the queue again, in their order. */
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
      for (const request of again) this.account(request, 1);
      return false;
    }
  }

  /** One request; or several smaller ones, where the broker refuses some of its records for good. */
  private async send(chunk: readonly Item[], fresh = false): Promise<void> {
    const items = chunk.filter(({ request }) => !request.settled);
    if (items.length === 0) return;
    const before = new Map(items.map(({ request }) => [request, request.begun]));
    for (const request of before.keys()) request.begun = true;
    try {
      if (!this.producer) throw new SendFailed(false);
      await this.producer.sendBatch({ acks: -1, topicMessages: topicMessagesOf(items) });
    } catch (error) {
      const verdict = verdictOf(error);
      if (verdict === undefined) throw error;
      const [only] = items;
      if (only && items.length === 1) only.request.begun = before.get(only.request) ?? false; // surely not on the log
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
   * Some topic is missing: of a gateway that has gone, say. A producer of kafkajs that has once known that topic refuses
   * all others too, so a new one sends topic by topic, and only the missing one fails.
   */
  private async separate(items: readonly Item[], cause: unknown, fresh: boolean): Promise<void> {
    const topics = perTopic(items);
    if (fresh && topics.size === 1) {
      for (const { request, record } of items) request.fail(new TopicMissing(record.topic, request.begun, { cause }));
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

  /** kafkajs' producers do not all survive a severed connection or a deleted topic: the next request gets a new one. */
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
  promise.catch(() => undefined); // whoever does not look at the outcome must not end the process
  return promise;
}
