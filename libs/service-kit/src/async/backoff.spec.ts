import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, withJitter } from './backoff.js';

const backoff = { firstMs: 100, maxMs: 5_000 };

test('each wait is twice the one before it, up to the longest, however often it is tried', () => {
  const waits = [0, 1, 2, 5, 6, 100, 5_000].map((retries) => backoffMs(backoff, retries));
  expect(waits).toEqual([100, 200, 400, 3_200, 5_000, 5_000, 5_000]);
});

test('with jitter a wait is between half of itself and the whole', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (wait) => {
      const jittered = withJitter(wait);
      expect(jittered).toBeGreaterThanOrEqual(wait / 2);
      expect(jittered).toBeLessThanOrEqual(wait);
    }),
  );
});
