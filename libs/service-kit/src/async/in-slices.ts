import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long others of the process may wait for one piece of work, in milliseconds. */
export const sliceMs = 5;

/**
 * Carries out a computation whose steps are much work together: as soon as some have taken five milliseconds, whatever else the event loop
 * has goes first.
 */
export async function inSlices<Result>(
  steps: Iterator<unknown, Result>,
  now: () => number = () => performance.now(),
): Promise<Result> {
  for (let began = now(); ;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (now() - began < sliceMs) continue;
    await nextTurn();
    began = now();
  }
}
