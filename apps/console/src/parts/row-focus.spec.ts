import { describe, expect, it } from 'vitest';
import { rowAfter, shownRows, stepOf } from './row-focus';

describe('stepOf and rowAfter', () => {
  it.each([
    ['j', 5, 6],
    ['ArrowUp', 5, 4],
    ['PageDown', 5, 22],
    ['PageUp', 5, 0],
    ['End', 5, 99_999],
    ['Home', 5, 0],
  ])('%s from row %i leads to %i', (key, row, to) => {
    expect(rowAfter(row, stepOf(key, 18) ?? 0, 100_000)).toBe(to);
  });

  it('leaves other keys alone', () => {
    expect(stepOf('x', 18)).toBeUndefined();
  });
});

describe('shownRows', () => {
  const range = { startIndex: 100, endIndex: 102, overscan: 1, count: 1_000 };

  it('has the rows in sight, and the focused one wherever it is', () => {
    expect(shownRows(range, undefined)).toEqual([99, 100, 101, 102, 103]);
    expect(shownRows(range, 101)).toEqual([99, 100, 101, 102, 103]);
    expect(shownRows(range, 3)).toEqual([3, 99, 100, 101, 102, 103]);
  });

  it('has no row that is gone', () => {
    expect(shownRows(range, 1_000)).toEqual([99, 100, 101, 102, 103]);
  });
});
