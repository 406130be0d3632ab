import type { RawRecord } from '../codec/raw-record.js';
import type { Delivery } from '../pipeline/delivery.js';

/** A message that was fetched and not begun. */
export interface Waiting {
  readonly delivery: Delivery;
  readonly done: () => void;
}

/** Most bytes of payload in one transaction; one larger message is alone in it. */
const batchBytes = 8_000_000;

/** Messages in the order in which they were fetched, handled one batch after the other. */
export class WorkQueue {
  private queue: Waiting[] = [];
  private bytes = 0;
  /** How many messages of each key wait or are being handled. */
  private readonly keys = new Map<string, number>();
  private working: Promise<void> | undefined;

  /** `handle` resolves to false when nothing more may be handled; what waits stays. It never rejects. */
  constructor(
    private readonly handle: (batch: readonly Waiting[]) => Promise<boolean>,
    private readonly batchSize: number,
  ) {}

  /** What waits, without what is being handled. */
  get waiting(): { readonly messages: number; readonly bytes: number } {
    return { messages: this.queue.length, bytes: this.bytes };
  }

  /** Whether something with this message's key waits or is being handled. */
  holdsKeyOf(raw: RawRecord): boolean {
    return this.keys.has(keyOf(raw));
  }

  add(waiting: Waiting): void {
    this.queue.push(waiting);
    const { raw } = waiting.delivery;
    this.bytes += sizeOf(raw);
    this.keys.set(keyOf(raw), (this.keys.get(keyOf(raw)) ?? 0) + 1);
  }

  /** Sets to work, unless it is at work. */
  begin(): void {
    if (this.queue.length > 0) this.working ??= this.work();
  }

  /** Drops what waits. */
  forget(): void {
    this.letGoOf(this.queue);
    this.queue = [];
    this.bytes = 0;
  }

  /** Resolves when what is being handled is handled. */
  async settled(): Promise<void> {
    await this.working;
  }

  private async work(): Promise<void> {
    // What the other partitions of the same fetch bring joins in.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.queue.length > 0) {
      const batch = this.nextBatch();
      if (!(await this.handle(batch))) break;
      this.letGoOf(batch);
      for (const { done } of batch) done();
    }
    this.working = undefined; // in the same breath as the look at the queue: whoever comes next starts anew
  }

  private letGoOf(messages: readonly Waiting[]): void {
    for (const { delivery } of messages) {
      const key = keyOf(delivery.raw);
      const left = (this.keys.get(key) ?? 0) - 1;
      if (left > 0) this.keys.set(key, left);
      else this.keys.delete(key);
    }
  }

  /** What is handled next, together. */
  private nextBatch(): Waiting[] {
    let end = 0;
    for (let bytes = 0; end < Math.min(this.queue.length, this.batchSize); end += 1) {
      bytes += sizeOf(this.queue[end]?.delivery.raw);
      if (end > 0 && bytes > batchBytes) break;
    }
    const batch = this.queue.splice(0, end);
    for (const { delivery } of batch) this.bytes -= sizeOf(delivery.raw);
    return batch;
  }
}

/** Messages without a key are in no order; together they count as one. */
function keyOf({ key }: RawRecord): string {
  return key?.toString('latin1') ?? '';
}

function sizeOf(raw: RawRecord | undefined): number {
  return raw?.value?.length ?? 0;
}
