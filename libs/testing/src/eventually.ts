import { setTimeout } from 'node:timers/promises';

export interface EventuallyLimits {
  /** Milliseconds. */
  readonly within?: number;
  /** By default 25 ms, and the longer it takes the more: a twentieth of the time so far, up to 250 ms. */
  readonly every?: number;
}

/** Milliseconds until the next look. Who asks 40 times a second for seconds keeps busy what everybody waits for. */
export const pauseAfter = (elapsed: number): number => Math.min(Math.max(25, elapsed / 20), 250);

/**
 * Waits until `check` neither throws nor returns false, null or undefined, and returns its result. At the time limit it
 * throws with `text` (the sentence that did not become true) and the last error.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  text: string | (() => string),
  { within = 30_000, every }: EventuallyLimits = {},
): Promise<T> {
  const began = performance.now();
  for (;;) {
    const result = await attempt(check);
    if ('value' in result) return result.value;
    const elapsed = performance.now() - began;
    if (elapsed >= within) {
      throw new Error(`not within ${within} ms: ${typeof text === 'string' ? text : text()}`, { cause: result.error });
    }
    await setTimeout(every ?? pauseAfter(elapsed));
  }
}

async function attempt<T>(check: () => T | Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    const value = await check();
    return value === false || value === undefined || value === null ? { error: `gave ${String(value)}` } : { value };
  } catch (error) {
    return { error };
  }
}
