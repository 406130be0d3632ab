/** A round number at or above the largest value, so that the lines of a chart stand at numbers that are read easily. */
export function niceMax(largest: number): number {
  if (largest <= 4) return 4;
  const size = 10 ** Math.floor(Math.log10(largest));
  const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * size >= largest) ?? 10;
  return step * size;
}

/** Where lines stand: at nothing, half and all. */
export const linesOf = (max: number): readonly number[] => [0, max / 2, max];

/** Which points are named below a chart: at most so many, evenly spread, from the first on. */
export function named(count: number, max: number): readonly number[] {
  const step = Math.max(1, Math.ceil(count / max));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

/** The path through the places that are known; one that is alone is a dot (of a line with round ends). */
export function lineOf(count: number, at: (index: number) => string | undefined): string {
  let isDrawing = false;
  return Array.from({ length: count }, (_, index) => {
    const place = at(index);
    const step = place === undefined ? '' : isDrawing ? `L${place}` : `M${place}h0`;
    isDrawing = place !== undefined;
    return step;
  }).join('');
}

/** The outline of what lies between two lines, where both are known. */
export function bandOf(count: number, at: (index: number, side: 0 | 1) => string | undefined): string {
  const known = Array.from({ length: count }, (_, index) => index).filter((index) => at(index, 0) && at(index, 1));
  if (known.length < 2) return '';
  const high = known.map((index) => at(index, 1));
  const low = known.map((index) => at(index, 0)).toReversed();
  return `M${[...high, ...low].join('L')}Z`;
}
