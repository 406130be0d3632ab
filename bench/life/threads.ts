import { readdirSync, readFileSync } from 'node:fs';
import { familiesOf, type Root } from '../processes.ts';

/** What a thread has used so far. */
export interface Thread {
  /** Its process and its own name. */
  readonly name: string;
  readonly cpuUs: number;
  readonly wakeUps: number;
}

/** All threads of the named processes and their descendants, by id. Linux only. */
export function threadsOf(roots: readonly Root[]): ReadonlyMap<string, Thread> {
  const threads = new Map<string, Thread>();
  for (const [pid, { name }] of familiesOf(roots)) {
    for (const id of idsOf(pid)) {
      const [own, cpu, status] = ['comm', 'schedstat', 'status'].map((of) => textOf(`/proc/${pid}/task/${id}/${of}`));
      const wakeUps = Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status ?? '')?.[1] ?? 0);
      const cpuUs = Number(cpu?.split(' ')[0] ?? 0) / 1_000;
      threads.set(id, { name: `${name}: ${own?.trim() ?? ''}`, cpuUs, wakeUps });
    }
  }
  return threads;
}

function idsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // it ended while it was looked at
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
