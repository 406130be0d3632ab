import type { Filter } from '@rollcall/contracts';
import { filterSql, pageSql } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { servedGroups } from '../src/persistence/served-groups.js';
import { sharedWorld } from './support/shared-world.js';
import { team } from './support/team-world.js';

/** Plans of searches in a large account in which a group waits for an admin. */
const world = await sharedWorld();
const accountId = world.users.newAccount({ teamTakeover: 'review' });
let kept: string;

beforeAll(async () => {
  const acme = world.of(accountId);
  await world.rows(
    `INSERT INTO teams SELECT CASE WHEN n % 3 = 0 THEN $1::uuid ELSE gen_random_uuid() END, gen_random_uuid(), 1, 'Team ' || n, 'team ' || n,
            'x' || n, CASE WHEN n % 10 = 3 THEN 'workspace' ELSE 'directory' END, NULL, NULL, now(), now()
       FROM generate_series(1, 20000) n`,
    [accountId],
  );
  kept = team(await acme.createByHand('Crew')).id;
  team(await acme.push('Crew', [], undefined, { externalId: 'g1' }));
  await world.asOwner('VACUUM ANALYZE teams, takeovers');
});

async function planned(filter: Filter | undefined): Promise<string> {
  const parameters: unknown[] = [accountId];
  const parameter = (value: unknown) => `$${parameters.push(value)}`;
  const said = filter ? ` AND ${filterSql(filter, servedGroups.attributes, parameter)}` : '';
  const sql = pageSql(servedGroups, `t.account_id = $1${said}`, { offset: 0, limit: 100 }, parameter);
  const rows = await world.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

const equals = (attribute: string, value: string) => ({ is: 'equals', attribute, value }) as const;

describe('where a group waits for an admin', () => {
  it.each([
    ['a name', equals('displayName', 'team 99'), 'teams_by_name'],
    ['an externalId', equals('externalId', 'x99'), 'teams_by_external_id'],
    ['an id', equals('id', '01890a5d-ac96-774b-bcce-b302099a8057'), 'teams_pkey'],
    ['a page of all', undefined, 'teams_pkey'],
  ])('%s is found in an index', async (_, filter, index) => {
    const plan = await planned(filter);
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan on teams');
  });

  it('it is found as it is shown, and beside its neighbours', async () => {
    const found = async (filter: Filter) =>
      (await world.readModel.search({ accountId, scope: 'managed', as: 'group', offset: 0, limit: 10, filter })).teams;
    expect(await found(equals('externalId', 'g1'))).toMatchObject([{ id: kept, externalId: 'g1' }]);
    expect(await found(equals('displayName', 'crew'))).toMatchObject([{ id: kept, ownedBy: 'directory' }]);
    expect(await found(equals('externalId', 'x99'))).toMatchObject([{ displayName: 'Team 99' }]);
    expect(await found(equals('externalId', `x${uuidv7()}`))).toEqual([]);
  });
});
