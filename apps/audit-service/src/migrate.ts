import { migrateService, readerMigrations, roleOf } from '@rollcall/persistence';
import { readSettings, secret } from '@rollcall/service-kit';
import { auditGrants, auditMigrations } from './persistence/migrations/audit-migrations.js';

const { ddlUrl, databaseUrl } = readSettings(
  { ddlUrl: secret('MIGRATION_DATABASE_URL'), databaseUrl: secret('DATABASE_URL') },
  process.env,
);
const ran = await migrateService({
  ddlUrl,
  appRole: roleOf(databaseUrl),
  migrations: auditMigrations,
  shared: readerMigrations,
  grants: auditGrants,
});
process.stdout.write(ran.length > 0 ? `audit-service: ran ${ran.join(', ')}\n` : 'audit-service: up to date\n');
