import { nilUuid, type Filter, type SearchUsers, type SortOrder } from '@rollcall/contracts';
import { filterSql, pageSql } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { userColumns } from '../src/persistence/user-rows.js';
import { userAttributes } from '../src/persistence/user-search.js';
import { lookUpBy, totalOfActive, totalOfMembers } from '../src/persistence/user-statements.js';
import { serviceDatabase } from './support/database.js';
import { address, equals } from './support/filters.js';

const db = await serviceDatabase();
const readModel = new UserReadModel(await db.connect('one'));

describe('with many users, the database', () => {
  const many = uuidv7();

  beforeAll(async () => {
    // 30,000 people of one account, every tenth made in the product, and 5,000 of another.
    await db.rows(
      `INSERT INTO users (account_id, id, version, user_name, user_name_key, external_id, email_keys, user_type, active, managed_by,
                          released, deactivated_by_directory, has_password, profile, created_at, updated_at)
       SELECT account, gen_random_uuid(), 1, 'U' || n || '@example.com', 'u' || n || '@example.com', 'x' || n,
              CASE WHEN n % 20 = 0 THEN ARRAY['other' || n || '@example.com'] END,
              CASE WHEN n % 300 = 0 THEN 'guest' ELSE 'member' END, n % 7 <> 0,
              CASE WHEN n % 10 = 0 THEN 'workspace' ELSE 'directory' END, n % 50 = 0, false, false,
              jsonb_build_object('title', repeat('Surveyor ', 40), 'displayName', 'Person ' || n), now(), now() - n * interval '1 minute'
         FROM (VALUES ($1::uuid, 30000), ($2::uuid, 5000)) AS a(account, size), generate_series(1, size) AS n`,
      [many, uuidv7()],
    );
    await (await db.connect('owner', db.migrationUrl)).query('VACUUM ANALYZE users');
  });

  const plan = async (sql: string, parameters: readonly unknown[]) =>
    (await db.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters)).map((row) => row['QUERY PLAN']).join('\n');
  const table = { from: 'users u', alias: 'u', columns: userColumns, attributes: userAttributes };
  const conditionsOf = (filter: Filter | undefined, managedOnly: boolean) => {
    const parameters: unknown[] = [many];
    const parameter = (value: unknown) => `$${parameters.push(value)}`;
    const shown = managedOnly ? [`u.managed_by = 'directory'`] : [];
    const said = filter ? [filterSql(filter, userAttributes, parameter)] : [];
    return { where: ['u.account_id = $1', 'NOT u.released', ...shown, ...said].join(' AND '), parameters, parameter };
  };
  const planned = (filter: Filter | undefined, of: 'page' | 'count', managedOnly = true, sort?: SortOrder) => {
    const { where, parameters, parameter } = conditionsOf(filter, managedOnly);
    if (of === 'count') return plan(`SELECT count(*) FROM users u WHERE ${where}`, parameters);
    const place = sort ? undefined : { id: nilUuid };
    const sql = pageSql(table, where, { sort, place, offset: 0, limit: 100 }, parameter);
    return plan(sql, parameters);
  };

  it('finds people by name and by id in their unique indexes', async () => {
    const accounts = Array.from({ length: 50 }, () => many);
    const byName = await plan(lookUpBy('user_name_key'), [accounts, accounts.map((_, n) => `u${n}@example.com`)]);
    expect(byName).toContain('users_by_name');
    const byId = await plan(lookUpBy('id'), [accounts, accounts.map(() => uuidv7())]);
    expect(byId).toContain('users_pkey');
    expect(byName + byId).not.toContain('Seq Scan on users');
  });

  it.each([
    ['userName', equals('userName', 'u77@example.com'), ['users_by_name']],
    ['externalId', equals('externalId', 'x77'), ['users_by_external_id']],
    ['emails.value', equals('emails.value', 'other40@example.com'), ['users_by_name', 'users_by_email']],
    [
      'an address of a type',
      address(equals('type', 'work'), equals('value', 'other40@example.com')),
      ['users_by_name', 'users_by_email'],
    ],
    ['id', equals('id', '01890a5d-ac96-774b-bcce-b302099a8057'), ['users_pkey']],
    ['displayName', equals('displayName', 'PERSON 77'), ['users_by_display_name']],
    [
      'the beginning of a displayName',
      { is: 'starts-with', attribute: 'displayName', value: 'person 77' } as const,
      ['users_by_display_name'],
    ],
    ['a rare userType', equals('userType', 'guest'), ['users_by_type']],
    [
      'a change of late',
      { is: 'greater', attribute: 'updatedAt', value: new Date(Date.now() - 3_600_000).toISOString() } as const,
      ['users_by_update'],
    ],
    ['inactivity', equals('active', false), ['users_inactive']],
  ])('finds people by %s in an index', async (_, filter, indexes) => {
    for (const of of ['page', 'count'] as const) {
      const text = await planned(filter, of);
      for (const index of indexes) expect(text).toContain(index);
      expect(text).not.toContain('Seq Scan on users');
    }
  });

  it('keeps no list of new addresses that every search would have to read', async () => {
    const other = uuidv7();
    await db.rows(
      `INSERT INTO users SELECT $1, gen_random_uuid(), version, user_name, user_name_key, external_id, ARRAY['new-' || user_name_key],
              user_type, active, managed_by, released, deactivated_by_directory, has_password, profile, created_at, updated_at
         FROM users WHERE account_id = $2 LIMIT 1000`,
      [other, many],
    );
    const [list] = await db.rows<{ pages: number }>(`SELECT gin_clean_pending_list('users_by_email')::int AS pages`);
    expect(list?.pages).toBe(0);
  });

  it.each([
    ['everybody’s', undefined],
    ['inactive people’s', equals('active', false)],
  ])('walks to %s page, and counts, in one index alone', async (_, filter) => {
    for (const managedOnly of [true, false]) {
      for (const of of ['page', 'count'] as const) {
        expect(await planned(filter, of, managedOnly)).toMatch(/Index Only Scan using (users_pkey|users_inactive)/);
      }
    }
  });

  it.each([
    ['userName', 'users_by_name'],
    ['displayName', 'users_by_display_name'],
    ['updatedAt', 'users_by_update'],
  ])('walks through people in the order of %s along an index, up and down', async (attribute, index) => {
    for (const descending of [false, true]) {
      const text = await planned(undefined, 'page', true, { attribute, descending });
      expect(text).toMatch(new RegExp(`Scan (Backward )?using ${index}`));
      expect(text).not.toContain('Seq Scan on users');
    }
  });

  it.each([
    ['active', true],
    ['userType', 'member'],
    ['userType', 'MEMBER'],
  ])('knows how many of nearly everybody have the %s %s without counting them', async (attribute, value) => {
    for (const scope of ['managed', 'all'] as const) {
      const { total } = await readModel.search({
        accountId: many,
        scope,
        offset: 0,
        limit: 1,
        filter: equals(attribute, value),
      });
      const managed = scope === 'managed' ? `AND managed_by = 'directory'` : '';
      const isThis = attribute === 'active' ? 'active' : `user_type = 'member'`;
      const [counted] = await db.rows<{ total: number }>(
        `SELECT count(*)::int AS total FROM users WHERE account_id = $1 AND NOT released AND ${isThis} ${managed}`,
        [many],
      );
      expect({ scope, total }).toEqual({ scope, ...counted });
      const totalOf = attribute === 'active' ? totalOfActive : totalOfMembers;
      const text = await plan(totalOf(scope === 'managed'), [many]);
      expect(text).toMatch(/users_(inactive|by_type)/);
      expect(text).not.toContain('Seq Scan on users');
    }
  });

  it('counts what it lists', async () => {
    const page = (of: Partial<SearchUsers>) =>
      readModel.search({ accountId: many, scope: 'managed', offset: 0, limit: 1_000, ...of });
    const [first, deep, all, last] = await Promise.all([
      page({}),
      page({ offset: 26_000 }),
      page({ scope: 'all', offset: 29_000 }),
      page({ filter: equals('active', false), offset: 3_800 }),
    ]);
    expect([first.total, first.users.length]).toEqual([27_000, 1_000]);
    expect([deep.total, deep.users.length]).toEqual([27_000, 1_000]);
    expect([all.total, all.users.length]).toEqual([29_400, 400]);
    expect(last.total).toBe(3_800 + last.users.length);
  });
});
