import { performance } from 'node:perf_hooks';
import { usageOf } from '../processes.ts';
import { steadily, text } from '../steadily.ts';
import { forgetPeaks, peaksOf } from './peak-memory.ts';
import { added, pushed, removed, titled } from './requests.ts';
import type { World } from './world.ts';

/** Starts the writes of other clients: half of them about users, half about a team of twenty. */
export async function others(world: World, perSecond = world.othersPerSecond) {
  const { scim, people, run } = world;
  const team = await pushed(world, `Others ${run} ${Date.now()}`, people.slice(0, 20));
  return steadily(perSecond, (n) => {
    const who = world.someone(n >> 2);
    if (n % 2 === 0) return scim.send('PATCH', `/Users/${who}`, 200, titled(`Title ${run} ${n}`));
    return scim.send('PATCH', `/Groups/${team}`, 204, n % 4 === 1 ? added(who) : removed(who));
  });
}

export const measuredHead = ({ othersPerSecond }: World) =>
  `s | ${othersPerSecond} other writes/s meanwhile | largest process, MB | CPU s |\n|---|---|---|---|---|`;

/**
 * Prints how long `act` takes, the latency of other clients' writes meanwhile, and the peak memory and CPU time of all
 * processes.
 */
export async function measured(world: World, name: string, act: () => Promise<unknown>): Promise<void> {
  const processes = [...world.stack.services, ...world.stack.servers];
  const othersLoad = await others(world);
  forgetPeaks(processes);
  const before = usageOf(processes);
  const began = performance.now();
  await act();
  const seconds = (performance.now() - began) / 1_000;
  const peaks = [...peaksOf(processes)].map(([who, mb]) => `${who} ${mb.toFixed(0)}`);
  const cpu = [...usageOf(processes)].map(
    ([who, { cpuSeconds }]) => `${who} ${(cpuSeconds - (before.get(who)?.cpuSeconds ?? 0)).toFixed(1)}`,
  );
  const waits = await othersLoad.stop();
  console.log(`| ${name} | ${seconds.toFixed(2)} | ${text(waits)} | ${peaks.join(', ')} | ${cpu.join(', ')} |`);
}
