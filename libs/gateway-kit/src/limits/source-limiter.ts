import { LRUCache } from 'lru-cache';

/** Sources that are counted at the same time; beyond, the one that was quiet for longest is forgotten. */
const maxSources = 20_000;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Counts what sources (an address, an account) do too often, such as sending bad credentials: each may do it a burst of
 * times, and then one a second, or as often as is said. Asks nobody and holds a bounded number of sources.
 */
export class SourceLimiter {
  private readonly buckets = new LRUCache<string, Bucket>({ max: maxSources });

  constructor(
    private readonly burst: number,
    private readonly now: () => number = Date.now,
    private readonly perSecond = 1,
  ) {}

  /** Seconds until the last of these sources may try again; 0 where all may now. Changes nothing. */
  waitS(sources: readonly string[]): number {
    return Math.max(0, ...sources.map((source) => Math.ceil((1 - this.left(source)) / this.perSecond)));
  }

  /** Counts one against each source. */
  count(sources: readonly string[]): void {
    for (const source of sources) {
      this.buckets.set(source, { tokens: Math.max(0, this.left(source) - 1), at: this.now() });
    }
  }

  /** Takes one count back: what was counted before it was known turned out well. */
  forgive(sources: readonly string[]): void {
    for (const source of sources) {
      this.buckets.set(source, { tokens: Math.min(this.burst, this.left(source) + 1), at: this.now() });
    }
  }

  private left(source: string): number {
    const bucket = this.buckets.peek(source);
    if (!bucket) return this.burst;
    return Math.min(this.burst, bucket.tokens + ((this.now() - bucket.at) / 1_000) * this.perSecond);
  }
}
