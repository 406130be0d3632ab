import { nilUuid, type ListPeople } from '@rollcall/contracts';
import { filterSql, pageSql } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { orderOf, peopleAttributes, peopleFilter, rowColumns } from '../src/persistence/people-filter.js';
import { exactKeysSql, walkSql } from '../src/persistence/people-search.js';
import { UserListReadModel } from '../src/persistence/user-list-read-model.js';
import {
  accountCounts,
  keeperCounts,
  outOfSightCounts,
  totalOfAll,
  typeCounts,
} from '../src/persistence/user-statements.js';
import { serviceDatabase } from './support/database.js';

/** People of the account; every fiftieth is released, every seventh inactive, every tenth made in the product, every 303rd a guest. */
const size = 100_000;
const account = uuidv7();
const db = await serviceDatabase();
const list = new UserListReadModel(await db.readPool());

/** Of the account, and a few of another one. */
async function tenThousand(other: string, from: number): Promise<void> {
  await db.rows(
    `INSERT INTO users (account_id, id, version, user_name, user_name_key, external_id, email_keys, user_type, active, managed_by,
                        released, deactivated_by_directory, has_password, profile, created_at, updated_at)
     SELECT account, (lpad(to_hex(n), 8, '0') || right(account::text, 28))::uuid, 1, 'U' || n || '@example.com', 'u' || n || '@example.com', 'x' || n,
            CASE WHEN n % 20 = 0 THEN ARRAY['other' || n || '@example.com'] END,
            CASE WHEN n % 303 = 0 THEN 'guest' ELSE 'member' END, n % 7 <> 0 AND n % 50 <> 0,
            CASE WHEN n % 10 = 0 THEN 'workspace' ELSE 'directory' END, n % 50 = 0, false, false,
            jsonb_build_object('title', repeat('Surveyor ', 20), 'displayName', md5(n::text)), now(), now()
       FROM (VALUES ($1::uuid, 0), ($2::uuid, 9500)) AS a(account, less), generate_series($3::int + 1, $3::int + 10000 - less) AS n`,
    [account, other, from],
  );
}

beforeAll(async () => {
  const other = uuidv7();
  for (let from = 0; from < size; from += 10_000) await tenThousand(other, from);
  await (await db.connect('owner', db.migrationUrl)).query('VACUUM ANALYZE users, user_counts');
});

const explain = async (sql: string, parameters: readonly unknown[], how = '') =>
  (await db.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${how} ${sql}`, parameters))
    .map((row) => row['QUERY PLAN'])
    .join('\n');

type Narrowed = Partial<ListPeople>;
const statement = (query: Narrowed, of: 'page' | 'count') => {
  const parameters: unknown[] = [account];
  const parameter = (value: unknown) => `$${parameters.push(value)}`;
  const filter = peopleFilter(query);
  const said = filter ? [filterSql(filter, peopleAttributes, parameter)] : [];
  const where = ['u.account_id = $1', ...said].join(' AND ');
  const table = { from: 'users u', alias: 'u', columns: rowColumns, attributes: peopleAttributes };
  const page = { sort: orderOf(query), offset: query.offset ?? 0, limit: 51 };
  const sql = of === 'count' ? `SELECT count(*) FROM users u WHERE ${where}` : pageSql(table, where, page, parameter);
  return [sql, parameters] as const;
};

describe('of 100,000 people, a page at the end of the list', () => {
  it.each<[string, Narrowed, RegExp]>([
    ['everybody', {}, /Index Only Scan using users_pkey/],
    ['active people', { active: true }, /Index Only Scan using users_pkey/],
    ['inactive people', { active: false }, /Index Only Scan using users_pkey/],
    ['released people', { released: true }, /Index (Only )?Scan using users_released_by_(time|name)/],
    ['whom the workspace keeps', { managedBy: 'workspace' }, /Index Only Scan using users_pkey/],
    ['members', { userType: 'member' }, /Index Only Scan using users_pkey/],
    ['guests', { userType: 'guest' }, /users_by_type/],
  ])('of %s walks along an index, and reads no other users', async (_, query, index) => {
    const plan = await explain(...statement({ ...query, offset: size - 100 }, 'page'));
    expect(plan).toMatch(index);
    expect(plan).not.toContain('Seq Scan on users');
  });

  it.each<[string, Narrowed]>([
    ['active people', { active: true }],
    ['inactive people', { active: false }],
    ['members', { userType: 'member' }],
    ['guests', { userType: 'guest' }],
    ['released people', { released: true }],
    ['active members of the directory', { active: true, userType: 'member', managedBy: 'directory' }],
  ])('and the total of %s come from indexes alone', async (_, query) => {
    const plan = await explain(...statement(query, 'count'));
    expect(plan).toContain('Index Only Scan');
    expect(plan).not.toContain('Seq Scan on users');
  });

  it.each<[string, Narrowed]>([
    ['everybody', {}],
    ['members', { userType: 'member' }],
    ['whom the directory keeps', { managedBy: 'directory' }],
  ])('of %s by name walks along the index of names, where it is near', async (_, query) => {
    const plan = await explain(...statement({ ...query, order: 'name', offset: 1_000 }, 'page'));
    expect(plan).toMatch(/Scan using users_by_display_name/);
    expect(plan).not.toContain('Seq Scan on users');
  });

  it('has a total that is kept, with the released ones from their own index', async () => {
    const plan = await explain(totalOfAll, [account]);
    expect(plan).toContain('user_counts');
    expect(plan).toMatch(/Index Only Scan using users_released_by_(name|time)/);
    expect(plan).not.toContain('Seq Scan on users');
  });

  it('is what the whole list ends with', async () => {
    const page = (query: Narrowed) => list.page({ accountId: account, limit: 50, as: 'rows', counted: true, ...query });
    const last = await page({ offset: size - 2 });
    expect([last.total, last.rows?.map(({ userName }) => userName), last.next]).toEqual([
      size,
      ['U99999@example.com', 'U100000@example.com'],
      undefined,
    ]);
    const byName = await page({ offset: size - 1, order: 'name' });
    expect(byName.rows?.map(({ displayName }) => displayName?.slice(0, 3))).toEqual(['fff']);
    const members = await page({ userType: 'member', offset: 99_669 });
    expect([members.total, members.rows?.length]).toEqual([99_670, 1]);
    const guests = await page({ userType: 'guest', released: false });
    expect([guests.total, guests.rows?.length]).toEqual([324, 50]);
    expect((await page({ userType: 'guest' })).total).toBe(330);
  });
});

describe('a search among 100,000 people', () => {
  it('finds who has exactly this key in indexes', async () => {
    for (const text of ['u77@example.com', 'x77', uuidv7()]) {
      const parameters: unknown[] = [account];
      const plan = await explain(
        exactKeysSql(text, true, (value) => `$${parameters.push(value)}`),
        parameters,
      );
      for (const index of ['users_by_name', 'users_released_by_name', 'users_by_external_id', 'users_by_email'])
        expect(plan).toContain(index);
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it('looks at so many people for a page, in the order of their key', async () => {
    const plan = await explain(walkSql(rowColumns, '', 50), [account, nilUuid, 20_000, 'nobody', []], 'ANALYZE');
    expect(plan).toMatch(/Index Scan using users_pkey on users p .*rows=20000/);
    expect(plan).not.toMatch(/Sort Method|Seq Scan/);
  });
});

describe('how 100,000 people divide', () => {
  it.each([
    ['those of an account', accountCounts],
    ['by who keeps them', keeperCounts],
    ['by state', outOfSightCounts],
    ['by type', typeCounts],
  ])('is told from counters and indexes alone: %s', async (_, sql) => {
    expect(await explain(sql, [account])).not.toMatch(/Seq Scan on users|Bitmap Heap Scan/);
  });

  it('adds up', async () => {
    const [kept] = await db.rows<Record<string, number>>(keeperCounts, [account]);
    const [outOfSight] = await db.rows<Record<string, number>>(outOfSightCounts, [account]);
    const types = await db.rows<{ userType: string; users: number; released: number }>(typeCounts, [account]);
    expect([{ ...kept, ...outOfSight }, types]).toEqual([
      { users: 98_000, inactive: 14_000, directory: 90_000, workspace: 8_000, released: 2_000 },
      [{ userType: 'guest', users: 324, released: 6 }],
    ]);
  });
});
