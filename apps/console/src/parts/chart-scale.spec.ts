import { expect, test } from 'vitest';
import { bandOf, lineOf, linesOf, named, niceMax } from './chart-scale.js';

test.each([
  [0, 4],
  [3, 4],
  [5, 6],
  [7, 8],
  [11, 20],
  [41, 60],
  [100, 100],
  [101, 200],
  [9_001, 10_000],
])('the largest value %d has its line at %d', (largest, line) => {
  expect(niceMax(largest)).toBe(line);
});

test('lines stand at nothing, half and all', () => {
  expect(linesOf(50)).toEqual([0, 25, 50]);
});

test('of many points only some are named, evenly spread', () => {
  expect(named(24, 6)).toEqual([0, 4, 8, 12, 16, 20]);
  expect(named(3, 6)).toEqual([0, 1, 2]);
  expect(named(0, 6)).toEqual([]);
});

test('a line has a gap where nothing is known', () => {
  const places = ['0,0', '1,1', undefined, '3,3'];
  expect(lineOf(4, (index) => places[index])).toBe('M0,0h0L1,1M3,3h0');
});

test('a band goes along the high line and back along the low one', () => {
  const at = (index: number, side: 0 | 1) => (index === 1 ? undefined : `${index},${side}`);
  expect(bandOf(3, at)).toBe('M0,1L2,1L2,0L0,0Z');
  expect(bandOf(2, at)).toBe('');
});
