import { Client, escapeIdentifier } from 'pg';
import { createDataSource, roleOf } from '../connection/data-source.js';
import type { MigrationClass } from './migration.js';
import { sharedMigrations } from './shared-migrations.js';

export interface ServiceMigration {
  /** A role that owns the database, or at least its schema `public`. */
  readonly ddlUrl: string;
  /** The role that the service works as: it gets DML on the tables, and nothing else. */
  readonly appRole: string;
  /** The service's own migrations; the shared ones run first. */
  readonly migrations: readonly MigrationClass[];
  /** What runs before them; `sharedMigrations` where nothing is said. */
  readonly shared?: readonly MigrationClass[];
  /** What the app role gets on tables where it is less than SELECT, INSERT, UPDATE and DELETE, by table. */
  readonly grants?: Readonly<Record<string, string>>;
}

/** Advisory lock: one migration at a time per database ("migr"). */
const lockKey = 0x6d696772;

/** Tables in which the app role gets less than SELECT, INSERT, UPDATE and DELETE. */
const narrowGrants: Readonly<Record<string, string>> = {
  inbox: 'SELECT, INSERT, DELETE',
  outbox: 'SELECT, INSERT, DELETE',
  migrations: 'SELECT',
};

/**
 * Brings a service's database up to date, then grants its tables to the app role. Returns the names of the migrations
 * that ran. Repeating it changes nothing; a concurrent call waits. Each migration is a transaction.
 */
export async function migrateService(migration: ServiceMigration): Promise<string[]> {
  if (roleOf(migration.ddlUrl) === migration.appRole) throw new Error('DDL and DML need two roles');
  const session = new Client({ connectionString: migration.ddlUrl, application_name: 'migration lock' });
  session.on('error', () => undefined); // the next query on it rejects
  await session.connect();
  try {
    await session.query('SELECT pg_advisory_lock($1)', [lockKey]);
    const ran = await runMigrations(migration);
    await grant(session, migration);
    return ran;
  } finally {
    await session.end(); // which releases the lock
  }
}

async function runMigrations({ ddlUrl, migrations, shared = sharedMigrations }: ServiceMigration): Promise<string[]> {
  const dataSource = await createDataSource({
    name: `migration of ${roleOf(ddlUrl)}`,
    url: ddlUrl,
    poolSize: 1,
    statementTimeoutMs: 0,
    idleInTransactionTimeoutMs: 0,
    lockTimeoutMs: 30_000,
    migrations: [...shared, ...migrations],
  });
  try {
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}

/** In one transaction: revokes all earlier grants first, so that the app role has exactly these. */
async function grant(session: Client, { appRole, grants: own }: ServiceMigration): Promise<void> {
  const role = escapeIdentifier(appRole);
  const { rows } = await session.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  const narrow = { ...narrowGrants, ...own };
  const grants = rows.map(({ name }) => {
    const what = narrow[name] ?? 'SELECT, INSERT, UPDATE, DELETE';
    const table = `public.${escapeIdentifier(name)}`;
    return `REVOKE ALL ON ${table} FROM ${role}; GRANT ${what} ON ${table} TO ${role};`;
  });
  await session.query(`BEGIN;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    REVOKE ALL ON SCHEMA public FROM ${role};
    GRANT USAGE ON SCHEMA public TO ${role};
    ${grants.join('\n')}
    COMMIT;`);
  await checkGrant(session, appRole);
}

/** PostgreSQL only warns when the granting role does not own what it grants. */
async function checkGrant(session: Client, appRole: string): Promise<void> {
  const { rows } = await session.query<{ usable: boolean; creates: boolean }>(
    `SELECT has_schema_privilege($1, 'public', 'USAGE') AND has_table_privilege($1, 'public.account_closures', 'INSERT') AS usable,
            has_schema_privilege($1, 'public', 'CREATE') AS creates`,
    [appRole],
  );
  if (rows[0]?.usable !== true)
    throw new Error(`role ${appRole} could not be granted the tables: is the DDL role their owner?`);
  if (rows[0].creates)
    throw new Error(`role ${appRole} may create tables: it owns the schema, or belongs to a role that does`);
}
