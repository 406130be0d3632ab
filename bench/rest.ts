// `npm run bench:rest`: what a stack costs while nothing happens. It starts a stack of its own and removes it afterwards.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { EmbeddedPostgres } from '@rollcall/local-servers';
import { costsOf, type Costs } from './life/costs.ts';
import { threadsOf, type Thread } from './life/threads.ts';
import { startOwnStack, wholeShare } from './own-stack.ts';
import { usageOf, type Root } from './processes.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '40' },
    after: { type: 'string', default: '60' },
    threads: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(`npm run bench:rest -- [options]

What each process of a stack uses while nothing happens: CPU, and how often it is woken; and the threads that use most. Linux only.

  --seconds N   how long it is measured (default 40)
  --after N     seconds between the start of the stack and the measurement (default 60)
  --threads N   how many threads are shown (default 20)
`);
  process.exit(0);
}

const seconds = Number(options.seconds);
const folder = await mkdtemp(join(tmpdir(), 'rollcall-rest-'));
const postgres = await EmbeddedPostgres.start({ folder: join(folder, 'postgres'), password: 'bench' });
const own = await startOwnStack(resolve(import.meta.dirname, '..'), { ...wholeShare, DATABASE_URL: postgres.url });
try {
  await pause(Number(options.after) * 1_000);
  const [pid = ''] = readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n');
  const processes = [
    ...own.stack.services.map(({ name, pid: of }) => ({ name, pid: of })),
    ...own.stack.servers.filter(({ name }) => name === 'kafka').map(({ name, pid: of }) => ({ name, pid: of })),
    { name: 'postgresql', pid: Number(pid) },
  ];
  const [before, threadsBefore] = [await usedBy(processes), threadsOf(processes)];
  await pause(seconds * 1_000);
  const [after, threadsAfter] = [await usedBy(processes), threadsOf(processes)];
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${seconds} s\n`);
  printProcesses(before, after);
  printThreads(threadsBefore, threadsAfter);
} finally {
  await own.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

/** CPU with that of children which have ended: PostgreSQL begins and ends them all the time. */
async function usedBy(processes: readonly Root[]): Promise<ReadonlyMap<string, Costs>> {
  const costs = await costsOf(processes);
  return new Map(
    [...usageOf(processes)].flatMap(([name, { cpuSeconds }]) => {
      const others = costs.get(name);
      return others ? [[name, { ...others, cpuUs: cpuSeconds * 1_000_000 }] as const] : [];
    }),
  );
}

function printProcesses(before: ReadonlyMap<string, Costs>, after: ReadonlyMap<string, Costs>): void {
  console.log('| at rest | CPU, % of a core | woken, times a second | reads and writes a second |\n|---|---|---|---|');
  const all = { cpuUs: 0, wakeUps: 0, calls: 0 };
  for (const [name, used] of after) {
    const former = before.get(name);
    const [cpuUs, wakeUps, calls] = (['cpuUs', 'wakeUps', 'calls'] as const).map(
      (of) => used[of] - (former?.[of] ?? 0),
    );
    all.cpuUs += cpuUs ?? 0;
    all.wakeUps += wakeUps ?? 0;
    all.calls += calls ?? 0;
    console.log(row(name, cpuUs ?? 0, wakeUps ?? 0, calls ?? 0));
  }
  console.log(row('**all**', all.cpuUs, all.wakeUps, all.calls));
}

function printThreads(before: ReadonlyMap<string, Thread>, after: ReadonlyMap<string, Thread>): void {
  console.log('\n| thread of | CPU, % of a core | woken, times a second |\n|---|---|---|');
  const used = [...after].map(([id, { name, cpuUs, wakeUps }]) => ({
    name,
    cpuUs: cpuUs - (before.get(id)?.cpuUs ?? 0),
    wakeUps: wakeUps - (before.get(id)?.wakeUps ?? 0),
  }));
  used.sort((one, other) => other.cpuUs - one.cpuUs);
  for (const { name, cpuUs, wakeUps } of used.slice(0, Number(options.threads))) console.log(row(name, cpuUs, wakeUps));
}

function row(name: string, cpuUs: number, ...counts: readonly number[]): string {
  const cells = [name, (cpuUs / seconds / 10_000).toFixed(2), ...counts.map((count) => (count / seconds).toFixed(1))];
  return `| ${cells.join(' | ')} |`;
}
