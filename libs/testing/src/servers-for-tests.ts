import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { SharedServersTicket } from './shared-servers.js';

declare module 'vitest' {
  interface ProvidedContext {
    rollcallServers: SharedServersTicket;
  }
}

export interface KafkaForTests {
  readonly brokers: string[];
  /** A name that no other spec file uses: for topics, groups, instances. */
  readonly unique: (name: string) => string;
}

/** The broker of the whole test run. Do not use the product's topic names on it: use own ones, or `startKafka()`. */
export async function kafkaForTests(): Promise<KafkaForTests> {
  const { brokers } = await ask<{ brokers: string[] }>('/kafka');
  return { brokers, unique: (name) => `${name}.${randomBytes(4).toString('hex')}` };
}

export interface MigrationTarget {
  /** The URL of the role that owns the database. */
  readonly ddlUrl: string;
  readonly appRole: string;
}

export interface DatabaseForTestsOptions {
  /** The service whose tables the database is to have: migrated once per run, and copied for each spec file. */
  readonly template?: string;
  readonly migrate?: (target: MigrationTarget) => Promise<unknown>;
}

export interface DatabaseForTests {
  readonly database: string;
  /** The URL of the application's role, which reads and writes rows. */
  readonly url: string;
  /** The URL of the owner, which changes tables. */
  readonly migrationUrl: string;
  /** The administrator's URL of this database. */
  readonly adminUrl: string;
  /** Ends all sessions and drops the database. */
  drop(): Promise<void>;
}

/** A database for one spec file, on the PostgreSQL of the whole test run: empty, or a copy of a service's template. */
export async function postgresForTests(options: DatabaseForTestsOptions = {}): Promise<DatabaseForTests> {
  const { url } = await ask<{ url: string }>('/postgres');
  const { runId, rolePassword } = await ticket();
  const name = `rollcall_${(options.template ?? 'empty').replaceAll('-', '_')}_${runId}`;
  const database = `${name}_${randomBytes(4).toString('hex')}`;
  const owner = `${name}_owner`;
  const app = `${name}_app`;
  const at = (inDatabase: string, role?: string) => {
    const place = new URL(url);
    place.pathname = inDatabase;
    if (role) Object.assign(place, { username: role, password: rolePassword });
    return place.href;
  };
  await asAdministrator(url, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]); // spec files run concurrently
    await makeTemplate(client, { name, owner, app, rolePassword }, () =>
      Promise.resolve(options.migrate?.({ ddlUrl: at(name, owner), appRole: app })),
    );
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${name} OWNER ${owner}`);
  });
  const drop = () => asAdministrator(url, (client) => client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
  return {
    database,
    url: at(database, app),
    migrationUrl: at(database, owner),
    adminUrl: at(database),
    drop: async () => void (await drop()),
  };
}

interface Template {
  readonly name: string;
  readonly owner: string;
  readonly app: string;
  readonly rolePassword: string;
}

async function makeTemplate(client: Client, template: Template, migrate: () => Promise<unknown>): Promise<void> {
  const { name, owner, app, rolePassword } = template;
  const ready = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [name]);
  if (ready.rowCount) return;
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`); // a failed migration may have left it
  for (const role of [owner, app]) {
    const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    if (!known.rowCount) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${rolePassword}'`);
  }
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' OWNER ${owner}`);
  await migrate();
  await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
}

async function asAdministrator<T>(url: string, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end(); // releases the advisory lock too
  }
}

async function ticket(): Promise<SharedServersTicket> {
  const { inject } = await import('vitest'); // not at the top: this library is also used outside of vitest
  const found = inject('rollcallServers') as SharedServersTicket | undefined;
  if (!found) throw new Error('only .int.spec.ts and .e2e.spec.ts files may use servers');
  return found;
}

async function ask<Place>(path: string): Promise<Place> {
  const response = await fetch(`${(await ticket()).url}${path}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text) as Place;
}
