import { ensureDatabase, type DatabaseUrls } from '@rollcall/persistence';
import { runToEnd } from './run-to-end.ts';
import type { Secrets } from './secrets.ts';

export interface Databases {
  readonly userService: DatabaseUrls;
  readonly teamService: DatabaseUrls;
  readonly tokenService: DatabaseUrls;
}

/** Databases and roles of the services; what is there is kept. */
export async function makeDatabases(adminUrl: string, secrets: Secrets): Promise<Databases> {
  const one = (name: string, owner: string, app: string) =>
    ensureDatabase(adminUrl, {
      database: `rollcall_${name}`,
      ownerRole: `rollcall_${name}_owner`,
      appRole: `rollcall_${name}`,
      passwords: { owner, app },
    });
  return {
    userService: await one('user_service', secrets.userServiceOwner, secrets.userServiceApp),
    teamService: await one('team_service', secrets.teamServiceOwner, secrets.teamServiceApp),
    tokenService: await one('token_service', secrets.tokenServiceOwner, secrets.tokenServiceApp),
  };
}

/** Brings each service's tables up to date, as its owner role. */
export async function migrate(databases: Databases): Promise<void> {
  const one = (app: string, { migrationUrl, appUrl }: DatabaseUrls) =>
    runToEnd(`apps/${app}/dist/migrate.js`, [], { MIGRATION_DATABASE_URL: migrationUrl, DATABASE_URL: appUrl });
  await Promise.all([
    one('user-service', databases.userService),
    one('team-service', databases.teamService),
    one('token-service', databases.tokenService),
  ]);
}
