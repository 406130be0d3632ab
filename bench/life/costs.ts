import { familiesOf, textOf, type Root } from '../processes.ts';
import { threadsOfProcess } from './threads.ts';

/** What a process with its descendants has used so far. */
export interface Costs {
  readonly cpuUs: number;
  /** Calls that read and write, of files and sockets. */
  readonly calls: number;
  readonly bytes: number;
  /** How often a thread was woken after it had waited. */
  readonly wakeUps: number;
  /** Of a service: time of the garbage collector. */
  readonly garbageUs: number;
}

const nothing: Costs = { cpuUs: 0, calls: 0, bytes: 0, wakeUps: 0, garbageUs: 0 };

/** A service, with the address of its metrics; or a server, which has none. */
export interface Measurable extends Root {
  readonly url?: string;
}

/** The costs of each named process until now. Those of children that have ended meanwhile are not in them. Linux only. */
export async function costsOf(roots: readonly Measurable[]): Promise<ReadonlyMap<string, Costs>> {
  const costs = new Map<string, Costs>();
  for (const [pid, { name }] of familiesOf(roots)) costs.set(name, sum(costs.get(name) ?? nothing, ofProcess(pid)));
  for (const { name, url } of roots) {
    const garbageUs = url === undefined ? 0 : await garbageOf(url);
    costs.set(name, sum(costs.get(name) ?? nothing, { ...nothing, garbageUs }));
  }
  return costs;
}

/** Prints what each of so many requests cost, by process. */
export function printCosts(
  before: ReadonlyMap<string, Costs>,
  after: ReadonlyMap<string, Costs>,
  requests: number,
): void {
  console.log('\n| costs of | CPU, µs | reads and writes | kB | wake-ups | garbage, µs |\n|---|---|---|---|---|---|');
  const names = [...after.keys()];
  const used = names.map((name) => difference(after.get(name) ?? nothing, before.get(name) ?? nothing));
  for (const [at, name] of names.entries()) printRow(name, used[at] ?? nothing, requests);
  printRow('**all**', used.reduce(sum, nothing), requests);
}

function printRow(name: string, { cpuUs, calls, bytes, wakeUps, garbageUs }: Costs, requests: number): void {
  const cells = [cpuUs, calls, bytes / 1_000, wakeUps, garbageUs].map((value) =>
    (value / requests).toFixed(value / requests < 10 ? 1 : 0),
  );
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}

function ofProcess(pid: number): Costs {
  const io = textOf(`${pid}/io`);
  const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(io)?.[1] ?? 0);
  let { cpuUs, wakeUps } = nothing;
  for (const thread of threadsOfProcess(pid)) {
    cpuUs += thread.cpuUs;
    wakeUps += thread.wakeUps;
  }
  return { ...nothing, cpuUs, calls: of('syscr') + of('syscw'), bytes: of('rchar') + of('wchar'), wakeUps };
}

async function garbageOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const sums = [...text.matchAll(/^nodejs_gc_duration_seconds_sum\S* (\S+)$/gm)];
  return sums.reduce((all, [, seconds]) => all + Number(seconds) * 1_000_000, 0);
}

const combined = (one: Costs, other: Costs, by: (a: number, b: number) => number): Costs => ({
  cpuUs: by(one.cpuUs, other.cpuUs),
  calls: by(one.calls, other.calls),
  bytes: by(one.bytes, other.bytes),
  wakeUps: by(one.wakeUps, other.wakeUps),
  garbageUs: by(one.garbageUs, other.garbageUs),
});
const sum = (one: Costs, other: Costs): Costs => combined(one, other, (a, b) => a + b);
const difference = (one: Costs, other: Costs): Costs => combined(one, other, (a, b) => a - b);
