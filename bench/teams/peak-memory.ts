import { readFileSync, writeFileSync } from 'node:fs';
import { familiesOf, type Root } from '../processes.ts';

/** From now on the kernel counts peaks anew, for each process and its descendants. Linux only; the processes must be ours. */
export function forgetPeaks(roots: readonly Root[]): void {
  for (const pid of familiesOf(roots).keys()) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    } catch {
      // it ended while we looked
    }
  }
}

/** The largest that a process of each name has been since `forgetPeaks`, in MB. PostgreSQL is many processes: the largest of them. */
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
