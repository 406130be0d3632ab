import { readFileSync } from 'node:fs';

/** What the kernel has counted for a thread, in nanoseconds. */
export interface Scheduled {
  readonly ranNs: number;
  /** It could have run, and waited for a core. */
  readonly waitedNs: number;
}

/**
 * How long the main thread of this process waited for a core, of the time in which it had something to do: near 0 on a machine with
 * cores to spare, more than a half where others want them as much. It needs no look at others, so it holds within a container too.
 */
export class RunDelay {
  private readonly read: () => Scheduled | undefined;
  private before: Scheduled | undefined;

  constructor(read: () => Scheduled | undefined = scheduled) {
    this.read = read;
    this.before = read();
  }

  /** The share since the last call, from 0 to 1; 0 where the kernel does not say. */
  share(): number {
    const { before, read } = this;
    const now = read();
    this.before = now;
    if (!before || !now) return 0;
    const waitedNs = now.waitedNs - before.waitedNs;
    const wantedNs = waitedNs + now.ranNs - before.ranNs;
    return wantedNs > 0 ? waitedNs / wantedNs : 0;
  }
}

/** Of the main thread (`proc_pid_schedstat(5)`); undefined elsewhere than on Linux, and where the kernel does not count. */
function scheduled(): Scheduled | undefined {
  try {
    const [ranNs = 0, waitedNs = 0] = readFileSync('/proc/self/schedstat', 'utf8').split(' ').map(Number);
    return { ranNs, waitedNs };
  } catch {
    return undefined;
  }
}
