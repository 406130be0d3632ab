import { migrateService, sharedEntities } from '@rollcall/persistence';
import { postgresForTests, schemaDifferences } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { userEntities } from '../src/persistence/entities/user-entities.js';
import { userMigrations } from '../src/persistence/migrations/user-migrations.js';

it('entities of user-service describe every table that its migrations make', async () => {
  const database = await postgresForTests({
    template: 'user-service',
    migrate: (target) => migrateService({ ...target, migrations: userMigrations }),
  });
  try {
    expect(await schemaDifferences(database, [...sharedEntities, ...userEntities])).toEqual([]);
  } finally {
    await database.drop();
  }
});
