import { FairQueue } from './fair-queue.js';

export interface FairSemaphoreOptions {
  /** How many pieces of work may run concurrently, in all and of one account. What is of one account may change. */
  readonly atOnce: number;
  readonly atOncePerAccount?: number | (() => number);
  /** How many pieces of work may wait, in all and of one account; further ones are refused. */
  readonly maxWaiting: number;
  readonly maxWaitingPerAccount?: number | (() => number);
  /** Creates the error for refused work. */
  readonly refusal: (why: Unserved) => Error;
}

/** Why work did not begin: its account has its share already, there is no place for any account, or its time was over. */
export type Unserved = 'account-full' | 'full' | 'late';

export interface TurnOptions {
  /** Work whose turn does not come within so many milliseconds is refused, and leaves the queue. */
  readonly leftMs?: number;
  /** Work that is given up leaves the queue. */
  readonly signal?: AbortSignal;
}

interface QueuedWork {
  readonly account: string;
  begin(this: void): void;
  refuse(this: void, why: Unserved): void;
}

/**
 * Runs a limited number of pieces of work concurrently. The others wait, in bounded number, and accounts take turns: an
 * account with much work delays another's by one piece, not by all of its own.
 *
 * Where all places to wait are taken, the account with the most waiting work loses its last piece to another account's.
 */
export class FairSemaphore {
  private running = 0;
  private readonly runningOf = new Map<string, number>();
  private readonly queue = new FairQueue<QueuedWork>();

  constructor(private readonly options: FairSemaphoreOptions) {}

  /** How many wait. */
  get waiting(): number {
    return this.queue.size;
  }

  /**
   * Runs the work when its account's turn comes, and resolves to its result.
   * @throws the refusal, the signal's reason, and what the work throws
   */
  async run<T>(account: string, work: () => Promise<T>, options: TurnOptions = {}): Promise<T> {
    await this.enter(account, options);
    try {
      return await work();
    } finally {
      this.leave(account);
    }
  }

  /**
   * Resolves when the account's turn has come. The caller must call `leave` once, afterwards.
   * @throws the refusal, and the signal's reason
   */
  enter(account: string, options: TurnOptions = {}): Promise<void> {
    if (!this.mayBegin(account)) return this.turn(account, options);
    this.begin(account);
    return Promise.resolve();
  }

  /** Takes a place where one is free at this moment. A caller that got one must call `leave` too. */
  tryEnter(account: string): boolean {
    const may = this.mayBegin(account);
    if (may) this.begin(account);
    return may;
  }

  /** Gives the place back: the next in turn begins. */
  leave(account: string): void {
    const others = (this.runningOf.get(account) ?? 0) - 1;
    if (others > 0) this.runningOf.set(account, others);
    else this.runningOf.delete(account);
    this.running -= 1;
    const next = () => this.queue.take((each) => this.mayBegin(each));
    for (let waiting = next(); waiting; waiting = next()) waiting.begin();
  }

  private mayBegin(account: string): boolean {
    const { atOnce, atOncePerAccount = atOnce } = this.options;
    return this.running < atOnce && (this.runningOf.get(account) ?? 0) < numberOf(atOncePerAccount);
  }

  private begin(account: string): void {
    this.running += 1;
    this.runningOf.set(account, (this.runningOf.get(account) ?? 0) + 1);
  }

  private turn(account: string, { leftMs = Number.POSITIVE_INFINITY, signal }: TurnOptions): Promise<void> {
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    const refused = this.makeRoom(account);
    if (refused) return Promise.reject(this.options.refusal(refused));
    return new Promise((resolve, reject) => {
      const giveUp = (reason: Error) => {
        this.queue.remove(account, waiting);
        stopWaiting();
        reject(reason);
      };
      const late = () => giveUp(this.options.refusal('late'));
      const aborted = () => giveUp(reasonOf(signal));
      const timer = Number.isFinite(leftMs) ? setTimeout(late, leftMs) : undefined;
      const stopWaiting = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
      };
      const begin = () => {
        stopWaiting();
        this.begin(account);
        resolve();
      };
      const waiting: QueuedWork = { account, begin, refuse: (why) => giveUp(this.options.refusal(why)) };
      signal?.addEventListener('abort', aborted);
      this.queue.add(account, waiting);
    });
  }

  /** Finds a place to wait, or says why there is none. */
  private makeRoom(account: string): Unserved | undefined {
    const { maxWaiting, maxWaitingPerAccount = maxWaiting } = this.options;
    const own = this.queue.sizeOf(account);
    if (own >= numberOf(maxWaitingPerAccount)) return 'account-full';
    if (this.queue.size < maxWaiting) return undefined;
    const longest = this.queue.longest();
    if (longest === undefined || this.queue.sizeOf(longest) <= own + 1) return 'full';
    this.queue.dropLast(longest)?.refuse('account-full');
    return undefined;
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('given up', { cause: reason });
}

function numberOf(limit: number | (() => number)): number {
  return typeof limit === 'number' ? limit : limit();
}
