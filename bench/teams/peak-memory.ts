import { readFileSync, writeFileSync } from 'node:fs';
import { familiesOf, type Root } from '../processes.ts';

/**
 * Resets the kernel's peak memory of each process and its descendants. Linux only; the processes must belong to this
 * user.
 */
export function forgetPeaks(roots: readonly Root[]): void {
  for (const pid of familiesOf(roots).keys()) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    } catch {
      // it exited meanwhile
    }
  }
}

/**
 * The peak memory of each named process since `forgetPeaks`, in MB. For PostgreSQL, which is many processes, that of
 * the largest one.
 */
export function peaksOf(roots: readonly Root[]): Map<string, number> {
  const peaks = new Map<string, number>();
  for (const [pid, { name }] of familiesOf(roots)) {
    peaks.set(name, Math.max(peaks.get(name) ?? 0, peakMb(pid)));
  }
  return peaks;
}

function peakMb(pid: number): number {
  try {
    const [, kb = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kb) / 1_024;
  } catch {
    return 0;
  }
}
