import { yieldToEventLoop } from '@rollcall/service-kit';

/** What computes for longer than this in one go keeps everybody else in the process waiting. No batch of small decisions does. */
const longMs = 50;

/**
 * Between the steps of long work: a function that lets whatever else waits in this process go first, if the steps since the last rest
 * were long, and does nothing otherwise. A group of a hundred thousand members is some 0.3 s of computing.
 */
export function createYielder(): () => Promise<void> | undefined {
  let since = computedMs();
  return () => {
    if (computedMs() - since < longMs) return undefined;
    return yieldToEventLoop().then(() => {
      since = computedMs();
    });
  };
}

/** What this thread has computed so far: on a busy machine more time goes by than that, and nobody is served sooner for a rest. */
function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
