import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RawRecord } from '../codec/raw-record.js';
import type { Delivery } from '../pipeline/delivery.js';

/** A message that was fetched and whose handling has not begun. */
export interface QueuedDelivery {
  readonly delivery: Delivery;
  /** Functions to call when the message is handled: its own, and those of copies that arrived meanwhile. */
  readonly done: (() => void)[];
}

/** The largest number of payload bytes in one transaction; a single larger message has a transaction of its own. */
const batchBytes = 8_000_000;

export interface WorkQueueOptions {
  /** The largest number of messages in one batch. */
  readonly batchSize: number;
  /**
   * How many batches are handled concurrently; default one. With more than one, each batch holds messages of a single
   * key, and no two batches of the same key run at a time: the order per key holds, and slow work delays its own key
   * only.
   */
  readonly concurrency?: number;
}

/** Fetched messages in their order, handled in batches. */
export class WorkQueue {
  private queue: QueuedDelivery[] = [];
  private bytes = 0;
  /** How many messages of each key wait or are being handled. */
  private readonly keys = new Map<string, number>();
  private readonly keysBeingHandled = new Set<string>();
  /** Messages that wait or are being handled, by `idOf`. */
  private readonly underWay = new Map<string, QueuedDelivery>();
  private readonly working = new Set<Promise<void>>();
  private busy = 0;

  /** @param handle resolves to false when no more messages may be handled; waiting ones then stay. It never rejects. */
  constructor(
    private readonly handle: (batch: readonly QueuedDelivery[]) => Promise<boolean>,
    private readonly options: WorkQueueOptions,
  ) {}

  /** The messages that wait, without those being handled. */
  get waiting(): { readonly messages: number; readonly bytes: number } {
    return { messages: this.queue.length, bytes: this.bytes };
  }

  /** Whether a message of the same key waits or is being handled. */
  holdsKeyOf(raw: RawRecord): boolean {
    return this.keys.has(keyOf(raw));
  }

  /**
   * Recognises a copy of a message that waits or is being handled, for example one that its caller sent again. The copy
   * is done when the first is; handling it as well would only delay other messages. Returns false where it is no copy.
   */
  takesCopy(raw: RawRecord, done: () => void): boolean {
    const id = idOf(raw);
    const original = id === undefined ? undefined : this.underWay.get(id);
    original?.done.push(done);
    return original !== undefined;
  }

  add(waiting: QueuedDelivery): void {
    this.queue.push(waiting);
    const { raw } = waiting.delivery;
    const id = idOf(raw);
    if (id !== undefined) this.underWay.set(id, waiting);
    this.bytes += sizeOf(raw);
    this.keys.set(keyOf(raw), (this.keys.get(keyOf(raw)) ?? 0) + 1);
  }

  /** Starts a batch, unless as many as allowed are running. */
  startBatch(): void {
    if (this.queue.length === 0 || this.busy >= this.concurrency) return;
    this.busy += 1;
    const work = this.work().finally(() => this.working.delete(work));
    this.working.add(work);
  }

  /** Drops the waiting messages. */
  forget(): void {
    this.forgetKeysOf(this.queue);
    this.queue = [];
    this.bytes = 0;
  }

  /** Resolves when all batches that are running have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.working);
  }

  private get concurrency(): number {
    return this.options.concurrency ?? 1;
  }

  private async work(): Promise<void> {
    // Lets the other partitions of the same fetch join the batch.
    await nextTurn();
    for (let batch = this.nextBatch(); batch.length > 0; batch = this.nextBatch()) {
      this.startBatch(); // the remaining messages may be of other keys, for another batch
      const key = keyOf(batch[0]?.delivery.raw);
      this.keysBeingHandled.add(key);
      const goesOn = await this.handle(batch);
      this.keysBeingHandled.delete(key);
      if (!goesOn) break;
      this.forgetKeysOf(batch);
      for (const done of batch.flatMap((each) => each.done)) done();
    }
    this.busy -= 1; // runs synchronously after the empty check, so the next add() starts a new drain
  }

  private forgetKeysOf(messages: readonly QueuedDelivery[]): void {
    for (const { delivery } of messages) {
      const id = idOf(delivery.raw);
      if (id !== undefined) this.underWay.delete(id);
      const key = keyOf(delivery.raw);
      const left = (this.keys.get(key) ?? 0) - 1;
      if (left > 0) this.keys.set(key, left);
      else this.keys.delete(key);
    }
  }

  /** The next batch; empty where every waiting message must wait for its key. */
  private nextBatch(): QueuedDelivery[] {
    const batch: QueuedDelivery[] = [];
    let bytes = 0;
    for (const waiting of this.candidates()) {
      bytes += sizeOf(waiting.delivery.raw);
      if (batch.length === this.options.batchSize || (batch.length > 0 && bytes > batchBytes)) break;
      batch.push(waiting);
    }
    const taken = new Set(batch);
    this.queue = this.queue.filter((waiting) => !taken.has(waiting));
    for (const { delivery } of batch) this.bytes -= sizeOf(delivery.raw);
    return batch;
  }

  /** With more than one concurrent batch: the waiting messages of the first key that has no running batch. */
  private candidates(): readonly QueuedDelivery[] {
    if (this.concurrency === 1) return this.queue;
    const next = this.queue.find(({ delivery }) => !this.keysBeingHandled.has(keyOf(delivery.raw)));
    return next ? this.queue.filter(({ delivery }) => keyOf(delivery.raw) === keyOf(next.delivery.raw)) : [];
  }
}

/** Messages without a key have no order; together they count as one key. */
function keyOf(raw: RawRecord | undefined): string {
  return raw?.key?.toString('latin1') ?? '';
}

/**
 * Identifies a message, with its account and reply topic. With the account, because the id of another account's message
 * must not match that message. With the reply topic, because a copy that must be answered elsewhere (a request repeated
 * at another gateway) needs a reply of its own.
 */
function idOf({ topic, headers }: RawRecord): string | undefined {
  const { ce_accountid: account, ce_id: id, rollcall_replyto: replyTo = '' } = headers;
  return account === undefined || id === undefined ? undefined : `${topic} ${account} ${id} ${replyTo}`;
}

function sizeOf(raw: RawRecord | undefined): number {
  return raw?.value?.length ?? 0;
}
