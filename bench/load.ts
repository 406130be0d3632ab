import { performance } from 'node:perf_hooks';

/** The result of a closed loop, in which each caller sends its next request when the last one was answered. */
export interface Measured {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Runs `callers` loops of `request` for `seconds`, after `warmUpSeconds` that are not counted. `request` gets a number
 * that is unique in the run. It must reject when the answer is wrong, which ends the run.
 */
export async function closedLoop(
  callers: number,
  seconds: number,
  request: (n: number) => Promise<void>,
  warmUpSeconds = 1,
): Promise<Measured> {
  const latencies: number[] = [];
  let next = 0;
  const counting = performance.now() + warmUpSeconds * 1_000;
  const end = counting + seconds * 1_000;
  const loop = async () => {
    for (let began = performance.now(); began < end; began = performance.now()) {
      await request(next++);
      const done = performance.now();
      if (began >= counting && done <= end) latencies.push(done - began);
    }
  };
  await Promise.all(Array.from({ length: callers }, loop));
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    seconds,
    perSecond: latencies.length / seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

/** Sends `count` requests by `callers` closed loops, and returns the seconds that it took. */
export async function untilDone(
  callers: number,
  count: number,
  request: (n: number) => Promise<unknown>,
): Promise<number> {
  const began = performance.now();
  let next = 0;
  const loop = async () => {
    while (next < count) await request(next++);
  };
  await Promise.all(Array.from({ length: callers }, loop));
  return (performance.now() - began) / 1_000;
}

/** The quantile of sorted values; NaN where there are none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
