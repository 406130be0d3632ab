import { performance } from 'node:perf_hooks';
import { quantile } from './load.ts';

export interface Waits {
  readonly count: number;
  /** How many requests failed: the answer was to retry, or they were not sent because the machine could not keep up. */
  readonly refused: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
}

/** With more requests in flight than this, the machine cannot keep up, and further ones count as refused. */
const maxInFlight = 1_000;

/**
 * Sends writes at a steady rate while something else is measured. Each write is sent at its scheduled time, whether or
 * not earlier ones were answered, and its latency counts from that time. A closed loop would send fewer requests the
 * slower they are answered, and so hide the latency (coordinated omission).
 */
export function steadily(perSecond: number, write: (n: number) => Promise<unknown>) {
  const began = performance.now();
  const waits: number[] = [];
  const underWay = new Set<Promise<void>>();
  let refused = 0;
  let sent = 0;
  const timer = setInterval(() => {
    for (; sent < ((performance.now() - began) / 1_000) * perSecond; sent += 1) {
      if (underWay.size >= maxInFlight) {
        refused += 1;
        continue;
      }
      const due = began + (sent * 1_000) / perSecond;
      const one: Promise<void> = write(sent)
        .then(() => void waits.push(performance.now() - due))
        .catch(() => (refused += 1))
        .finally(() => underWay.delete(one))
        .then(() => undefined);
      underWay.add(one);
    }
  }, 2);
  return {
    /** Waits for the requests in flight. */
    async stop(): Promise<Waits> {
      clearInterval(timer);
      await Promise.all(underWay);
      return waitsOf(waits, refused);
    },
  };
}

export function waitsOf(waits: readonly number[], refused = 0): Waits {
  const sorted = waits.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    refused,
    p50Ms: quantile(sorted, 0.5),
    p95Ms: quantile(sorted, 0.95),
    p99Ms: quantile(sorted, 0.99),
    worstMs: sorted.at(-1) ?? Number.NaN,
  };
}

export const text = ({ count, refused, p50Ms, p99Ms, worstMs }: Waits): string =>
  `${count} writes${refused > 0 ? ` and ${refused} refused` : ''}, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, worst ${worstMs.toFixed(0)} ms`;
