import { schemaDifferences } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { allEntities } from '../src/persistence/entities/audit-entities.js';
import { auditDatabase } from './support/audit-database.js';

it('entities of audit-service describe every table that its migrations make', async () => {
  const database = await auditDatabase();
  try {
    expect(await schemaDifferences(database, allEntities)).toEqual([]);
  } finally {
    await database.drop();
  }
});
