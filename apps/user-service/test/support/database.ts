import {
  createDataSource,
  createReadDataSource,
  migrateService,
  readRows,
  sharedEntities,
} from '@rollcall/persistence';
import { postgresForTests, type DatabaseForTests } from '@rollcall/testing';
import type { DataSource } from 'typeorm';
import { afterAll } from 'vitest';
import { userEntities } from '../../src/persistence/entities/user-entities.js';
import { userMigrations } from '../../src/persistence/migrations/user-migrations.js';

export interface ServiceDatabase extends DatabaseForTests {
  connect(name: string, url?: string): Promise<DataSource>;
  /** The pool for lists and simple reads. */
  readPool(): Promise<DataSource>;
  rows<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** A database of the spec file's own, migrated, and dropped after its specs; `connect` as often as there are instances. */
export async function serviceDatabase(): Promise<ServiceDatabase> {
  const database = await postgresForTests({
    template: 'user-service',
    migrate: (target) => migrateService({ ...target, migrations: userMigrations }),
  });
  const connections: DataSource[] = [];
  afterAll(async () => {
    await Promise.all(connections.map((connection) => connection.destroy()));
    await database.drop();
  });
  const connect = async (name: string, url = database.url) => {
    const dataSource = await createDataSource({ name, url, poolSize: 6 });
    connections.push(dataSource);
    return dataSource;
  };
  const owner = await connect('specs', database.migrationUrl);
  return {
    ...database,
    connect,
    readPool: async () => {
      const reads = await createReadDataSource({
        name: 'specs',
        url: database.url,
        entities: [...sharedEntities, ...userEntities],
      });
      connections.push(reads);
      return reads;
    },
    rows: <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
      readRows<Row>(owner, sql, parameters),
  };
}
