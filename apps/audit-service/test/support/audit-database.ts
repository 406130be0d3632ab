import { migrateService, readerMigrations } from '@rollcall/persistence';
import { postgresForTests } from '@rollcall/testing';
import { auditGrants, auditMigrations } from '../../src/persistence/migrations/audit-migrations.js';

/** A migrated database for a spec file, which drops it. */
export const auditDatabase = () =>
  postgresForTests({
    template: 'audit-service',
    migrate: (target) =>
      migrateService({ ...target, migrations: auditMigrations, shared: readerMigrations, grants: auditGrants }),
  });
