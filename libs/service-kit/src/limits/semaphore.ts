export interface SemaphoreOptions {
  /** How many pieces of work may run concurrently. */
  readonly atOnce: number;
  /** How many pieces of work may wait; further ones are refused. */
  readonly maxWaiting: number;
  /** Creates the error for refused work. */
  readonly refusal: () => Error;
}

interface Waiting {
  readonly until: number;
  begin(this: void): void;
  refuse(this: void): void;
}

/** Runs a limited number of pieces of work concurrently; the others wait in order, and their number is limited too. */
export class Semaphore {
  private running = 0;
  private readonly queue: Waiting[] = [];

  constructor(private readonly options: SemaphoreOptions) {}

  /** How many wait. */
  get waiting(): number {
    return this.queue.length;
  }

  /**
   * Runs the work when its turn comes, and resolves to its result.
   * @param leftMs work whose turn comes later than this is refused, and has not begun
   * @throws the refusal, and what the work throws
   */
  async run<T>(work: () => Promise<T>, leftMs = Number.POSITIVE_INFINITY): Promise<T> {
    await this.turn(performance.now() + leftMs);
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.beginNext();
    }
  }

  private turn(until: number): Promise<void> {
    const { atOnce, maxWaiting, refusal } = this.options;
    if (this.running < atOnce) {
      this.running += 1;
      return Promise.resolve();
    }
    if (this.queue.length >= maxWaiting) return Promise.reject(refusal());
    return new Promise((begin, reject) => {
      this.queue.push({ until, begin, refuse: () => reject(refusal()) });
    });
  }

  private beginNext(): void {
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      if (next.until > performance.now()) {
        this.running += 1;
        return next.begin();
      }
      next.refuse();
    }
  }
}
