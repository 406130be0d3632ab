import { performance } from 'node:perf_hooks';
import { eventually } from '@rollcall/testing';
import { quantile } from '../load.ts';
import { others } from './measured.ts';
import { text } from '../steadily.ts';
import { pushed } from './requests.ts';
import type { World } from './world.ts';

/** Adds members by hand to directory-owned teams: how soon one of them is evicted, and how many are per second. */
export async function evictions(world: World): Promise<void> {
  const { people, run } = world;
  const teams: string[] = [];
  for (let n = 0; n < 50; n += 1) teams.push(await pushed(world, `Evictions ${run} ${n}`, people.slice(0, 20)));
  console.log('\n| a stranger is out, from the acknowledgement on | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|');
  await oneByOne(world, 'at rest', teams, people[100] ?? '');
  const othersLoad = await others(world, 200);
  await oneByOne(world, 'beside 200 writes/s', teams, people[101] ?? '');
  console.log(`| those writes: ${text(await othersLoad.stop())} | | | |`);
  await atOnce(world, teams, people.slice(102, 122));
}

async function oneByOne(world: World, name: string, teams: readonly string[], outsider: string): Promise<void> {
  const waits: number[] = [];
  for (const team of teams) waits.push(await evicted(world, team, outsider));
  const sorted = waits.toSorted((a, b) => a - b);
  console.log(`| ${name} | ${[0.5, 0.95, 0.99].map((share) => quantile(sorted, share).toFixed(0)).join(' | ')} |`);
}

/** Adds a stranger by hand; resolves when the reconciler has put them out, with the milliseconds since the acknowledgement. */
export async function evicted({ hands }: World, team: string, outsider: string): Promise<number> {
  await hands.addMember(team, outsider);
  const acknowledged = performance.now();
  await eventually(async () => !(await hands.members(team)).includes(outsider), 'the stranger is out', { every: 10 });
  return performance.now() - acknowledged;
}

async function atOnce({ hands }: World, teams: readonly string[], outsiders: readonly string[]): Promise<void> {
  const began = performance.now();
  const since = () => (performance.now() - began) / 1_000;
  const pairs = teams.flatMap((team) => outsiders.map((outsider) => [team, outsider] as const));
  await Promise.all(pairs.map(([team, outsider]) => hands.addMember(team, outsider)));
  const accepted = since();
  for (const team of teams)
    await eventually(async () => (await hands.members(team)).length === 20, `${team} is as its roster`, { every: 10 });
  const out = since();
  console.log(
    `\n${pairs.length} strangers at once, in ${teams.length} teams: accepted after ${accepted.toFixed(2)} s, all out after ${out.toFixed(2)} s: ${Math.round(pairs.length / out)} evictions/s.`,
  );
}
