import { migrateService, sharedEntities } from '@rollcall/persistence';
import { postgresForTests, schemaDifferences } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { tokenEntities } from '../src/persistence/entities/token-entities.js';
import { tokenMigrations } from '../src/persistence/migrations/token-migrations.js';

it('entities of token-service describe every table that its migrations make', async () => {
  const database = await postgresForTests({
    template: 'token-service',
    migrate: (target) => migrateService({ ...target, migrations: tokenMigrations }),
  });
  try {
    expect(await schemaDifferences(database, [...sharedEntities, ...tokenEntities])).toEqual([]);
  } finally {
    await database.drop();
  }
});
