import { migrateFromEnvironment, readerMigrations } from '@rollcall/persistence';
import { auditGrants, auditMigrations } from './persistence/migrations/audit-migrations.js';

await migrateFromEnvironment('audit-service', {
  migrations: auditMigrations,
  shared: readerMigrations,
  grants: auditGrants,
});
