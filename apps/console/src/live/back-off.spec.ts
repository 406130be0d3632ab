import { expect, test } from 'vitest';
import { backOffMs, comeBackMs } from './back-off';

test('a stream that is refused is asked for less and less often, but at least once a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map((refusals) => backOffMs(refusals, 0))).toEqual([
    2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
  ]);
  expect(backOffMs(1, 0.5)).toBe(3_000);
  expect(backOffMs(6, 0.9)).toBe(60_000);
});

test('is not long where it is known that the server waits itself', () => {
  expect(backOffMs(9, 1, 10_000)).toBe(10_000);
  expect(backOffMs(1, 0, 10_000)).toBe(2_000);
});

test('after a gateway has stopped, those who listened to it come back within two seconds, and not together', () => {
  const times = [0, 0.5, 1].map(comeBackMs);
  expect(times).toEqual([500, 1_500, 2_500]);
});
