export interface SemaphoreOptions {
  /** Pieces of work under way at a time. */
  readonly atOnce: number;
  /** Pieces of work that wait for their turn; what comes when so many wait is refused. */
  readonly maxWaiting: number;
  /** What the refused are told. */
  readonly refusal: () => Error;
}

interface Waiting {
  readonly until: number;
  begin(this: void): void;
  refuse(this: void): void;
}

/** Lets so much work run at a time and no more; the rest waits, in order and in bounded number. */
export class Semaphore {
  private running = 0;
  private readonly queue: Waiting[] = [];

  constructor(private readonly options: SemaphoreOptions) {}

  /** How many wait. */
  get waiting(): number {
    return this.queue.length;
  }

  /**
   * Does the work when its turn comes, and gives what it gives.
   * @param leftMs who has not begun by then is refused when the turn comes, and nothing was done
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
