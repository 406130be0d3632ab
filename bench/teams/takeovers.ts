import {
  AccountCommands,
  TakeoverCommands,
  TakeoverQueries,
  TeamCommands,
  type TakeoverView,
} from '@rollcall/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { measured, measuredHead } from './measured.ts';
import { added, addedAll, group, posted, removed } from './requests.ts';
import type { World } from './world.ts';

const pageSize = 1_000;
/** One of each side that an admin looks through. */
const sides = ['gain', 'lose', 'stay'] as const;

/**
 * A group of everybody takes over a team of two thirds of them (rule 26): kept, looked at, allowed and undone, beside other clients' writes;
 * and changes of one person to what waits.
 */
export async function takeovers(world: World): Promise<void> {
  const { scim, hands, people, run } = world;
  console.log(`\n| takeover by a group of ${people.length.toLocaleString('en')} | ${measuredHead(world)}`);
  await measured(world, 'nothing, for comparison', () => sleep(10_000));
  await hands.command(AccountCommands.changeSettings, { settings: { teamTakeover: 'review' } });
  await sleep(2_000); // team-service hears of it by an event
  const displayName = `Taken ${run}`;
  const { id: teamId } = await hands.command(TeamCommands.createByHand, { teamId: uuidv7(), displayName });
  await fill(world, teamId);
  const body = addedAll(people);
  const patch = (change: string, status = 204) => scim.send('PATCH', `/Groups/${teamId}`, status, change);
  await measured(world, 'POST without members, then PATCH with all: kept', async () => {
    await posted(world, group(displayName, []));
    await patch(body);
  });
  const one = people[0] ?? '';
  await measured(world, 'PATCH of one person to what is kept, 20 times', () =>
    tenTimes(async () => (await patch(removed(one)), await patch(added(one)))),
  );
  let newest = await newestOf(world, teamId);
  const takeoverId = newest.id;
  await measured(world, 'counts of the preview', () => hands.query(TakeoverQueries.find, { takeoverId }));
  await measured(world, 'preview, all pages of 1,000', () => allPages(world, takeoverId));
  newest = await newestOf(world, teamId);
  await measured(world, 'allow', () => decide(world, 'allow', newest));
  newest = await newestOf(world, teamId);
  await measured(world, 'counts of the undo', () => hands.query(TakeoverQueries.find, { takeoverId }));
  await measured(world, 'undo', () => decide(world, 'undo', newest));
  await measured(world, 'PATCH of one person that has to wait, 20 times', () =>
    tenTimes(async () => (await patch(added(one), 409), await patch(removed(one), 409))),
  );
  await scim.send('POST', '/Groups', 409, group(displayName, people));
  newest = await newestOf(world, teamId);
  await measured(world, 'allow the next push', () => decide(world, 'allow', newest));
  await measured(world, 'POST that was allowed', () => posted(world, group(displayName, people)));
  await hands.command(AccountCommands.changeSettings, { settings: { teamTakeover: 'replace' } });
}

/** Two of three of the people are in the team, as if somebody had put each in by hand. */
async function fill({ teams, accountId, people }: World, teamId: string): Promise<void> {
  await teams.query(
    `INSERT INTO memberships (account_id, team_id, user_id, source, added_at, added_by)
     SELECT $1, $2, u, 'manual', now(), '{"kind":"operator","id":"bench"}' FROM unnest($3::uuid[]) AS u`,
    [accountId, teamId, people.filter((_, at) => at % 3 > 0)],
  );
}

async function newestOf({ hands }: World, teamId: string): Promise<TakeoverView> {
  const { takeovers: found } = await hands.query(TakeoverQueries.list, { limit: 200 });
  const newest = found.find((each) => each.teamId === teamId);
  if (!newest) throw new Error('there is no takeover of the team');
  return newest;
}

const decide = ({ hands }: World, what: 'allow' | 'undo', { id, teamId, version }: TakeoverView) =>
  hands.command(TakeoverCommands[what], { teamId, takeoverId: id, ifMatch: [String(version)] });

async function allPages({ hands }: World, takeoverId: string): Promise<void> {
  for (const side of sides) {
    for (let after: { after?: string } | undefined = {}; after !== undefined;) {
      const page: { readonly next?: string } = await hands.query(TakeoverQueries.people, {
        takeoverId,
        side,
        limit: pageSize,
        ...after,
      });
      after = page.next === undefined ? undefined : { after: page.next };
    }
  }
}

async function tenTimes(act: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 10; n += 1) await act();
}
