import { describe, expect, it } from 'vitest';
import { ratioOf } from '../bench/ratios.ts';

describe('the ratio of two sides measured in turns', () => {
  it('has the ratio 1 and an interval of no width where both sides gave the same in every round', () => {
    expect(ratioOf([3, 3, 3].map((figure) => [figure, figure] as const))).toEqual({ mean: 1, interval90: [1, 1] });
  });

  it('is the geometric mean: twice as fast and half as fast is as fast', () => {
    expect(ratioOf([[2, 1], [1, 2]]).mean).toBeCloseTo(1, 12); // prettier-ignore
  });

  it('has the interval of Student’s t over the logarithms', () => {
    const pairs = [1, 1.1, 0.9, 1.05, 0.95].map((ratio) => [ratio, 1] as const);
    const { mean, interval90 } = ratioOf(pairs);
    expect(mean).toBeCloseTo(0.9976, 3);
    expect(interval90[0]).toBeCloseTo(0.924, 2);
    expect(interval90[1]).toBeCloseTo(1.077, 2);
  });

  it('does not see a drift that both sides of a round share', () => {
    const drifting = [100, 200, 50].map((speed) => [speed * 1.02, speed] as const);
    expect(ratioOf(drifting).interval90[0]).toBeCloseTo(1.02, 6);
  });

  it('refuses a single round', () => {
    expect(() => ratioOf([[1, 1]])).toThrow(RangeError);
  });
});
