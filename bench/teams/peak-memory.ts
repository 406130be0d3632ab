import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

interface Root {
  readonly name: string;
  readonly pid: number;
}

/** From now on the kernel counts peaks anew, for each process and its descendants. Linux only; the processes must be ours. */
export function forgetPeaks(roots: readonly Root[]): void {
  for (const { pid } of roots.flatMap(familyOf)) {
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
  for (const { name, pid } of roots.flatMap(familyOf)) {
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

function familyOf({ name, pid }: Root): Root[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentOf(Number(entry));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const family: Root[] = [];
  for (const waiting = [pid]; waiting.length > 0;) {
    const next = waiting.pop() ?? 0;
    family.push({ name, pid: next });
    waiting.push(...(children.get(next) ?? []));
  }
  return family;
}

function parentOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
