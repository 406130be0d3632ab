import { randomBytes } from 'node:crypto';
import { postgresForTests } from '@rollcall/testing';
import type { DatabaseForTests } from '@rollcall/testing';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ensureDatabase, migrateService, migration, roleOf } from '../src/index.js';
import type { DatabaseUrls, MigrationClass } from '../src/index.js';
import { CreateCounters1764100000001 } from './database-for-specs.js';

let server: DatabaseForTests;
let made: string[] = [];
const opened: Client[] = [];

beforeAll(async () => {
  server = await postgresForTests();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.end()));
  const admin = await open(server.adminUrl);
  for (const name of made) {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.query(`DROP ROLE IF EXISTS ${name}_owner, ${name}_app`);
  }
  made = [];
});
afterAll(async () => {
  await Promise.all(opened.map((client) => client.end()));
  await server?.drop();
});

async function open(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  opened.push(client);
  return client;
}

/** A database as the local stack makes it. The passwords hold what quoting and URLs trip over. */
function wanted(name: string) {
  return {
    database: name,
    ownerRole: `${name}_owner`,
    appRole: `${name}_app`,
    passwords: { owner: `o'w\\n"er`, app: 'a/p:p@%' },
  };
}

function freshName(): string {
  const name = `migrations_${randomBytes(4).toString('hex')}`;
  made.push(name);
  return name;
}

async function migrated(name = freshName(), migrations: readonly MigrationClass[] = [CreateCounters1764100000001]) {
  const urls = await ensureDatabase(server.adminUrl, wanted(name));
  const ran = await migrateService({ ddlUrl: urls.migrationUrl, appRole: roleOf(urls.appUrl), migrations });
  return { ...urls, ran };
}

const migrateAgain = (urls: DatabaseUrls, migrations: readonly MigrationClass[] = [CreateCounters1764100000001]) =>
  migrateService({ ddlUrl: urls.migrationUrl, appRole: roleOf(urls.appUrl), migrations });

const Broken1764100000009 = migration('Broken1764100000009', {
  up: ['CREATE TABLE half_made (id int)', 'CREATE TABLE counters (id int)'],
  down: [],
});

describe('migrating a service', () => {
  test('makes the shared tables and its own, and nothing else', async () => {
    const { ran, migrationUrl } = await migrated();
    expect(ran).toEqual([
      'CreateInbox1764000000001',
      'CreateOutbox1764000000002',
      'CreateParkedMessages1764000000003',
      'CreateExpectRows1764000000004',
      'CreateCounters1764100000001',
      'CreateAccountClosures1764800000001',
    ]);
    const owner = await open(migrationUrl);
    const { rows } = await owner.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'account_closures',
      'counters',
      'inbox',
      'migrations',
      'outbox',
      'parked_messages',
    ]);
    const extensions = await owner.query(`SELECT 1 FROM pg_extension WHERE extname <> 'plpgsql'`);
    expect(extensions.rows).toEqual([]);
  });

  test('again changes nothing, and keeps the data', async () => {
    const urls = await migrated();
    const app = await open(urls.appUrl);
    await app.query(`INSERT INTO counters VALUES (gen_random_uuid(), gen_random_uuid(), 1, 1)`);
    expect(await migrateAgain(urls)).toEqual([]);
    await ensureDatabase(server.adminUrl, wanted(new URL(urls.appUrl).pathname.slice(1)));
    expect((await app.query('SELECT 1 FROM counters')).rows).toHaveLength(1);
  });

  test('by several at once runs each migration once', async () => {
    const name = freshName();
    const runs = await Promise.all([1, 2, 3, 4].map(() => migrated(name)));
    expect(runs.map(({ ran }) => ran.length).sort((a, b) => a - b)).toEqual([0, 0, 0, 6]);
  });

  test('leaves nothing of a migration that fails, and keeps those before it', async () => {
    const urls = await migrated();
    await expect(migrateAgain(urls, [CreateCounters1764100000001, Broken1764100000009])).rejects.toThrow('counters');
    const owner = await open(urls.migrationUrl);
    const { rows } = await owner.query(`SELECT to_regclass('half_made') AS half, to_regclass('counters') AS whole`);
    expect(rows).toEqual([{ half: null, whole: 'counters' }]);
  });

  test('by a role that may not is an error that says so', async () => {
    const [urls, other] = [await migrated(), await migrated()];
    const strange = migrateService({ ddlUrl: urls.appUrl, appRole: roleOf(other.appUrl), migrations: [] });
    await expect(strange).rejects.toThrow(/permission denied|could not be granted/);
    const owner = roleOf(urls.migrationUrl);
    const asOwner = migrateService({ ddlUrl: urls.migrationUrl, appRole: owner, migrations: [] });
    await expect(asOwner).rejects.toThrow('two roles');
  });
});

describe('the app role', () => {
  test('reads and writes rows', async () => {
    const app = await open((await migrated()).appUrl);
    await app.query(`INSERT INTO counters VALUES (gen_random_uuid(), gen_random_uuid(), 1, 1)`);
    await app.query('UPDATE counters SET total = 2');
    await app.query('DELETE FROM counters');
    await app.query(`INSERT INTO outbox (lane, topic, message_key, headers) VALUES (0, 't', 'k', '{}')`);
    await app.query('DELETE FROM outbox');
    await app.query('SELECT * FROM migrations');
  });

  const forbidden: Record<string, string> = {
    'make a table': 'CREATE TABLE mine (id int)',
    'make a temporary table': 'CREATE TEMP TABLE mine (id int)',
    'make a schema': 'CREATE SCHEMA mine',
    'make a function': `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    'alter a table': 'ALTER TABLE counters ADD COLUMN mine int',
    'drop a table': 'DROP TABLE counters',
    'make an index': 'CREATE INDEX mine ON counters (total)',
    'empty a table at once': 'TRUNCATE counters',
    'rewrite what it has replied': `UPDATE inbox SET reply = '{}'`,
    'rewrite what it has announced': `UPDATE outbox SET value = '{}'`,
    'forget a migration': 'DELETE FROM migrations',
    'become the owner': '',
  };

  test('can do nothing else', async () => {
    const urls = await migrated();
    const app = await open(urls.appUrl);
    for (const [what, sql] of Object.entries(forbidden)) {
      const statement = sql === '' ? `SET ROLE ${roleOf(urls.migrationUrl)}` : sql;
      const refused = await app.query(statement).catch((error: unknown) => error);
      expect(refused, what).toMatchObject({ code: '42501' });
    }
  });

  test('of one service cannot even connect to the database of another', async () => {
    const [one, two] = [await migrated(), await migrated()];
    const crossed = new URL(one.appUrl);
    crossed.pathname = new URL(two.appUrl).pathname;
    await expect(open(crossed.href)).rejects.toMatchObject({ code: '42501' });
  });
});
