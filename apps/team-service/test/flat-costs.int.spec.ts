import { beforeAll, describe, expect, it } from 'vitest';
import type { TableWrite } from '@rollcall/persistence';
import type { Team } from '../src/domain/team.js';
import { memberWrites } from '../src/persistence/member-writes.js';
import { TeamMembers } from '../src/persistence/team-members.js';
import { goneTeams, teams as teamWrites } from '../src/persistence/team-writes.js';
import { teamRow } from '../src/persistence/team-rows.js';
import { sharedWorld } from './support/shared-world.js';
import { team } from './support/team-world.js';

const world = await sharedWorld();
const acme = world.of(world.users.newAccount());
let everybody: Team;
let somebody: string;

// Tables of a size at which reading all of them looks cheap to the planner, and is not.
beforeAll(async () => {
  everybody = { ...team(await acme.push('Everybody', [acme.join()])), ownedBy: 'directory' };
  somebody = (await acme.members(everybody.id))[0] ?? '';
  const keys = [acme.accountId, everybody.id];
  await world.rows(`INSERT INTO roster SELECT $1, $2, gen_random_uuid() FROM generate_series(1, 15000)`, keys);
  await world.rows(
    `INSERT INTO memberships SELECT account_id, team_id, user_id, 'directory', now(), '{}' FROM roster WHERE user_id <> $1`,
    [somebody],
  );
  await world.rows(
    `INSERT INTO teams SELECT $1, gen_random_uuid(), 1, n::text, n::text, NULL, 'directory', NULL, NULL, now(), now()
       FROM generate_series(1, 15000) AS n`,
    [acme.accountId],
  );
  await world.rows('ANALYZE roster, memberships, teams');
});

/** Which tables a write reads from end to end. */
async function readWhole({ sql, rows }: TableWrite): Promise<string[]> {
  const plan = await world.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql('$1::json')}`, [JSON.stringify(rows)]);
  return plan.flatMap((row) => /Seq Scan on (\w+)/.exec(row['QUERY PLAN'])?.[1] ?? []);
}

describe('a change of one member of many, in one team of many', () => {
  it.each(['joins', 'leaves', 'is there by another way'])(
    'reads no table from end to end where somebody %s',
    async (how) => {
      const members = new TeamMembers({
        roster: new Set([somebody]),
        directory: new Set(),
        manual: new Set([somebody]),
        of: 'everybody',
      });
      const outsider = acme.join();
      if (how === 'joins') members.takeRoster([outsider], []);
      else if (how === 'leaves') members.takeRoster([], [somebody]);
      const as = {
        source: 'directory',
        addedAt: new Date().toISOString(),
        addedBy: { kind: 'directory', id: 'okta' },
      } as const;
      if (how === 'leaves') members.leave([somebody]);
      else members.join([how === 'joins' ? outsider : somebody], as);
      const writes = memberWrites([{ team: everybody, of: members.difference() }]).filter(
        ({ rows }) => rows.length > 0,
      );
      expect(writes.length).toBeGreaterThan(0);
      for (const write of writes) expect([write.name, await readWhole(write)]).toEqual([write.name, []]);
    },
  );

  it('finds the team by its key', async () => {
    const [, changed] = teamWrites([], [teamRow(everybody, everybody.version)]);
    expect(changed && (await readWhole(changed))).toEqual([]);
  });
});

describe('a team that is deleted', () => {
  it('is found by its key, and the others are not read', async () => {
    const small = team(await acme.push('Small'));
    const writes = goneTeams([{ ...small, ownedBy: 'directory' }]).filter(({ name }) => name === 'gone_teams');
    for (const write of writes) expect(await readWhole(write)).toEqual([]);
  });
});
