import { ensureDatabase, type DatabaseUrls } from '@rollcall/persistence';
import { databasePlans } from './credentials.ts';
import { runToEnd } from './run-to-end.ts';
import type { Secrets } from './secrets.ts';

/** By service. */
export type Databases = Readonly<Record<string, DatabaseUrls>>;

/** @throws Error for an app without database */
export function databaseOf(databases: Databases, app: string): DatabaseUrls {
  const found = databases[app];
  if (!found) throw new Error(`${app} has no database`);
  return found;
}

/** Creates databases and roles of the services; existing ones are kept. That of audit-service may be left out. */
export async function makeDatabases(adminUrl: string, secrets: Secrets, hasAudit = true): Promise<Databases> {
  const databases: Record<string, DatabaseUrls> = {};
  for (const { app, database, owner, worker } of databasePlans(secrets)) {
    if (app === 'audit-service' && !hasAudit) continue;
    databases[app] = await ensureDatabase(adminUrl, {
      database,
      ownerRole: owner.role,
      appRole: worker.role,
      passwords: { owner: owner.password, app: worker.password },
    });
  }
  return databases;
}

/** Runs each service's migrations as its owner role, and returns their output. */
export function migrate(databases: Databases): Promise<string[]> {
  const one = ([app, { migrationUrl, appUrl }]: [string, DatabaseUrls]) =>
    runToEnd(`${app}.migrate`, [], { MIGRATION_DATABASE_URL: migrationUrl, DATABASE_URL: appUrl });
  return Promise.all(Object.entries(databases).map(one));
}
