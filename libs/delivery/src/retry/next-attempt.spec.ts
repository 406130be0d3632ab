import { describe, expect, it } from 'vitest';
import { nextAttempt } from './next-attempt.js';

const now = new Date('2026-01-01T00:00:00Z');
const secondsOf = (failures: number, chance = 1) => {
  const { messageAt, endpointAt } = nextAttempt({ ofMessage: failures, ofEndpoint: failures }, now, chance);
  return [messageAt, endpointAt].map((at) => (at.getTime() - now.getTime()) / 1_000);
};

describe('the next attempt', () => {
  it.each([
    [1, 5, 2],
    [2, 10, 4],
    [5, 80, 32],
    [9, 1_280, 300],
    [11, 3_600, 300],
    [1_000, 3_600, 300],
    [100_000, 3_600, 300],
  ])('after %i failures is %i s later, and the cool-down of the endpoint is %i s', (failures, message, endpoint) => {
    expect(secondsOf(failures)).toEqual([message, endpoint]);
  });

  it('comes at the earliest after half of that', () => {
    expect(secondsOf(3, 0)).toEqual([10, 4]);
  });
});
