import { LRUCache } from 'lru-cache';

/** How many sources are counted at the same time; beyond that, the source that was quiet for longest is evicted. */
const maxSources = 20_000;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * A token bucket for each source (an address, an account): it has a burst, and then one attempt a second, or the configured rate. The
 * limiter is local to the process and counts a bounded number of sources.
 */
export class SourceLimiter {
  private readonly buckets = new LRUCache<string, Bucket>({ max: maxSources });

  constructor(
    private readonly burst: number,
    private readonly perSecond = 1,
    /** Milliseconds of a clock that nobody sets: by one that is set back, sources would wait until it has caught up. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Seconds until the last of these sources may try again; 0 where all may now. Counts nothing. */
  waitS(sources: readonly string[]): number {
    let waitS = 0;
    for (const source of sources) waitS = Math.max(waitS, Math.ceil((1 - this.left(source)) / this.perSecond));
    return waitS;
  }

  /** Counts one attempt of each source, or one that stands for several: what it has too few for, it waits for after it. */
  count(sources: readonly string[], attempts = 1): void {
    for (const source of sources) {
      this.buckets.set(source, { tokens: Math.max(1 - attempts, this.left(source) - attempts), at: this.now() });
    }
  }

  /** Takes one attempt back: it was counted before its outcome was known, and succeeded. */
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
