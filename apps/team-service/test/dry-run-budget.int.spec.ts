import { TeamCommands } from '@rollcall/contracts';
import { inTransaction } from '@rollcall/persistence';
import { expect, it } from 'vitest';
import { TeamStateLoader } from '../src/persistence/team-state-loader.js';
import { UserReplica } from '../src/user-replica/user-replica.js';
import { sharedWorld } from './support/shared-world.js';
import { team } from './support/team-world.js';
import { messageOf } from './support/users.js';

const world = await sharedWorld({ statementTimeoutMs: 60_000 }); // 200,000 rows on a busy machine
const acme = world.of(world.users.newAccount());
const { accountId } = acme;
const loader = new TeamStateLoader(new UserReplica(world.dataSource, world.users));

/** What comes of replacing the lists of these teams, with so many people on each roster. Nothing is kept. */
async function loaded(how: 'load' | 'loadTogether', teams: readonly string[], people: number): Promise<string> {
  const requests = teams.map((teamId) => ({
    message: messageOf(TeamCommands.replace.type, { accountId }, teamId),
    reads: { accountId, teamId, allMembers: true, directory: true },
  }));
  let said = '';
  const undone = new Error('undone');
  const run = inTransaction(world.dataSource, async (tx) => {
    await tx.query(
      `INSERT INTO roster (account_id, team_id, user_id)
       SELECT $1::uuid, t.id, uuidv7() FROM unnest($2::uuid[]) AS t(id), generate_series(1, $3::int)`,
      [accountId, teams, people],
    );
    try {
      await loader[how](tx, requests);
      said = 'loaded';
    } catch (error) {
      said = (error as { code?: string }).code ?? String(error);
    }
    throw undone;
  });
  await expect(run).rejects.toBe(undone);
  return said;
}

it('a dry run of several commands loads at most 200,000 members; a command of its own as many as there are', async () => {
  const teams = await Promise.all(['Design', 'Sales'].map(async (name) => team(await acme.push(name)).id));
  expect(await loaded('loadTogether', teams, 100_001)).toBe('dry-run-too-large');
  expect(await loaded('load', teams, 100_001)).toBe('loaded');
  expect(await loaded('loadTogether', teams.slice(1), 100_001)).toBe('loaded');
}, 120_000);
