import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@rollcall/testing';
import { others } from './measured.ts';
import { text } from '../steadily.ts';
import { pushed } from './requests.ts';
import { manyTeams } from './seeding.ts';
import type { World } from './world.ts';

const [teams, each, changed] = [10_000, 100, 20];

/**
 * Measures a sweep over ten thousand teams of a hundred members, of which twenty differ without an event. The time of
 * the sweep itself is the metric of team-service (`rollcall_reconciler_sweep_seconds`).
 */
export async function sweep(world: World): Promise<void> {
  // Pushing a group of all users replicates them; members must be replicated.
  const everybody = await pushed(world, `Everybody ${world.run} for the sweep`, world.people);
  await world.scim.send('DELETE', `/Groups/${everybody}`, 204);
  await manyTeams(world, teams, each);
  const quiet = await others(world);
  await sleep(10_000);
  const before = text(await quiet.stop());
  const othersLoad = await others(world);
  const began = performance.now();
  const { rowCount } = await world.teams.query(
    `DELETE FROM memberships m USING (SELECT account_id, team_id, min(user_id::text)::uuid AS user_id FROM memberships
        WHERE account_id = $1 GROUP BY 1, 2 HAVING count(*) = $2 LIMIT $3) gone
      WHERE m.account_id = gone.account_id AND m.team_id = gone.team_id AND m.user_id = gone.user_id`,
    [world.accountId, each, changed],
  );
  if (rowCount !== changed) throw new Error(`${rowCount} members were removed behind everybody's back, not ${changed}`);
  await eventually(() => differing(world).then((count) => count === 0), 'the sweep has found them', {
    every: 500,
    within: 400_000,
  });
  const seconds = (performance.now() - began) / 1_000;
  const during = text(await othersLoad.stop());
  const last = await sweepSeconds(world); // of the last completed sweep: the one that found the teams still runs
  const isOver = async () => {
    const now = await sweepSeconds(world);
    return now === last ? undefined : now;
  };
  const took = await eventually(isOver, 'the sweep is over', { every: 500, within: 120_000 });
  console.log(
    `\n${changed} of ${teams.toLocaleString('en')} teams with ${(teams * each).toLocaleString('en')} memberships`,
  );
  console.log(
    `changed by SQL, put right after ${seconds.toFixed(1)} s; one sweep takes ${(took ?? Number.NaN).toFixed(1)} s. Other writes before: ${before}; until then: ${during}.`,
  );
}

/** The seconds of the last completed sweep. */
async function sweepSeconds({ stack }: World): Promise<number | undefined> {
  const service = stack.services.find(({ name }) => name.startsWith('team-service'));
  const metrics = await (await fetch(`${service?.url}/metrics`)).text();
  const [, seconds] = /^rollcall_reconciler_sweep_seconds\S* (\S+)/m.exec(metrics) ?? [];
  return Number(seconds) > 0 ? Number(seconds) : undefined;
}

async function differing({ teams: database, accountId }: World): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       (SELECT team_id, user_id FROM roster WHERE account_id = $1 EXCEPT SELECT team_id, user_id FROM memberships WHERE account_id = $1)) x`,
    [accountId],
  );
  return rows[0]?.count ?? 0;
}
