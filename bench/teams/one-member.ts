import { performance } from 'node:perf_hooks';
import { waitsOf, type Waits } from '../steadily.ts';
import { added, pushed, removed } from './requests.ts';
import type { World } from './world.ts';

const [warmUp, counted] = [30, 300];

/** Adds and removes one member, without other load, in teams of different sizes. */
export async function oneMember(world: World): Promise<void> {
  const { scim, people, run } = world;
  console.log('\n| one member, alone | added p50 ms | p99 ms | removed p50 ms | p99 ms |\n|---|---|---|---|---|');
  for (let size = 10; size <= people.length; size *= 10) {
    const id = await pushed(world, `Team of ${size} ${run}`, people.slice(0, size - 1));
    const timed = async (waits: number[], body: string) => {
      const began = performance.now();
      await scim.send('PATCH', `/Groups/${id}`, 204, body);
      waits.push(performance.now() - began);
    };
    const [adds, removes]: [number[], number[]] = [[], []];
    const who = people.at(-1) ?? '';
    for (let n = 0; n < warmUp + counted; n += 1) {
      await timed(adds, added(who));
      await timed(removes, removed(who));
    }
    const cells = [adds, removes].flatMap((waits) => cellsOf(waitsOf(waits.slice(warmUp))));
    console.log(`| in a team of ${size.toLocaleString('en')} | ${cells.join(' | ')} |`);
    await scim.send('DELETE', `/Groups/${id}`, 204);
  }
}

const cellsOf = ({ p50Ms, p99Ms }: Waits) => [p50Ms.toFixed(1), p99Ms.toFixed(1)];
