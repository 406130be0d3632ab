/** How long to wait between attempts. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** The wait before the next attempt, after so many retries (0: the first one is next): twice the one before, at most `maxMs`. */
export function backoffMs({ firstMs, maxMs }: Backoff, retries: number): number {
  return Math.min(firstMs * 2 ** retries, maxMs);
}

/** Between half a wait and the whole of it, at random, so that those who failed together do not come back together. */
export function withJitter(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}
