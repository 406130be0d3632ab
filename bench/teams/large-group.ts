import { setTimeout as sleep } from 'node:timers/promises';
import { measured, measuredHead } from './measured.ts';
import { addedAll, group, posted, replacedBy } from './requests.ts';
import type { World } from './world.ts';

/**
 * Creates, reads, changes and deletes a group of all users, each time beside other clients' writes. In the second
 * round, no user of the group is replicated.
 */
export async function largeGroup(world: World, times: number): Promise<void> {
  const { scim, people, run } = world;
  console.log(`\n| group of ${people.length.toLocaleString('en')} | ${measuredHead(world)}`);
  await measured(world, 'nothing, for comparison', () => sleep(10_000));
  for (let n = 0; n < times; n += 1) {
    const displayName = `Everybody ${run} ${n}`;
    const areUnknown = n === 1;
    if (areUnknown) await world.teams.query('DELETE FROM people WHERE account_id = $1', [world.accountId]);
    // The bodies are serialized before, because serializing them blocks this process and would distort the measured
    // latencies.
    const some = people.filter((_, at) => at % 2 === 0);
    const [all, half] = [group(displayName, people), group(displayName, some)];
    const [toHalf, toAll] = [replacedBy(some), addedAll(people)];
    let id = '';
    await measured(world, areUnknown ? 'POST, everybody unheard of' : 'POST', async () => {
      id = await posted(world, all);
    });
    await measured(world, 'GET', () => scim.send('GET', `/Groups/${id}`, 200));
    const put = (body: string) => scim.send('PUT', `/Groups/${id}?excludedAttributes=members`, 200, body);
    await measured(world, 'PUT, half of them', () => put(half));
    await measured(world, 'PUT, all again', () => put(all));
    const change = (body: string) => scim.send('PATCH', `/Groups/${id}`, 204, body);
    await measured(world, 'PATCH, half of them instead', () => change(toHalf));
    await measured(world, 'PATCH, all added', () => change(toAll));
    await measured(world, 'DELETE', () => scim.send('DELETE', `/Groups/${id}`, 204));
  }
}
