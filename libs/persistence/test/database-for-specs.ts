import { postgresForTests } from '@rollcall/testing';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { afterAll } from 'vitest';
import { createDataSource, createReadDataSource, migrateService, migration, sharedEntities } from '../src/index.js';

/** A database of the spec file's own, with the shared tables and `counters`. */
export interface DatabaseForSpecs {
  /** As the app role. */
  readonly url: string;
  readonly dataSource: DataSource;
  /** The pool for lists and simple reads. */
  readonly reads: DataSource;
  /** As the administrator. */
  readonly admin: Client;
}

/** The table of the example aggregate: versioned, with a name that is unique. */
export const CreateCounters1764100000001 = migration('CreateCounters1764100000001', {
  up: `
    CREATE TABLE counters (
      id uuid PRIMARY KEY, account_id uuid NOT NULL, version bigint NOT NULL, total int NOT NULL, name text UNIQUE
    )`,
  down: 'DROP TABLE counters',
});

/** Makes one, which is dropped after the file's specs. */
export async function databaseForSpecs({ poolSize = 10 } = {}): Promise<DatabaseForSpecs> {
  const database = await postgresForTests({
    template: 'counters',
    migrate: (target) => migrateService({ ...target, migrations: [CreateCounters1764100000001] }),
  });
  const dataSource = await createDataSource({ name: 'specs', url: database.url, poolSize });
  const reads = await createReadDataSource({ name: 'specs', url: database.url, entities: sharedEntities });
  const admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  afterAll(async () => {
    await Promise.all([dataSource.destroy(), reads.destroy()]);
    await admin.end();
    await database.drop();
  });
  return { url: database.url, dataSource, reads, admin };
}

/** Ends the sessions of that application name in the spec's database, as a failing network or an operator would. */
export async function endSessions(db: DatabaseForSpecs, application: string): Promise<number> {
  const { rows } = await db.admin.query<{ pid: number }>(
    `SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = $1`,
    [application],
  );
  return rows.length;
}
