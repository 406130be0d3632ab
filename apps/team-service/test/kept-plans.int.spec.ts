import { keptPlans } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { sharedWorld } from './support/shared-world.js';
import { team } from './support/team-world.js';

const world = await sharedWorld({ poolSize: 1 });

it('statements whose plans are kept read no table from end to end, though they were planned while it was empty', async () => {
  const acme = world.of(world.users.newAccount());
  const [ann, bob, cy] = [acme.join(), acme.join(), acme.join()];
  const crew = team(await acme.push('Crew', [ann, bob])).id;
  await acme.add(crew, [cy]);
  await acme.remove(crew, [bob]);
  await acme.rename(crew, 'The Crew');
  await acme.addByHand(crew, bob);
  await world.reconcile();
  await acme.deactivate(ann);
  await acme.leave(ann);
  await world.readModel.team(acme.accountId, crew);
  await world.readModel.teamsOf([{ accountId: acme.accountId, userIds: [cy] }]);
  const one = { is: 'equals', attribute: 'displayName', value: 'The Crew' } as const;
  for (const filter of [one, { ...one, attribute: 'externalId' }])
    await world.readModel.search({
      accountId: acme.accountId,
      scope: 'default',
      as: 'group',
      filter,
      offset: 0,
      limit: 1,
    });
  expect(await acme.roster(crew)).toEqual([cy]);
  await world.readModel.members(acme.accountId, crew, { limit: 10, of: 'memberships' });
  await acme.delete(crew);

  const kept = await keptPlans((sql) => world.dataSource.query(sql));
  expect(kept.length).toBeGreaterThanOrEqual(17);
  expect(kept.filter(({ readsWhole }) => readsWhole.length > 0)).toEqual([]);
});
