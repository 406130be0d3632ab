/** A question that waited for its turn until its request had no time left, or that found no place to wait. */
export class NoTurn extends Error {
  override readonly name = 'NoTurn';
}

export interface QuestionLimits {
  /** Questions under way at the same time. */
  readonly running: number;
  /** Questions of one source that may wait. */
  readonly waitingPerSource: number;
  /** Questions of all sources that may wait. */
  readonly waiting: number;
}

type Waiter = () => void;

/**
 * Bounds how many questions are under way. The others wait, and sources take turns: whoever asks much waits behind
 * their own questions, not others behind them.
 */
export class QuestionQueue {
  /** What waits, by source. The source whose turn is next comes first, and none is empty. */
  private readonly waiters = new Map<string, Waiter[]>();
  private waiting = 0;
  private running = 0;

  constructor(private readonly limits: QuestionLimits) {}

  /**
   * Asks when it is the source's turn.
   * @throws NoTurn where that is not within `waitMs`, or too many wait already
   */
  async ask<Answer>(source: string, waitMs: number, question: () => Promise<Answer>): Promise<Answer> {
    if (this.running >= this.limits.running) await this.turn(source, waitMs);
    else this.running++;
    try {
      return await question();
    } finally {
      this.next();
    }
  }

  /** Resolves when a place has been passed on to this source. */
  private async turn(source: string, waitMs: number): Promise<void> {
    const own = this.waiters.get(source) ?? [];
    if (this.waiting >= this.limits.waiting || own.length >= this.limits.waitingPerSource) throw new NoTurn();
    this.waiters.set(source, own);
    this.waiting++;
    await new Promise<void>((resolve, reject) => {
      const waiter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.remove(source, waiter);
        reject(new NoTurn());
      }, waitMs);
      own.push(waiter);
    });
  }

  private next(): void {
    for (const [source, own] of this.waiters) {
      const [waiter] = own;
      if (!waiter) continue;
      this.remove(source, waiter);
      if (own.length > 0) {
        this.waiters.delete(source);
        this.waiters.set(source, own); // behind the others
      }
      waiter();
      return;
    }
    this.running--;
  }

  private remove(source: string, waiter: Waiter): void {
    const own = this.waiters.get(source) ?? [];
    own.splice(own.indexOf(waiter), 1);
    this.waiting--;
    if (own.length === 0) this.waiters.delete(source);
  }
}
