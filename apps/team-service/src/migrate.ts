import { migrateService, roleOf } from '@rollcall/persistence';
import { readSettings, secret } from '@rollcall/service-kit';
import { teamMigrations } from './persistence/migrations/team-migrations.js';

const { ddlUrl, databaseUrl } = readSettings(
  { ddlUrl: secret('MIGRATION_DATABASE_URL'), databaseUrl: secret('DATABASE_URL') },
  process.env,
);
const ran = await migrateService({ ddlUrl, appRole: roleOf(databaseUrl), migrations: teamMigrations });
process.stdout.write(ran.length > 0 ? `team-service: ran ${ran.join(', ')}\n` : 'team-service: up to date\n');
