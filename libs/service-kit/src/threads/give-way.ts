import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** A third of what the main thread gets where both want the same core: with less, a large body would not be read in time on a busy machine. */
export const niceness = 5;

/**
 * Has the calling thread, and those that it begins, give way to others of this process and of other ones: while these have work, what it
 * does takes longer: for work whose result no request waits for. Linux keeps a priority for each thread; elsewhere nothing happens.
 */
export function giveWay(): void {
  onLinux(() => setPriority(ownId(), niceness));
}

/**
 * Has the threads in which libuv hashes passwords give way in the same manner; they read and write files too, of which no request waits for an
 * answer. They all begin with the first such work: before it, there are none.
 */
export function poolGivesWay(): void {
  onLinux(() => {
    for (const id of readdirSync(threads)) {
      if (readFileSync(`${threads}/${id}/comm`, 'utf8').trim() === nameInPool) setPriority(Number(id), niceness);
    }
  });
}

const threads = '/proc/self/task';
const nameInPool = 'libuv-worker';

function onLinux(work: () => void): void {
  if (process.platform !== 'linux') return;
  try {
    work();
  } catch {
    // A container may forbid it: then it is as without.
  }
}

/** As the kernel counts threads. */
const ownId = () => Number(readlinkSync('/proc/thread-self').split('/').at(-1));
