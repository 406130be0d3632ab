const shortestMs = 2_000;
const longestMs = 60_000;
/** Where it is known that the server waits for its brokers: many wait with it, and come back soon after them. */
export const longestUnavailableMs = 10_000;

const comeBackFromMs = 500;
const comeBackOverMs = 2_000;

/**
 * When a stream is opened again that a gateway has ended because it stops: those who listened to it do not come together.
 * @param chance from 0 to 1
 */
export const comeBackMs = (chance: number): number => comeBackFromMs + comeBackOverMs * chance;

/**
 * How long to wait before the stream is opened again: twice as long each time, and not all tabs of all people at once.
 * @param refusals in a row, from 1 on
 * @param chance from 0 to 1
 */
export function backOffMs(refusals: number, chance: number, maxMs = longestMs): number {
  return Math.min(maxMs, shortestMs * 2 ** (refusals - 1) * (1 + chance));
}
