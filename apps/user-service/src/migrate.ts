import { migrateFromEnvironment } from '@rollcall/persistence';
import { userMigrations } from './persistence/migrations/user-migrations.js';

await migrateFromEnvironment('user-service', { migrations: userMigrations });
