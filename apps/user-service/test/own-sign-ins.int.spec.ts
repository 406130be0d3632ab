import { migrateService, roleOf } from '@rollcall/persistence';
import { eventually, postgresForTests } from '@rollcall/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OwnSignIns1764500000001 } from '../src/persistence/migrations/own-sign-ins.js';
import { userMigrations } from '../src/persistence/migrations/user-migrations.js';

const before = userMigrations.slice(0, userMigrations.indexOf(OwnSignIns1764500000001));
const database = await postgresForTests({
  template: 'user-service-before-own-sign-ins',
  migrate: (target) => migrateService({ ...target, migrations: before }),
});
const open: Client[] = [];
async function connect(url = database.migrationUrl): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  open.push(client);
  return client;
}
const owner = await connect();
const accountId = '01890a5d-ac96-774b-bcce-000000000001';
/** The account that comes last. */
const otherAccountId = 'ffffffff-ac96-774b-bcce-000000000001';
const uuid = (at: number) => `01890a5d-ac96-774b-bcce-${String(at).padStart(12, '0')}`;

interface Person {
  readonly is: string;
  readonly type?: string;
  readonly externalId?: string;
  readonly managedBy?: string;
  readonly released?: boolean;
  /** What the migration makes of it. */
  readonly marks: string;
}

const people: readonly Person[] = [
  { is: 'the first', externalId: 'a', managedBy: 'directory', marks: 'made own may password hash' },
  { is: 'invited', marks: 'made password hash' },
  { is: 'an invited admin', type: 'admin', marks: 'made own may password hash' },
  { is: 'an adopted admin', type: 'admin', managedBy: 'directory', marks: 'made own password hash known' },
  { is: 'released', externalId: 'b', released: true, marks: '' },
  { is: 'an admin of the directory', type: 'admin', externalId: 'c', managedBy: 'directory', marks: 'password hash' },
];

const insertSql = `
  INSERT INTO users (account_id, id, version, user_name, user_name_key, external_id, user_type, active, managed_by, released,
                     deactivated_by_directory, has_password, profile, created_at, updated_at)
  VALUES ($1, $2::uuid, 1, $2::text, $2::text, $3, $4, true, $5, $6, false, true, '{}', now(), now())`;

async function insert({ externalId, type = 'member', managedBy = 'workspace', released = false }: Person, id: string) {
  await owner.query(insertSql, [accountId, id, externalId, type, managedBy, released]);
  await owner.query(`INSERT INTO password_hashes (account_id, user_id, hash) VALUES ($1, $2, 'hash')`, [accountId, id]);
}

const migrate = () =>
  migrateService({ ddlUrl: database.migrationUrl, appRole: roleOf(database.url), migrations: userMigrations });

async function marks(): Promise<Pick<Person, 'is' | 'marks'>[]> {
  const { rows } = await owner.query<{ marks: string }>(
    `SELECT concat_ws(' ', CASE WHEN made_in_product THEN 'made' END, CASE WHEN own_sign_in THEN 'own' END,
                      CASE WHEN may_hand_over THEN 'may' END, CASE WHEN has_password THEN 'password' END, p.hash,
                      CASE WHEN directory_knows_password THEN 'known' END) AS marks
       FROM users u LEFT JOIN password_hashes p ON p.account_id = u.account_id AND p.user_id = u.id
      WHERE u.account_id = $1 ORDER BY u.id LIMIT $2`,
    [accountId, people.length],
  );
  return people.map(({ is }, at) => ({ is, marks: rows[at]?.marks ?? 'nobody' }));
}

beforeAll(async () => {
  for (const [at, person] of people.entries()) await insert(person, uuid(at));
  await owner.query(
    `INSERT INTO users SELECT account_id, (left(id::text, 28) || lpad(n::text, 8, '0'))::uuid, version,
            n::text, n::text, external_id, email_keys, 'admin', active, 'workspace', released,
            deactivated_by_directory, has_password, profile, created_at, updated_at
       FROM users, generate_series(1000, 3500) n WHERE account_id = $1 AND id = $2`,
    [accountId, uuid(1)],
  );
});
afterAll(async () => {
  await Promise.all(open.map((client) => client.end()));
  await database.drop();
});

it('lets the service read and write people while rows are marked, and can be run again', async () => {
  const [holder, service] = [await connect(), await connect(database.url)];
  // The migration waits for this table in the midst of its rows.
  await holder.query('BEGIN; LOCK TABLE password_hashes IN SHARE MODE');
  const migration = migrate();
  await eventually(async () => {
    const { rowCount } = await owner.query(
      `SELECT FROM pg_locks WHERE relation = 'password_hashes'::regclass AND NOT granted`,
    );
    return rowCount === 1;
  }, 'the migration waits');
  await service.query(`SET lock_timeout = '1s'`);
  await service.query(insertSql, [otherAccountId, uuid(0), null, 'member', 'workspace', false]);
  await service.query(`UPDATE users SET profile = '{"title":"Chief"}' WHERE account_id = $1`, [otherAccountId]);
  expect((await service.query('SELECT FROM users')).rowCount).toBeGreaterThan(2_500);
  await holder.query('ROLLBACK');
  await migration;

  const expected = people.map((person) => ({ is: person.is, marks: person.marks }));
  expect(await marks()).toEqual(expected);
  const { rows: all } = await owner.query<{ n: string }>('SELECT count(*) AS n FROM users WHERE own_sign_in');
  expect(all[0]?.n).toBe('2505'); // of several slices, and the first of the other account

  await owner.query(`DELETE FROM migrations WHERE name = 'OwnSignIns1764500000001'`);
  expect(await migrate()).toEqual(['OwnSignIns1764500000001']);
  expect(await marks()).toEqual(expected);
  const { rows: indexes } = await owner.query<{ name: string; valid: boolean }>(
    `SELECT relname AS name, indisvalid AS valid FROM pg_index JOIN pg_class ON oid = indexrelid
      WHERE indrelid = 'users'::regclass AND relname LIKE '%by_name%' ORDER BY relname`,
  );
  expect(indexes).toEqual([
    { name: 'users_by_name', valid: true },
    { name: 'users_released_by_name', valid: true },
  ]);
});
