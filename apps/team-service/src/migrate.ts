import { migrateFromEnvironment } from '@rollcall/persistence';
import { teamMigrations } from './persistence/migrations/team-migrations.js';

await migrateFromEnvironment('team-service', { migrations: teamMigrations });
