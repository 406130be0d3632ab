import { readSettings, secret } from '@rollcall/service-kit';
import { roleOf } from '../connection/data-source.js';
import { migrateService, type ServiceMigration } from './migrate-service.js';

/** A service's program that migrates: takes the addresses of its database from the environment, and says what ran. */
export async function migrateFromEnvironment(
  service: string,
  migration: Omit<ServiceMigration, 'ddlUrl' | 'appRole'>,
): Promise<void> {
  const { ddlUrl, databaseUrl } = readSettings(
    { ddlUrl: secret('MIGRATION_DATABASE_URL'), databaseUrl: secret('DATABASE_URL') },
    process.env,
  );
  const ran = await migrateService({ ddlUrl, appRole: roleOf(databaseUrl), ...migration });
  process.stdout.write(`${service}: ${ran.length > 0 ? `ran ${ran.join(', ')}` : 'up to date'}\n`);
}
