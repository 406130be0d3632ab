/** How long to wait between attempts. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The wait before the next attempt, twice the one before, at most `maxMs`. `retries` counts the retries so far: 0
 * before the first.
 */
export function backoffMs({ firstMs, maxMs }: Backoff, retries: number): number {
  return Math.min(firstMs * 2 ** retries, maxMs);
}

/** A random time between half the wait and the whole, so that callers that failed together do not retry together. */
export function withJitter(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}
