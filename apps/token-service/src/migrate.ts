import { migrateFromEnvironment } from '@rollcall/persistence';
import { tokenMigrations } from './persistence/migrations/token-migrations.js';

await migrateFromEnvironment('token-service', { migrations: tokenMigrations });
