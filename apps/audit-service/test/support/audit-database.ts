import {
  createDataSource,
  createReadDataSource,
  migrateService,
  readerMigrations,
  readRows,
} from '@rollcall/persistence';
import { postgresForTests } from '@rollcall/testing';
import { Client } from 'pg';
import { afterAll } from 'vitest';
import { NameClient } from '../../src/clients/name-client.js';
import { AuditStore, type AuditStoreOptions } from '../../src/persistence/audit-store.js';
import { allEntities } from '../../src/persistence/entities/audit-entities.js';
import { auditGrants, auditMigrations } from '../../src/persistence/migrations/audit-migrations.js';
import { makePastDays } from './filled-log.js';

const migrate = (target: { readonly ddlUrl: string; readonly appRole: string }) =>
  migrateService({ ...target, migrations: auditMigrations, shared: readerMigrations, grants: auditGrants });

/** A migrated database for a spec file, which drops it. */
export const auditDatabase = () => postgresForTests({ template: 'audit-service', migrate });

/** The same on a server of the spec's own, which ends with it. */
export async function auditDatabaseOn(serverUrl: string) {
  const at = (database: string, role?: string) => {
    const place = new URL(serverUrl);
    place.pathname = database;
    if (role !== undefined) Object.assign(place, { username: role, password: 'test' });
    return place.href;
  };
  const [database, owner, appRole] = ['audit', 'audit_owner', 'audit_app'];
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  for (const role of [owner, appRole]) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'test'`);
  await client.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' OWNER ${owner}`);
  await client.end();
  await migrate({ ddlUrl: at(database, owner), appRole });
  return { database, url: at(database, appRole), migrationUrl: at(database, owner), adminUrl: at(database) };
}

/**
 * An empty log for a spec file, which is dropped after its last test: with the pools of the service, and with its owner, who may do
 * anything to it.
 * @param pastDays so many days before today can have entries
 */
export async function auditLog({ pastDays = 0 } = {}) {
  const database = await auditDatabase();
  const { url, migrationUrl } = database;
  const owner = new Client({ connectionString: migrationUrl });
  await owner.connect();
  const query = (sql: string, values: readonly unknown[] = []) => owner.query(sql, [...values]);
  const dataSource = await createDataSource({ name: 'specs', url });
  const reads = await createReadDataSource({ name: 'specs', url, entities: allEntities });
  if (pastDays > 0) await makePastDays(query, pastDays);
  await readRows(dataSource, 'SELECT make_days(current_date + 7)');
  afterAll(async () => {
    await Promise.all([owner.end(), dataSource.destroy(), reads.destroy()]);
    await database.drop();
  });
  /** A store that tells nobody of what it has added. */
  const storeWith = (options: Partial<AuditStoreOptions> = {}) =>
    new AuditStore({ dataSource, observer: { added: () => undefined, repeated: () => undefined }, ...options });
  return { dataSource, reads, owner, query, storeWith, store: storeWith() };
}

const away = { ask: () => Promise.reject(new Error('away')) };

/** The names of everything, while no owner answers. */
export const noNames = () => new NameClient({ users: away, teams: away, tokens: away }, { warn: () => undefined });
