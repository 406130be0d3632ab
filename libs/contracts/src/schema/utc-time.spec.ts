import { describe, expect, test } from 'vitest';
import { UtcTime } from './utc-time.js';
import { validationProblems } from './validation-problems.js';

class At {
  @UtcTime() time: string;
}

describe('a time in UTC', () => {
  test.each([
    ['2026-12-01T08:00:00Z', true],
    ['2026-12-01T08:00:00.123456Z', true],
    ['2028-02-29T23:59:59Z', true],
    ['2000-02-29T00:00:00Z', true],
    ['2026-02-29T00:00:00Z', false],
    ['1900-02-29T00:00:00Z', false],
    ['2026-04-31T00:00:00Z', false],
    ['2026-12-01T24:00:00Z', false],
    ['2026-12-01T08:00Z', false],
    ['2026-12-01T08:00:00+01:00', false],
    ['2026-12-01T08:00:00', false],
    ['2026-12-01', false],
    [' 2026-12-01T08:00:00Z', false],
  ])('%s is a time in UTC: %s', (time, isOne) => {
    expect(validationProblems(At, { time }).length === 0).toBe(isOne);
  });
});
