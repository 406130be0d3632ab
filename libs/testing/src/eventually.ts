import { setTimeout } from 'node:timers/promises';

export interface EventuallyLimits {
  /** Milliseconds. */
  readonly within?: number;
  readonly every?: number;
}

/**
 * Waits until `check` neither throws nor returns false, null or undefined, and returns its result. At the time limit it
 * throws with `text` (the sentence that did not become true) and the last error.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  text: string | (() => string),
  { within = 10_000, every = 25 }: EventuallyLimits = {},
): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    const result = await attempt(check);
    if ('value' in result) return result.value;
    if (performance.now() >= deadline) {
      throw new Error(`not within ${within} ms: ${typeof text === 'string' ? text : text()}`, { cause: result.error });
    }
    await setTimeout(every);
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
