import { closedLoop } from './load.ts';
import { usageOf } from './processes.ts';
import type { Request } from './requests.ts';
import { ScimClient, type Stack } from './scim-client.ts';

export interface Row {
  /** How many were sent in all. */
  readonly count: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Milliseconds of CPU per request, by process, including the benchmark itself. */
  readonly cpuMs: ReadonlyMap<string, number>;
}

/** Measures one kind of request on one stack. The first moments are not counted. */
export async function measure(stack: Stack, callers: number, seconds: number, request: Request): Promise<Row> {
  const client = new ScimClient(stack, callers);
  const processes = [...stack.services, ...stack.servers];
  const before = usageOf(processes);
  const driver = process.cpuUsage();
  let all = 0;
  const { perSecond, p50Ms, p99Ms } = await closedLoop(callers, seconds, async (n) => {
    await request(client, n);
    all += 1;
  });
  const { user, system } = process.cpuUsage(driver);
  const after = usageOf(processes);
  await client.close();
  const used = [...after].map(([name, { cpuSeconds }]): [string, number] => [
    name,
    ((cpuSeconds - (before.get(name)?.cpuSeconds ?? 0)) * 1_000) / all,
  ]);
  return { count: all, perSecond, p50Ms, p99Ms, cpuMs: new Map([...used, ['driver', (user + system) / 1_000 / all]]) };
}

export const rowsHead =
  '| what | callers | per second | p50 ms | p99 ms | CPU ms per request |\n|---|---|---|---|---|---|';

export function printRow(name: string, callers: number, { perSecond, p50Ms, p99Ms, cpuMs }: Row): void {
  const cpu = [...cpuMs].map(([process_, ms]) => `${process_} ${ms.toFixed(2)}`);
  const figures = [name, callers, Math.round(perSecond).toLocaleString('en'), p50Ms.toFixed(1), p99Ms.toFixed(1)];
  console.log(`| ${[...figures, cpu.join(', ')].join(' | ')} |`);
}
