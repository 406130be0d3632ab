import { ensureDatabase, type DatabaseUrls } from '@rollcall/persistence';
import { databasePlans } from './credentials.ts';
import { runToEnd } from './run-to-end.ts';
import type { Secrets } from './secrets.ts';

/** By service. */
export type Databases = Readonly<Record<string, DatabaseUrls>>;

/** @throws Error for what has none */
export function databaseOf(databases: Databases, app: string): DatabaseUrls {
  const found = databases[app];
  if (!found) throw new Error(`${app} has no database`);
  return found;
}

/** Databases and roles of the services; what is there is kept. */
export async function makeDatabases(adminUrl: string, secrets: Secrets): Promise<Databases> {
  const databases: Record<string, DatabaseUrls> = {};
  for (const { app, database, owner, worker } of databasePlans(secrets)) {
    databases[app] = await ensureDatabase(adminUrl, {
      database,
      ownerRole: owner.role,
      appRole: worker.role,
      passwords: { owner: owner.password, app: worker.password },
    });
  }
  return databases;
}

/** Brings each service's tables up to date, as its owner role. Gives what the migrations said. */
export function migrate(databases: Databases): Promise<string[]> {
  const one = ([app, { migrationUrl, appUrl }]: [string, DatabaseUrls]) =>
    runToEnd(`apps/${app}/dist/migrate.js`, [], { MIGRATION_DATABASE_URL: migrationUrl, DATABASE_URL: appUrl });
  return Promise.all(Object.entries(databases).map(one));
}
