import { migrateService, sharedEntities } from '@rollcall/persistence';
import { postgresForTests, schemaDifferences } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { teamEntities } from '../src/persistence/entities/team-entities.js';
import { teamMigrations } from '../src/persistence/migrations/team-migrations.js';

it('entities of team-service describe every table that its migrations make', async () => {
  const database = await postgresForTests({
    template: 'team-service',
    migrate: (target) => migrateService({ ...target, migrations: teamMigrations }),
  });
  try {
    expect(await schemaDifferences(database, [...sharedEntities, ...teamEntities])).toEqual([]);
  } finally {
    await database.drop();
  }
});
