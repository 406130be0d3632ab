/** What is known of the operations that stand before another one. */
type Outcome = 'succeeded' | 'failed';

interface QueuedOperation {
  readonly position: number;
  readonly begin: (mayBegin: boolean) => void;
}

/** Permits of the account's share, beside the one that the bulk request itself has. */
export interface Permits {
  /** False where none is free at this moment. */
  take(): boolean;
  giveBack(): void;
}

/**
 * Decides when operations of a bulk request begin: a bounded number side by side, and, with `failOnErrors`, none that
 * one after the other would not have begun (RFC 7644 §3.7): it begins when too few before it can fail still.
 *
 * One operation at a time has the permit of the bulk request, and each further one has a permit that the account does not
 * use otherwise: where it uses them all, operations go one after the other.
 */
export class BulkTurns {
  private readonly outcomes = new Map<number, Outcome>();
  /** Successes that can turn out as failures until the operation at another position is over. */
  private readonly openUntil = new Map<number, number>();
  private readonly waiting: QueuedOperation[] = [];
  private running = 0;

  constructor(
    private readonly atOnce: number,
    private readonly permits: Permits,
    private readonly failOnErrors = Number.POSITIVE_INFINITY,
  ) {}

  /** Resolves when the operation may begin, with false where it must not any more. `leave` or `over` ends its turn. */
  turn(position: number): Promise<boolean> {
    return new Promise((resolve) => {
      const at = this.waiting.findLastIndex((each) => each.position < position);
      this.waiting.splice(at + 1, 0, { position, begin: resolve });
      this.next();
    });
  }

  /** Whether all operations before it are over. */
  isAlone(position: number): boolean {
    for (let before = 0; before < position; before++) if (!this.outcomes.has(before)) return false;
    return true;
  }

  /** Gives up its permit for now: it takes another turn. */
  leave(): void {
    this.running -= 1;
    if (this.running > 0) this.permits.giveBack();
    this.next();
  }

  over(position: number, outcome: Outcome): void {
    this.outcomes.set(position, outcome);
    this.leave();
  }

  /** Announces that an operation can turn out as a failure when that at a later position is over; `noteFinalOutcome` says it. */
  canFailUntil(position: number, later: number): void {
    this.openUntil.set(position, later);
  }

  /** The last word on an operation; to be called before the turn of another one ends. */
  noteFinalOutcome(position: number, outcome: Outcome): void {
    this.outcomes.set(position, outcome);
    this.openUntil.delete(position);
  }

  private next(): void {
    for (let first = this.waiting[0]; first && this.running < this.atOnce; first = this.waiting[0]) {
      const mayBegin = this.mayBegin(first.position);
      if (mayBegin === undefined) return; // nor may those behind it
      if (mayBegin && this.running > 0 && !this.permits.take()) return; // until one of those that run is over
      this.waiting.shift();
      if (mayBegin) this.running += 1;
      first.begin(mayBegin);
    }
  }

  /** Undefined where it depends on those before it that are not over. */
  private mayBegin(position: number): boolean | undefined {
    if (this.failOnErrors === Number.POSITIVE_INFINITY) return true;
    let failed = 0;
    let open = 0;
    for (let before = 0; before < position; before++) {
      const outcome = this.outcomes.get(before);
      if (outcome === 'failed') failed += 1;
      else if (outcome === undefined || (this.openUntil.get(before) ?? position) < position) open += 1;
    }
    if (failed >= this.failOnErrors) return false;
    return failed + open < this.failOnErrors ? true : undefined;
  }
}
