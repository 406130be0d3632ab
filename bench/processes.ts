import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100; // Linux: USER_HZ
const pageBytes = 4_096;

/** CPU seconds that a process and everything it started have used so far, and their memory now. */
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
    // The name in brackets may hold spaces; what follows the last bracket is regular: state, parent, …, utime, stime.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (at: number) => Number(fields[at] ?? 0);
    const [parent, rss] = [field(1), field(21)];
    // utime, stime, and those of children that have ended: PostgreSQL's come and go.
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + field(at), 0);
    return { parent, cpuSeconds: ticks / ticksPerSecond, rssBytes: rss * pageBytes };
  } catch {
    return undefined; // it ended while we looked
  }
}

/**
 * Usage of each named process with all its descendants (PostgreSQL works in children). Linux only.
 */
export function usageOf(processes: readonly { name: string; pid: number }[]): Map<string, Usage> {
  const stats = new Map<number, Stat>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? statOf(Number(entry)) : undefined;
    if (stat) stats.set(Number(entry), stat);
  }
  const owner = (pid: number, roots: ReadonlyMap<number, string>): string | undefined => {
    for (let at: number | undefined = pid; at; at = stats.get(at)?.parent) {
      const name = roots.get(at);
      if (name !== undefined) return name;
    }
    return undefined;
  };
  const roots = new Map(processes.map(({ name, pid }) => [pid, name]));
  const usage = new Map<string, Usage>();
  for (const [pid, stat] of stats) {
    const name = owner(pid, roots);
    if (name === undefined) continue;
    const sum = usage.get(name) ?? { cpuSeconds: 0, rssBytes: 0 };
    usage.set(name, { cpuSeconds: sum.cpuSeconds + stat.cpuSeconds, rssBytes: sum.rssBytes + stat.rssBytes });
  }
  return usage;
}
