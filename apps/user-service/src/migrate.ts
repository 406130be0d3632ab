import { migrateService, roleOf } from '@rollcall/persistence';
import { readSettings, secret } from '@rollcall/service-kit';
import { userMigrations } from './persistence/migrations/user-migrations.js';

const { ddlUrl, databaseUrl } = readSettings(
  { ddlUrl: secret('MIGRATION_DATABASE_URL'), databaseUrl: secret('DATABASE_URL') },
  process.env,
);
const ran = await migrateService({ ddlUrl, appRole: roleOf(databaseUrl), migrations: userMigrations });
process.stdout.write(ran.length > 0 ? `user-service: ran ${ran.join(', ')}\n` : 'user-service: up to date\n');
