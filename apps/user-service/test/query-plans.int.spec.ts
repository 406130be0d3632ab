import { nilUuid, type Filter, type SearchUsers } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { searchConditions } from '../src/persistence/user-search.js';
import { countOf, lookUpBy, pageOf, whereOf } from '../src/persistence/user-statements.js';
import { serviceDatabase, type ServiceDatabase } from './support/database.js';
import { address, equals } from './support/filters.js';

let db: ServiceDatabase;
let directory: UserReadModel;

beforeAll(async () => {
  db = await serviceDatabase();
  directory = new UserReadModel(await db.connect('one'));
});
afterAll(async () => {
  await db?.close();
});

describe('with many users, the database', () => {
  const many = uuidv7();

  beforeAll(async () => {
    // 30,000 people of one account, every tenth made in the product, and 5,000 of another.
    await db.rows(
      `INSERT INTO users (account_id, id, version, user_name, user_name_key, external_id, email_keys, user_type, active, managed_by,
                          released, deactivated_by_directory, has_password, profile, created_at, updated_at)
       SELECT account, gen_random_uuid(), 1, 'U' || n || '@example.com', 'u' || n || '@example.com', 'x' || n,
              CASE WHEN n % 20 = 0 THEN ARRAY['other' || n || '@example.com'] END, 'member', n % 7 <> 0,
              CASE WHEN n % 10 = 0 THEN 'workspace' ELSE 'directory' END, n % 50 = 0, false, false,
              json_build_object('title', repeat('Surveyor ', 40)), now(), now()
         FROM (VALUES ($1::uuid, 30000), ($2::uuid, 5000)) AS a(account, size), generate_series(1, size) AS n`,
      [many, uuidv7()],
    );
    await (await db.connect('owner', db.migrationUrl)).query('VACUUM ANALYZE users');
  });

  const plan = async (sql: string, parameters: readonly unknown[]) =>
    (await db.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters)).map((row) => row['QUERY PLAN']).join('\n');
  const planned = (filter: Filter | undefined, of: 'page' | 'count', managedOnly = true) => {
    const { conditions, parameters } = searchConditions(filter);
    const where = whereOf(conditions, managedOnly);
    const all = [many, ...parameters];
    return of === 'count' ? plan(countOf(where), all) : plan(pageOf(where, all.length), [...all, nilUuid, 0, 100]);
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
        expect(await planned(filter, of, managedOnly)).toMatch(/Index Only Scan using users_pkey/);
      }
    }
  });

  it('counts what it lists', async () => {
    const page = (of: Partial<SearchUsers>) =>
      directory.search({ accountId: many, scope: 'managed', offset: 0, limit: 1_000, ...of });
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
