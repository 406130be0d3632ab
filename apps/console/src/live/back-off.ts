const shortestMs = 2_000;
const longestMs = 60_000;

/**
 * How long to wait before the stream is opened again: twice as long each time, and not all tabs of all people at once.
 * @param refusals in a row, from 1 on
 * @param chance from 0 to 1
 */
export function backOffMs(refusals: number, chance: number): number {
  return Math.min(longestMs, shortestMs * 2 ** (refusals - 1) * (1 + chance));
}
