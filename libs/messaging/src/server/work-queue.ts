import type { RawRecord } from '../codec/raw-record.js';
import type { Delivery } from '../pipeline/delivery.js';

/** A message that was fetched and not begun. */
export interface QueuedDelivery {
  readonly delivery: Delivery;
  /** To be called when it is handled: its own, and those of copies that came meanwhile. */
  readonly done: (() => void)[];
}

/** Most bytes of payload in one transaction; one larger message is alone in it. */
const batchBytes = 8_000_000;

export interface WorkQueueOptions {
  /** Most messages handled together. */
  readonly batchSize: number;
  /**
   * How many batches are handled at the same time, default one. Where there are several, each batch is of one key, and no two are of
   * the same: order per key holds, and what takes long delays its own key alone.
   */
  readonly concurrency?: number;
}

/** Messages in the order in which they were fetched, handled in batches. */
export class WorkQueue {
  private queue: QueuedDelivery[] = [];
  private bytes = 0;
  /** How many messages of each key wait or are being handled. */
  private readonly keys = new Map<string, number>();
  private readonly keysAtWork = new Set<string>();
  /** What waits or is being handled, by the id that its sender gave it. */
  private readonly underWay = new Map<string, QueuedDelivery>();
  private readonly working = new Set<Promise<void>>();
  private busy = 0;

  /** `handle` resolves to false when nothing more may be handled; what waits stays. It never rejects. */
  constructor(
    private readonly handle: (batch: readonly QueuedDelivery[]) => Promise<boolean>,
    private readonly options: WorkQueueOptions,
  ) {}

  /** What waits, without what is being handled. */
  get waiting(): { readonly messages: number; readonly bytes: number } {
    return { messages: this.queue.length, bytes: this.bytes };
  }

  /** Whether something with this message's key waits or is being handled. */
  holdsKeyOf(raw: RawRecord): boolean {
    return this.keys.has(keyOf(raw));
  }

  /**
   * A copy of a message that waits or is being handled, as from a caller who has asked again, is done when that one is: handling it
   * too would only make the others wait longer. False where it is no copy.
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

  /** Sets to work, unless everybody is at work. */
  begin(): void {
    if (this.queue.length === 0 || this.busy >= this.concurrency) return;
    this.busy += 1;
    const work = this.work().finally(() => this.working.delete(work));
    this.working.add(work);
  }

  /** Drops what waits. */
  forget(): void {
    this.letGoOf(this.queue);
    this.queue = [];
    this.bytes = 0;
  }

  /** Resolves when what is being handled is handled. */
  async settled(): Promise<void> {
    await Promise.all(this.working);
  }

  private get concurrency(): number {
    return this.options.concurrency ?? 1;
  }

  private async work(): Promise<void> {
    // What the other partitions of the same fetch bring joins in.
    await new Promise((resolve) => setImmediate(resolve));
    for (let batch = this.nextBatch(); batch.length > 0; batch = this.nextBatch()) {
      this.begin(); // what is left may be for another lane
      const key = keyOf(batch[0]?.delivery.raw);
      this.keysAtWork.add(key);
      const goesOn = await this.handle(batch);
      this.keysAtWork.delete(key);
      if (!goesOn) break;
      this.letGoOf(batch);
      for (const done of batch.flatMap((each) => each.done)) done();
    }
    this.busy -= 1; // in the same breath as the look at the queue: whoever comes next starts anew
  }

  private letGoOf(messages: readonly QueuedDelivery[]): void {
    for (const { delivery } of messages) {
      const id = idOf(delivery.raw);
      if (id !== undefined) this.underWay.delete(id);
      const key = keyOf(delivery.raw);
      const left = (this.keys.get(key) ?? 0) - 1;
      if (left > 0) this.keys.set(key, left);
      else this.keys.delete(key);
    }
  }

  /** What is handled next, together; nothing where all that waits must wait for its key. */
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

  /** Where there are several lanes: what waits for the first key that nobody is at. */
  private candidates(): readonly QueuedDelivery[] {
    if (this.concurrency === 1) return this.queue;
    const next = this.queue.find(({ delivery }) => !this.keysAtWork.has(keyOf(delivery.raw)));
    return next ? this.queue.filter(({ delivery }) => keyOf(delivery.raw) === keyOf(next.delivery.raw)) : [];
  }
}

/** Messages without a key are in no order; together they count as one. */
function keyOf(raw: RawRecord | undefined): string {
  return raw?.key?.toString('latin1') ?? '';
}

/**
 * An id belongs to its account: whoever sends another's id does not get at its message. And a copy that is to be answered elsewhere,
 * as of a request that was repeated at another gateway, needs a reply of its own.
 */
function idOf({ topic, headers }: RawRecord): string | undefined {
  const { ce_accountid: account, ce_id: id, rollcall_replyto: replyTo = '' } = headers;
  return account === undefined || id === undefined ? undefined : `${topic} ${account} ${id} ${replyTo}`;
}

function sizeOf(raw: RawRecord | undefined): number {
  return raw?.value?.length ?? 0;
}
