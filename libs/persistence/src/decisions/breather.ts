import { setTimeout as pause } from 'node:timers/promises';

/** What takes longer than this in one go keeps everybody else in the process waiting. No batch of small decisions does, on a busy machine neither. */
const longMs = 100;
/** How long a small transaction takes beside a large one, with all its round trips: one turn of the event loop would take it one step further. */
const restMs = 40;

/**
 * Between the steps of long work: a function that lets whatever else waits in this process go first, if the steps since the last rest
 * were long, and does nothing otherwise. A group of a hundred thousand members is some 0.4 s of computing.
 */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < longMs) return undefined;
    return pause(restMs).then(() => {
      since = performance.now();
    });
  };
}
