import { describe, expect, it } from 'vitest';
import { timeOf } from './time-of.js';

describe('a time', () => {
  it.each([
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T11:00:00.5+01:00', '2026-03-01T10:00:00.500Z'],
    ['2026-03-01t05:00:00-0500', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T11:00:00 01:00', '2026-03-01T10:00:00.000Z'],
  ])('%s is the same everywhere', (text, expected) => {
    expect(new Date(timeOf(text) ?? 0).toISOString()).toBe(expected);
  });

  it.each(['yesterday', '2026', '2026-13-01', '2026-03-01T25:00:00Z', '1772359200', 'March 1, 2026', ''])(
    'is not %s',
    (text) => {
      expect(timeOf(text)).toBeUndefined();
    },
  );
});
