import { RecentMap } from './recent-map.js';

/** Sources that are counted at the same time; beyond, the one that was quiet for longest is forgotten. */
const mostSources = 20_000;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Counts requests with bad credentials: each source (an address, an account) may send a burst, and then one a second. Asks
 * nobody and holds a bounded number of sources.
 */
export class SourceLimiter {
  private readonly buckets = new RecentMap<Bucket>(mostSources);

  constructor(
    private readonly burst: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Seconds until the last of these sources may try again; 0 where all may now. Changes nothing. */
  waitS(sources: readonly string[]): number {
    return Math.max(0, ...sources.map((source) => Math.ceil(1 - this.left(source))));
  }

  /** Counts one bad credential against each source. */
  count(sources: readonly string[]): void {
    for (const source of sources) {
      this.buckets.set(source, { tokens: Math.max(0, this.left(source) - 1), at: this.now() });
    }
  }

  private left(source: string): number {
    const bucket = this.buckets.get(source);
    if (!bucket) return this.burst;
    return Math.min(this.burst, bucket.tokens + (this.now() - bucket.at) / 1_000);
  }
}
