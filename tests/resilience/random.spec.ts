import { expect, it } from 'vitest';
import { Random } from './random.js';

it('comes again with the same seed, and differs with another', () => {
  const some = (seed: number) =>
    Array.from(
      { length: 5 },
      (
        (random) => () =>
          random.next()
      )(new Random(seed)),
    );
  expect(some(7)).toEqual(some(7));
  expect(some(7)).not.toEqual(some(8));
});

it('stays within its bounds, and shuffles without losing anything', () => {
  const random = new Random(3);
  const drawn = Array.from({ length: 500 }, () => random.between(2, 4));
  expect([...new Set(drawn)].toSorted((a, b) => a - b)).toEqual([2, 3, 4]);
  expect(random.shuffled([1, 2, 3, 4, 5]).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
});

it('Random chooses by weight', () => {
  const random = new Random(5);
  const drawn = Array.from({ length: 1_000 }, () => random.weighted({ often: 9, rarely: 1, never: 0 }));
  expect(drawn.filter((each) => each === 'often').length).toBeGreaterThan(800);
  expect(drawn).not.toContain('never');
});
