import { performance } from 'node:perf_hooks';
import { median, ratioOf, ratioText } from '../ratios.ts';
import { onTwoStacks } from '../two-stacks.ts';
import { added, addedAll, group, posted, pushed, removed } from './requests.ts';
import { evicted } from './evictions.ts';
import { openWorld, type Scale, type World } from './world.ts';

export interface TeamsComparison {
  /** The other commit. */
  readonly ref: string;
  readonly rounds: number;
}

/** What is timed in turns: its name, and a function that prepares it on one stack and gives the act. */
type Timed = readonly [name: string, prepare: (world: World) => Promise<() => Promise<unknown>>];

const [membersPerRound, evictionsPerRound] = [100, 10];

/**
 * Measures this checkout and another commit in turns, on two stacks that run at the same time: one member, a large
 * group, evictions. Prints medians and ratios of speed (above 1: this checkout is faster).
 */
export async function compareTeams(root: string, { ref, rounds }: TeamsComparison, scale: Scale): Promise<void> {
  await onTwoStacks(root, ref, async (stacks) => {
    const worlds: World[] = [];
    for (const { folder } of stacks) worlds.push(await openWorld(folder, scale));
    console.log(`\n| what | this, ms | ${ref}, ms | speed, 90 % interval |\n|---|---|---|---|`);
    for (const timed of all(scale.population)) await inTurns(timed, worlds, rounds);
    for (const world of worlds) await world.close();
  });
}

/** One round more than asked for, which is not counted: the first runs of new processes are slow. */
async function inTurns([name, prepare]: Timed, worlds: readonly World[], rounds: number): Promise<void> {
  const acts: (() => Promise<unknown>)[] = [];
  for (const world of worlds) acts.push(await prepare(world));
  const pairs: [number, number][] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const times: number[] = [];
    for (const act of acts) {
      const began = performance.now();
      await act();
      times.push(performance.now() - began);
    }
    const [here = Number.NaN, there = Number.NaN] = times;
    if (round > 0) pairs.push([here, there]);
  }
  const medians = [0, 1].map((side) => median(pairs.map((pair) => pair[side] ?? Number.NaN)).toFixed(1));
  const speeds = pairs.map(([here, there]) => [1 / here, 1 / there] as const);
  console.log(`| ${name} | ${medians.join(' | ')} | ${ratioText(ratioOf(speeds))} |`);
}

function all(population: number): Timed[] {
  const sizes = [10, 1_000, population];
  return [
    ...sizes.map((size) => memberOf(size)),
    [`a group of ${text(population)}: POST, GET, PUT of half, PATCH of all, DELETE`, wholeGroup],
    [`${evictionsPerRound} strangers, one after the other: out`, outsiders],
  ];
}

const memberOf = (size: number): Timed => [
  `a member added and removed ${membersPerRound} times, in a team of ${text(size)}`,
  async (world) => {
    const id = await pushed(world, `Team of ${size} ${world.run}`, world.people.slice(0, size - 1));
    const who = world.people.at(-1) ?? '';
    return async () => {
      for (let n = 0; n < membersPerRound; n += 1) {
        await world.scim.send('PATCH', `/Groups/${id}`, 204, added(who));
        await world.scim.send('PATCH', `/Groups/${id}`, 204, removed(who));
      }
    };
  },
];

async function wholeGroup(world: World) {
  const { scim, people, run } = world;
  const half = people.filter((_, at) => at % 2 === 0);
  const [all, toHalf, toAll] = [group(`Everybody ${run}`, people), group(`Everybody ${run}`, half), addedAll(people)];
  return async () => {
    const id = await posted(world, all);
    await scim.send('GET', `/Groups/${id}`, 200);
    await scim.send('PUT', `/Groups/${id}?excludedAttributes=members`, 200, toHalf);
    await scim.send('PATCH', `/Groups/${id}`, 204, toAll);
    await scim.send('DELETE', `/Groups/${id}`, 204);
  };
}

async function outsiders(world: World) {
  const { people, run } = world;
  const teams: string[] = [];
  for (let n = 0; n < evictionsPerRound; n += 1) {
    teams.push(await pushed(world, `Evictions ${run} ${n}`, people.slice(0, 20)));
  }
  let next = 100;
  return async () => {
    const outsider = people[next++] ?? ''; // another one each time, since a pair that is added again waits
    for (const team of teams) await evicted(world, team, outsider);
  };
}

const text = (size: number) => size.toLocaleString('en');
