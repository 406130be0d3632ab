import type { OutgoingBytes, OutgoingRecord } from '../ports/event-publisher.js';
import { SendFailed } from './send-errors.js';

/** A record that the producer takes. */
export type Outgoing = OutgoingRecord | OutgoingBytes;

/** The records of one call of `publish`, and the promise that its caller waits for. */
export class PublishRequest {
  /** Whether some of the records may be on the log. */
  mayBeOnTheLog = false;
  settled = false;
  readonly promise: Promise<void>;
  private readonly timer: NodeJS.Timeout;
  private resolve: () => void;
  private reject: (error: SendFailed) => void;

  constructor(
    readonly records: readonly Outgoing[],
    readonly bytes: number,
    deadlineMs: number,
  ) {
    this.promise = new Promise<void>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => undefined); // a caller that ignores the outcome must not end the process
    this.timer = setTimeout(() => this.fail(new SendFailed(this.mayBeOnTheLog)), Math.max(0, deadlineMs));
  }

  succeed(): void {
    if (this.settle()) this.resolve();
  }

  fail(error: SendFailed): void {
    if (this.settle()) this.reject(error);
  }

  private settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    clearTimeout(this.timer);
    return true;
  }
}

/** One record, with the request that it belongs to. */
export interface Item {
  readonly record: Outgoing;
  readonly request: PublishRequest;
}

/** An upper estimate of a record's bytes in a produce request. */
export function bytesOf({ key, value, headers }: Outgoing): number {
  let bytes = 100 + lengthOf(key) + lengthOf(value);
  for (const [name, header] of Object.entries(headers))
    for (const one of Array.isArray(header) ? header : [header]) bytes += name.length + lengthOf(one) + 4;
  return bytes;
}

const lengthOf = (part: string | Buffer | null | undefined) => (part == null ? 0 : Buffer.byteLength(part));

/**
 * Splits a list of items into chunks of at most `maxBytes`, keeping the order; a single larger record is a chunk of its
 * own.
 */
export function chunksOf(items: readonly Item[], maxBytes: number): Item[][] {
  const chunks: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = bytesOf(item.record);
    if (bytes > room) {
      chunks.push([]);
      room = maxBytes;
    }
    chunks.at(-1)?.push(item);
    room -= bytes;
  }
  return chunks;
}

/** Groups items by topic, keeping their order within each. */
export function perTopic(items: readonly Item[]): Map<string, Item[]> {
  const topics = new Map<string, Item[]>();
  for (const item of items) {
    const same = topics.get(item.record.topic);
    if (same) same.push(item);
    else topics.set(item.record.topic, [item]);
  }
  return topics;
}
