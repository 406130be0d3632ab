import { yieldToEventLoop } from '@rollcall/service-kit';

/**
 * Computing longer than this without a pause delays everything else in the process. A batch of small decisions never
 * takes this long.
 */
const longMs = 25;

export type YieldIfLong = () => Promise<void> | undefined;

/**
 * Creates a function to call between the steps of long work. When the steps since the last yield computed for long, it
 * yields to the event loop; otherwise it does nothing. A group of a hundred thousand members takes some 0.3 s of
 * computing.
 */
export function createYielder(): YieldIfLong {
  let since = now();
  return () => {
    if (performance.now() - since.wallMs < longMs) return undefined; // spares a call of the system
    if (computedMs() - since.computedMs < longMs) return undefined;
    return yieldToEventLoop().then(() => {
      since = now();
    });
  };
}

const now = () => ({ wallMs: performance.now(), computedMs: computedMs() });

/**
 * CPU time of this thread. On a busy machine wall-clock time passes faster than that, and yielding more often would
 * serve no request sooner.
 */
function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
