import { readdirSync } from 'node:fs';
import { familiesOf, textOf, type Root } from '../processes.ts';

/** What a thread has used so far. */
export interface Thread {
  readonly id: string;
  readonly name: string;
  readonly cpuUs: number;
  /** How often it was woken after it had waited. */
  readonly wakeUps: number;
}

/** All threads of the named processes and their descendants, by id, each with its process and its own name. Linux only. */
export function threadsOf(roots: readonly Root[]): ReadonlyMap<string, Thread> {
  const threads = new Map<string, Thread>();
  for (const [pid, { name }] of familiesOf(roots))
    for (const thread of threadsOfProcess(pid)) threads.set(thread.id, { ...thread, name: `${name}: ${thread.name}` });
  return threads;
}

/** The threads of one process; none where it has ended. Linux only. */
export function threadsOfProcess(pid: number): readonly Thread[] {
  return idsOf(pid).map((id) => {
    const [name = '', cpu, status = ''] = ['comm', 'schedstat', 'status'].map((of) =>
      textOf(`${pid}/task/${id}/${of}`),
    );
    const wakeUps = Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1] ?? 0);
    return { id, name: name.trim(), cpuUs: Number(cpu?.split(' ')[0] ?? 0) / 1_000, wakeUps };
  });
}

function idsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // it ended while it was looked at
  }
}
