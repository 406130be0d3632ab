import type { Kafka, Producer } from 'kafkajs';
import { foreverRetry } from '../kafka/connection.js';
import type { MessagingLogger } from '../ports/observers.js';
import type { EventPublisher, OutgoingRecord } from '../ports/event-publisher.js';

export interface SenderOptions {
  /** Most bytes of one produce request; the broker's own limit is 1 MB. */
  readonly mostBytes?: number;
  /** Most records waiting; over it `SenderFull`. */
  readonly mostWaiting?: number;
  /** Milliseconds after which a caller is told that its records are not known to be on the log. */
  readonly deadlineMs?: number;
}

/** More records wait than the sender may hold: nothing of this call was taken. */
export class SenderFull extends Error {
  constructor() {
    super('too many records wait to be sent');
    this.name = 'SenderFull';
  }
}

/** The records were not acknowledged in time. `begun` tells whether some may be on the log all the same. */
export class SendFailed extends Error {
  constructor(
    readonly begun: boolean,
    options?: ErrorOptions,
  ) {
    super(begun ? 'the broker did not acknowledge in time' : 'nothing was sent', options);
    this.name = 'SendFailed';
  }
}

interface Parcel {
  readonly records: readonly OutgoingRecord[];
  readonly bytes: number;
  begun: boolean;
  settled: boolean;
  done(): void;
  failed(error: SendFailed): void;
}

/**
 * Puts records on the log, everything that waited while a request was under way in the next one. One request at a time, so
 * the order of calls is the order on the log; capped by bytes, so that a burst is several requests. After a broker's
 * absence it goes on by itself. `publish` may be called at any time and never leaves a rejection unhandled.
 */
export class CoalescingSender implements EventPublisher {
  private readonly producer: Producer;
  private readonly waiting: Parcel[] = [];
  private count = 0;
  private sending = false;
  private stopped = false;
  private readonly mostBytes: number;
  private readonly mostWaiting: number;
  private readonly deadlineMs: number;

  constructor(
    kafka: Kafka,
    private readonly logger: MessagingLogger,
    options: SenderOptions = {},
  ) {
    this.mostBytes = options.mostBytes ?? 700_000;
    this.mostWaiting = options.mostWaiting ?? 20_000;
    this.deadlineMs = options.deadlineMs ?? 8_000;
    this.producer = kafka.producer({
      allowAutoTopicCreation: false,
      // A request that the broker did not answer is tried again by us, with whatever else waits by then.
      retry: { ...foreverRetry, retries: 2 },
    });
  }

  /** Resolves when the broker is reached for the first time. */
  async connect(): Promise<void> {
    await this.producer.connect();
  }

  /** Sends what waits (within the deadline), then disconnects. */
  async close(): Promise<void> {
    while (this.waiting.length > 0 || this.sending) await new Promise((resolve) => setTimeout(resolve, 10));
    this.stopped = true;
    await this.producer.disconnect();
  }

  publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    if (this.stopped) return Promise.reject(new SendFailed(false));
    if (this.count + records.length > this.mostWaiting) return Promise.reject(new SenderFull());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => parcel.failed(new SendFailed(parcel.begun)), this.deadlineMs);
      const settle = (end: () => void) => {
        if (parcel.settled) return;
        parcel.settled = true;
        clearTimeout(timer);
        end();
      };
      const parcel: Parcel = {
        records,
        bytes: records.reduce((sum, record) => sum + bytesOf(record), 0),
        begun: false,
        settled: false,
        done: () => settle(resolve),
        failed: (error) => settle(() => reject(error)),
      };
      this.waiting.push(parcel);
      this.count += records.length;
      this.wake();
    });
  }

  private wake(): void {
    if (this.sending) return;
    this.sending = true;
    // What the rest of this tick still publishes goes along.
    setImmediate(() => void this.drain());
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const parcels = this.take();
      if (parcels.length > 0) await this.deliver(parcels);
    }
    this.sending = false;
  }

  /** The next parcels that fit into one request; those whose caller was told "failed" before they were begun are dropped. */
  private take(): Parcel[] {
    const taken: Parcel[] = [];
    let bytes = 0;
    while (this.waiting.length > 0) {
      const next = this.waiting[0] as Parcel; // the length says so
      if (taken.length > 0 && bytes + next.bytes > this.mostBytes) break;
      this.waiting.shift();
      this.count -= next.records.length;
      if (next.settled) continue;
      taken.push(next);
      bytes += next.bytes;
    }
    return taken;
  }

  private async deliver(parcels: readonly Parcel[]): Promise<void> {
    for (const parcel of parcels) parcel.begun = true;
    try {
      await this.send(parcels.flatMap((parcel) => parcel.records));
      for (const parcel of parcels) parcel.done();
    } catch (error) {
      this.logger.warn('kafka: a produce request failed', { count: parcels.length, error });
      // Those who still wait are tried again, in order, before anything newer.
      const again = parcels.filter((parcel) => !parcel.settled);
      this.waiting.unshift(...again);
      this.count += again.reduce((sum, parcel) => sum + parcel.records.length, 0);
      await new Promise((resolve) => setTimeout(resolve, foreverRetry.initialRetryTime));
    }
  }

  /** One request, or two halves where the broker says that it is too large. */
  private async send(records: readonly OutgoingRecord[]): Promise<void> {
    const chunks = chunksOf(records, this.mostBytes);
    for (const chunk of chunks) {
      try {
        await this.producer.sendBatch({ acks: -1, topicMessages: byTopic(chunk) });
      } catch (error) {
        if (!isTooLarge(error) || chunk.length === 1) throw error;
        const half = Math.ceil(chunk.length / 2);
        await this.send(chunk.slice(0, half));
        await this.send(chunk.slice(half));
      }
    }
  }
}

function bytesOf(record: OutgoingRecord): number {
  return (record.value?.length ?? 0) * 1.1 + 700; // headers and framing; a few letters take more than one byte
}

/** Cuts a list of records where it would exceed `mostBytes`; a single larger record stays alone. */
export function chunksOf(records: readonly OutgoingRecord[], mostBytes: number): OutgoingRecord[][] {
  const chunks: OutgoingRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const bytes = bytesOf(record);
    if (bytes > room) {
      chunks.push([]);
      room = mostBytes;
    }
    chunks.at(-1)?.push(record);
    room -= bytes;
  }
  return chunks;
}

function byTopic(records: readonly OutgoingRecord[]) {
  const topics = new Map<string, { key: string; value: string | null; headers: Record<string, string> }[]>();
  for (const { topic, key, value, headers } of records) {
    const messages = topics.get(topic) ?? [];
    if (messages.length === 0) topics.set(topic, messages);
    messages.push({ key, value, headers: { ...headers } });
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

function isTooLarge(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  // By its type: Node finds no error classes among the exports of kafkajs.
  return cause instanceof Error && 'type' in cause && cause.type === 'MESSAGE_TOO_LARGE';
}
