import { expect, test } from 'vitest';
import { rangeAfter, rangeOf } from './chart-range';

test.each([
  [undefined, 'ArrowLeft', false, { anchor: 6, at: 6 }],
  [undefined, 'ArrowRight', false, { anchor: 6, at: 6 }],
  [undefined, 'Home', false, { anchor: 0, at: 0 }],
  [{ anchor: 6, at: 6 }, 'ArrowLeft', true, { anchor: 6, at: 5 }],
  [{ anchor: 6, at: 5 }, 'ArrowLeft', false, { anchor: 4, at: 4 }],
  [{ anchor: 6, at: 6 }, 'ArrowRight', true, { anchor: 6, at: 6 }],
  [{ anchor: 3, at: 3 }, 'End', true, { anchor: 3, at: 6 }],
  [{ anchor: 3, at: 3 }, 'a', false, undefined],
])('of seven bars, %j and %s (more: %s) choose %j', (chosen, key, isMore, next) => {
  expect(rangeAfter(chosen, key, isMore, 7)).toEqual(next);
});

test('a chart without bars has nothing to choose', () => {
  expect(rangeAfter(undefined, 'End', false, 0)).toBeUndefined();
});

test('in which direction it was drawn does not matter', () => {
  expect(rangeOf({ anchor: 5, at: 2 })).toEqual([2, 5]);
});
