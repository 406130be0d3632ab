import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** A third of what the main thread gets where both want the same core: with less, a large body would not be read in time on a busy machine. */
export const niceness = 5;

/**
 * Has the calling thread give way to the process's main thread, and to other processes: while these have work, a large body is read more
 * slowly, and nobody waits for it. Linux keeps a priority for each thread; elsewhere nothing happens.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(ownId(), niceness);
  } catch {
    // A container may forbid it: then it is as without.
  }
}

/** As the kernel counts threads. */
const ownId = () => Number(readlinkSync('/proc/thread-self').split('/').at(-1));
