/** A ratio of two sides that were measured in turns. */
export interface Ratio {
  /** Geometric mean of the rounds' ratios. */
  readonly mean: number;
  /** Where the true ratio lies in nine of ten such runs. */
  readonly interval90: readonly [low: number, high: number];
}

/** 95 % quantiles of Student's t by degrees of freedom, from 1; beyond them that of the normal distribution is close enough. */
const t95 = [
  6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753, 1.746, 1.74,
  1.734, 1.729, 1.725,
];

/**
 * The ratio of one side to another, with its 90 % interval: Student's t over the logarithms of each round's ratio, since the machine's
 * speed drifts between rounds and both sides of one round meet the same.
 * @param pairs of positive figures, one per round
 * @throws RangeError for fewer than two rounds: they have no interval
 */
export function ratioOf(pairs: readonly (readonly [number, number])[]): Ratio {
  if (pairs.length < 2) throw new RangeError('an interval needs two rounds at least');
  const logs = pairs.map(([here, there]) => Math.log(here / there));
  const mean = sum(logs) / logs.length;
  const variance = sum(logs.map((log) => (log - mean) ** 2)) / (logs.length - 1);
  const half = (t95[logs.length - 2] ?? 1.645) * Math.sqrt(variance / logs.length);
  return { mean: Math.exp(mean), interval90: [Math.exp(mean - half), Math.exp(mean + half)] };
}

export const ratioText = ({ mean, interval90 }: Ratio): string =>
  `${mean.toFixed(2)} (${interval90.map((end) => end.toFixed(2)).join(' to ')})`;

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
