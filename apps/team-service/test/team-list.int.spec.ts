import type { ListedTeams, ListTeams } from '@rollcall/contracts';
import { pageSql } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { countTeams, differs } from '../src/persistence/team-counts.js';
import {
  listedAttributes,
  listedColumns,
  orderOfTeams,
  TeamListReadModel,
} from '../src/persistence/team-list-read-model.js';
import { readTeamsOfPerson, teamsOfPerson } from '../src/persistence/teams-of-person.js';
import { sharedWorld } from './support/shared-world.js';
import { team } from './support/team-world.js';

const world = await sharedWorld();
const list = new TeamListReadModel(world.dataSource);

const names = ({ teams }: ListedTeams) => teams.map(({ displayName }) => displayName);

async function someTeams() {
  const acme = world.of(world.users.newAccount());
  const other = world.of(world.users.newAccount());
  const page = (query: Partial<ListTeams> = {}, of = acme) =>
    list.page({ accountId: of.accountId, limit: 50, counted: true, ...query });
  const row = async (name: string, of = acme) =>
    (await page({}, of)).teams.find(({ displayName }) => displayName === name);
  return { acme, other, page, row };
}

describe('the list of teams', () => {
  it('has with each team who is in it, and where it differs from its roster, now and after every change', async () => {
    const { acme, other, row, page } = await someTeams();
    const [ann, bob, cy] = [acme.join(), acme.join(), acme.join()];
    const crew = team(await acme.push('Crew', [ann, bob])).id;
    const art = team(await acme.createByHand('Art')).id;
    await acme.addByHand(art, ann);
    await other.push('Crew', [other.join()]);
    expect(await row('Crew')).toMatchObject({ id: crew, members: 2, extra: 0, missing: 0, held: false });
    expect(await row('Art')).toMatchObject({ id: art, ownedBy: 'workspace', members: 1, extra: 0, missing: 0 });
    expect(await row('Crew', other)).toMatchObject({ members: 1, extra: 0, missing: 0 });
    await acme.addByHand(crew, cy);
    expect(await row('Crew')).toMatchObject({ members: 3, extra: 1, missing: 0 });
    await acme.removeByHand(crew, ann);
    expect(await row('Crew')).toMatchObject({ members: 2, extra: 1, missing: 1 });
    expect(names(await page({ drifting: true }))).toEqual(['Crew']);
    await acme.add(crew, [cy]); // who was put in by hand is on the roster now
    expect(await row('Crew')).toMatchObject({ members: 2, extra: 0, missing: 1 });
    await world.reconcile();
    expect(await row('Crew')).toMatchObject({ members: 3, extra: 0, missing: 0 });
    expect(await page({ drifting: true })).toEqual({ teams: [], total: 0 });
    await acme.leave(bob);
    expect(await row('Crew')).toMatchObject({ members: 2, extra: 0, missing: 0 });
    await acme.handBack(crew);
    expect(await row('Crew')).toMatchObject({ ownedBy: 'workspace', members: 2, extra: 0, missing: 0 });
  });

  it('tells which teams have a run that waits for an admin, until it is approved', async () => {
    const { acme, other, page } = await someTeams();
    const crew = team(await acme.push('Crew', [acme.join()])).id;
    await acme.push('Art');
    await other.push('Crew');
    for (let n = 0; n < 25; n += 1) await acme.addByHand(crew, acme.join());
    await world.reconcile();
    const held = await page({ held: true });
    expect([names(held), held.total, held.teams[0]?.held, held.teams[0]?.extra]).toEqual([['Crew'], 1, true, 25]);
    expect((await page({ held: true }, other)).teams).toEqual([]);
    await acme.release(crew);
    expect((await page({ held: true })).teams).toEqual([]);
  });

  it('comes in creation order or by name, from page to page and from anywhere, with its total', async () => {
    const { acme, other, page } = await someTeams();
    await other.push('Aa');
    for (const name of ['delta', 'Alpha', 'écoute', 'charlie', 'Bravo']) await acme.push(name);
    expect(names(await page())).toEqual(['delta', 'Alpha', 'écoute', 'charlie', 'Bravo']);
    const byName: string[] = [];
    let next: Pick<ListedTeams, 'next' | 'nextKey'> = {};
    do {
      const from = next.next === undefined ? {} : { after: next.next, afterKey: next.nextKey ?? '' };
      const found = await page({ order: 'name', limit: 2, ...from });
      expect(found.total).toBe(5);
      byName.push(...names(found));
      next = found;
    } while (next.next !== undefined);
    expect(byName).toEqual(['Alpha', 'Bravo', 'charlie', 'delta', 'écoute']);
    expect(names(await page({ order: 'name', offset: 3 }))).toEqual(['delta', 'écoute']);
    expect(names(await page({ offset: 4 }))).toEqual(['Bravo']);
  });

  it('has some teams by their ids, in that order, and none of another account', async () => {
    const { acme, other, page } = await someTeams();
    const theirs = await other.push('Theirs');
    for (const name of ['One', 'Two', 'Three']) await acme.push(name);
    const [one = '', , three = ''] = (await page()).teams.map(({ id }) => id);
    const elsewhere = typeof theirs === 'object' && 'id' in theirs ? theirs.id : '';
    const found = await page({ ids: [three, elsewhere, 'no id', one.toUpperCase()] });
    expect([names(found), found.next]).toEqual([['Three', 'One'], undefined]);
  });

  it('is searched by a part of the name, and by who owns teams', async () => {
    const { acme, page } = await someTeams();
    await acme.push('Sales Éast');
    await acme.push('Support');
    await acme.createByHand('Pre-sales 100 %');
    expect(names(await page({ search: 'SALES' }))).toEqual(['Sales Éast', 'Pre-sales 100 %']);
    expect(names(await page({ search: 'éa' }))).toEqual(['Sales Éast']);
    expect(names(await page({ search: '%' }))).toEqual(['Pre-sales 100 %']);
    expect(names(await page({ search: 'a\0' }))).toEqual([]);
    const own = await page({ ownedBy: 'workspace' });
    expect([names(own), own.total]).toEqual([['Pre-sales 100 %'], 1]);
    expect((await page({ search: 'sales', ownedBy: 'directory', limit: 1 })).total).toBe(1);
  });
});

describe('the teams of a person', () => {
  it('are those that the product shows the person in, with how the person came, by pages', async () => {
    const { acme, other } = await someTeams();
    const [ann, bob] = [acme.join(), acme.join()];
    const crew = team(await acme.push('Crew', [ann, bob])).id;
    const art = team(await acme.createByHand('Art')).id;
    await acme.addByHand(art, ann);
    await acme.push('Others', [bob]);
    const gone = team(await acme.push('Gone', [ann])).id;
    await acme.removeByHand(gone, ann);
    const of = (accountId: string, after?: string) =>
      readTeamsOfPerson(world.dataSource, { accountId, userId: ann, limit: 1, ...(after ? { after } : {}) });
    const first = await of(acme.accountId);
    expect(first).toMatchObject({ teams: [{ teamId: crew, ownedBy: 'directory', source: 'directory' }], next: crew });
    const second = await of(acme.accountId, first.next);
    expect(second.teams).toMatchObject([{ teamId: art, displayName: 'Art', ownedBy: 'workspace', source: 'manual' }]);
    expect(await of(acme.accountId, second.next)).toEqual({ teams: [] });
    expect(await of(other.accountId)).toEqual({ teams: [] });
    expect(await of('no account')).toEqual({ teams: [] });
  });
});

describe('with 10,000 teams', () => {
  const account = uuidv7();
  const person = uuidv7();

  // 20 on each roster; every 50th team has one person more, every 1,000th one less; and teams of an account beside it.
  beforeAll(async () => {
    for (const [of, size] of [
      [account, 10_000],
      [uuidv7(), 2_000],
    ] as const) {
      for (let from = 0; from < size; from += 1_000) await thousandTeams(of, from, of === account ? person : uuidv7());
    }
    await world.asOwner('VACUUM ANALYZE teams, roster, memberships, held_runs');
  });

  async function thousandTeams(of: string, from: number, guest: string): Promise<void> {
    await world.rows(
      `INSERT INTO teams SELECT $1, gen_random_uuid(), 1, 'Team ' || n, 'team ' || n, NULL,
              CASE WHEN n % 10 = 3 THEN 'workspace' ELSE 'directory' END, NULL, NULL, now(), now()
         FROM generate_series($2::int + 1, $2::int + 1000) n`,
      [of, from],
    );
    const these = `account_id = $1 AND substr(name_key, 6)::int > $2::int`;
    await world.rows(
      `INSERT INTO roster SELECT account_id, id, gen_random_uuid() FROM teams, generate_series(1, 20)
        WHERE ${these} AND owned_by = 'directory'`,
      [of, from],
    );
    await world.rows(
      `INSERT INTO memberships SELECT r.account_id, r.team_id, r.user_id, 'directory', now(), '{}' FROM teams t
         JOIN roster r ON r.account_id = t.account_id AND r.team_id = t.id
        WHERE t.account_id = $1 AND substr(t.name_key, 6)::int > $2::int`,
      [of, from],
    );
    await world.rows(
      `INSERT INTO memberships SELECT account_id, id, $3, 'manual', now(), '{}' FROM teams
        WHERE ${these} AND (name_key ~ '(00|50)$' OR owned_by = 'workspace')`,
      [of, from, guest],
    );
    await world.rows(
      `INSERT INTO roster SELECT account_id, id, gen_random_uuid() FROM teams WHERE ${these} AND name_key ~ '000$'`,
      [of, from],
    );
  }

  const explain = async (sql: string, parameters: readonly unknown[]) =>
    (await world.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters))
      .map((row) => row['QUERY PLAN'])
      .join('\n');
  const page = (query: Partial<ListTeams>) => list.page({ accountId: account, limit: 50, counted: true, ...query });

  it('finds those that differ', async () => {
    const drifting = await page({ drifting: true, order: 'name' });
    expect([drifting.total, drifting.teams.length]).toEqual([200, 50]);
    const [, second] = drifting.teams; // after Team 100
    expect(second).toMatchObject({ displayName: 'Team 1000', members: 21, extra: 1, missing: 1 });
  });

  it('counts the people of a page along indexes, team by team', async () => {
    const rows = await world.rows<{ id: string }>('SELECT id FROM teams WHERE account_id = $1 LIMIT 200', [account]);
    const plan = await explain(countTeams, [account, rows.map(({ id }) => id), rows.map(() => true)]);
    expect(plan).toMatch(/Index Only Scan using memberships_pkey/);
    expect(plan).toMatch(/Index Only Scan using roster_pkey/);
    expect(plan).not.toContain('Seq Scan');
  });

  it.each<[string, Partial<ListTeams>, RegExp]>([
    ['in creation order', {}, /Index Scan using teams_pkey|Index Only Scan using teams_pkey/],
    ['by name', { order: 'name' }, /using teams_by_name/],
  ])('walks %s to a page along an index', async (_, query, index) => {
    const parameters: unknown[] = [account];
    const sql = pageSql(
      { from: 'teams t', alias: 't', columns: listedColumns, attributes: listedAttributes },
      't.account_id = $1',
      { sort: orderOfTeams(query), offset: 100, limit: 51 },
      (value) => `$${parameters.push(value)}`,
    );
    const plan = await explain(sql, parameters);
    expect(plan).toMatch(index);
    expect(plan).not.toContain('Seq Scan on teams');
  });

  it('compares a team that has changed along indexes, and no others', async () => {
    const some = await world.rows<{ id: string }>('SELECT id FROM teams WHERE account_id = $1 LIMIT 3', [account]);
    const among = `SELECT t.id FROM teams t WHERE t.account_id = $1 AND t.id = ANY($2::uuid[]) AND ${differs}`;
    const plan = await explain(among, [account, some.map(({ id }) => id)]);
    expect(plan).toContain('memberships_pkey');
    expect(plan).toContain('roster_pkey');
    expect(plan).not.toContain('Seq Scan');
  });

  it('finds the teams of a person by indexes', async () => {
    const plan = await explain(teamsOfPerson, [account, person, '00000000-0000-0000-0000-000000000000', 50]);
    expect(plan).toContain('memberships_by_hand');
    expect(plan).toContain('roster_by_user');
    expect(plan).not.toMatch(/Seq Scan on (memberships|roster|teams)/);
  });
});
