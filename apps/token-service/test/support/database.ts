import { migrateService } from '@rollcall/persistence';
import { postgresForTests } from '@rollcall/testing';
import { tokenMigrations } from '../../src/persistence/migrations/token-migrations.js';

/** A migrated database for a spec file, which drops it. */
export const tokenDatabase = () =>
  postgresForTests({
    template: 'token-service',
    migrate: (target) => migrateService({ ...target, migrations: tokenMigrations }),
  });
