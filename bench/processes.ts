import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100; // Linux: USER_HZ
const pageBytes = 4_096;

/** CPU seconds that a process and all its descendants have used so far, and their current memory. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}

interface Stat {
  readonly parent: number;
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may contain spaces. After the last bracket the fields are separated by spaces: state,
    // parent, …, utime, stime.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (at: number) => Number(fields[at] ?? 0);
    const [parent, rss] = [field(1), field(21)];
    // utime, stime, and those of children that have exited: PostgreSQL starts and ends children all the time.
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + field(at), 0);
    return { parent, cpuSeconds: ticks / ticksPerSecond, rssBytes: rss * pageBytes };
  } catch {
    return undefined; // it exited while its files were read
  }
}

/** A file of a process below /proc; empty where that has ended, or does not show it. Linux only. */
export function textOf(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

/** A process with its name in the results. */
export interface Root {
  readonly name: string;
  readonly pid: number;
}

/** All named processes and their descendants by pid, each with the name of its root. Linux only. */
export function familiesOf(roots: readonly Root[]): Map<number, Stat & { readonly name: string }> {
  const stats = new Map<number, Stat>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? statOf(Number(entry)) : undefined;
    if (stat) stats.set(Number(entry), stat);
  }
  const names = new Map(roots.map(({ name, pid }) => [pid, name]));
  const families = new Map<number, Stat & { readonly name: string }>();
  for (const [pid, stat] of stats) {
    const name = ownerOf(pid, stats, names);
    if (name !== undefined) families.set(pid, { ...stat, name });
  }
  return families;
}

function ownerOf(
  pid: number,
  stats: ReadonlyMap<number, Stat>,
  names: ReadonlyMap<number, string>,
): string | undefined {
  for (let at: number | undefined = pid; at; at = stats.get(at)?.parent) {
    const name = names.get(at);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The usage of each named process with all its descendants (PostgreSQL works in children). */
export function usageOf(roots: readonly Root[]): Map<string, Usage> {
  const usage = new Map<string, Usage>();
  for (const { name, cpuSeconds, rssBytes } of familiesOf(roots).values()) {
    const sum = usage.get(name) ?? { cpuSeconds: 0, rssBytes: 0 };
    usage.set(name, { cpuSeconds: sum.cpuSeconds + cpuSeconds, rssBytes: sum.rssBytes + rssBytes });
  }
  return usage;
}
