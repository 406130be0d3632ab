import { migrateService, roleOf } from '@rollcall/persistence';
import { readSettings, secret } from '@rollcall/service-kit';
import { tokenMigrations } from './persistence/migrations/token-migrations.js';

const { ddlUrl, databaseUrl } = readSettings(
  { ddlUrl: secret('MIGRATION_DATABASE_URL'), databaseUrl: secret('DATABASE_URL') },
  process.env,
);
const ran = await migrateService({ ddlUrl, appRole: roleOf(databaseUrl), migrations: tokenMigrations });
process.stdout.write(ran.length > 0 ? `token-service: ran ${ran.join(', ')}\n` : 'token-service: up to date\n');
