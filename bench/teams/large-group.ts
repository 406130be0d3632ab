import { setTimeout as sleep } from 'node:timers/promises';
import { measured, measuredHead } from './measured.ts';
import { group, pushed } from './requests.ts';
import type { World } from './world.ts';

/** The life of a group of everybody, each request with the writes of others beside it. The second time nobody in it is known. */
export async function largeGroup(world: World, times: number): Promise<void> {
  const { scim, people, run } = world;
  console.log(`\n| group of ${people.length.toLocaleString('en')} | ${measuredHead(world)}`);
  await measured(world, 'nothing, for comparison', () => sleep(10_000));
  for (let n = 0; n < times; n += 1) {
    const displayName = `Everybody ${run} ${n}`;
    const areStrangers = n === 1;
    if (areStrangers) await world.teams.query('DELETE FROM people WHERE account_id = $1', [world.accountId]);
    let id = '';
    await measured(world, areStrangers ? 'POST, everybody unheard of' : 'POST', async () => {
      id = await pushed(world, displayName, people);
    });
    await measured(world, 'GET', () => scim.send('GET', `/Groups/${id}`, 200));
    const put = (ids: readonly string[]) =>
      scim.send('PUT', `/Groups/${id}?excludedAttributes=members`, 200, group(displayName, ids));
    await measured(world, 'PUT, half of them', () => put(people.filter((_, at) => at % 2 === 0)));
    await measured(world, 'PUT, all again', () => put(people));
    await measured(world, 'DELETE', () => scim.send('DELETE', `/Groups/${id}`, 204));
  }
}
