import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorActedRecorded, UserEvents, WorkspaceRequestRecorded } from '@rollcall/contracts';
import { createDataSource, readRows, type DataSource } from '@rollcall/persistence';
import { eventually, startPostgres, type TestPostgres } from '@rollcall/testing';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { AuditStore } from '../src/persistence/audit-store.js';
import { lookAfterDays } from '../src/persistence/days.js';
import { Holds } from '../src/persistence/holds.js';
import { stateLogs } from '../src/persistence/proofs/state-logs.js';
import { strikeDue } from '../src/persistence/proofs/due-strikes.js';
import { strikePerson } from '../src/persistence/proofs/strike-person.js';
import { auditDatabase, auditDatabaseOn } from './support/audit-database.js';
import { fillLog, makePastDays } from './support/filled-log.js';
import { key, verified } from './support/proved-log.js';
import { aRecord, userRecords } from './support/records.js';

const databases: { drop: () => Promise<void> }[] = [];
const servers: TestPostgres[] = [];
const pools: DataSource[] = [];
afterAll(async () => {
  await Promise.all(pools.filter(({ isInitialized }) => isInitialized).map((pool) => pool.destroy()));
  await Promise.all(databases.map((each) => each.drop()));
  await Promise.all(servers.map((each) => each.remove()));
});

async function newDatabase() {
  const database = await auditDatabase();
  databases.push(database);
  return database;
}

async function opened(url: string): Promise<DataSource> {
  const dataSource = await createDataSource({ name: 'forgetting-specs', url });
  pools.push(dataSource);
  await readRows(dataSource, 'SELECT make_days(current_date + 7)');
  return dataSource;
}

const storeOf = (dataSource: DataSource) =>
  new AuditStore({ dataSource, observer: { added: () => undefined, repeated: () => undefined } });

async function asAdministrator<T>(url: string, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

const inDatabase = (url: string, database: string) => Object.assign(new URL(url), { pathname: database }).href;

/** A server of this spec's own, that does nothing by itself: while autovacuum analyses a table, dead rows stay in all of its database. */
async function quietServer(): Promise<TestPostgres> {
  const server = await startPostgres();
  servers.push(server);
  await asAdministrator(server.url, async (client) => {
    await client.query('ALTER SYSTEM SET autovacuum = off');
    await client.query('SELECT pg_reload_conf()');
    const isOff = async () => (await client.query('SHOW autovacuum')).rows[0] as object;
    await eventually(async () => expect(await isOff()).toEqual({ autovacuum: 'off' }), 'autovacuum is off');
  });
  return server;
}

const othersAtWork = `
  SELECT pid FROM pg_stat_activity
   WHERE datname = current_database() AND pid <> pg_backend_pid() AND (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL)`;

/**
 * The files of a database that hold one of these bytes, after everything in it was written anew, and no older transaction was there for which what is
 * dead would be kept; undefined where they are elsewhere.
 */
async function filesWith(adminUrl: string, marks: readonly Buffer[]): Promise<string[] | undefined> {
  const folder = await asAdministrator(adminUrl, async (client) => {
    const working = async () => (await client.query(othersAtWork)).rows;
    await eventually(async () => expect(await working()).toEqual([]), 'older transactions have ended');
    for (const statement of ['ANALYZE', 'VACUUM FULL', 'CHECKPOINT']) await client.query(statement);
    const { rows } = await client.query<{ folder: string }>(
      `SELECT current_setting('data_directory') || '/base/' || oid AS folder FROM pg_database WHERE datname = current_database()`,
    );
    return rows[0]?.folder ?? '';
  });
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return undefined;
  const found: string[] = [];
  for (const name of names) {
    const content = await readFile(join(folder, name)).catch(() => Buffer.alloc(0)); // gone meanwhile
    if (marks.some((mark) => content.includes(mark))) found.push(name);
  }
  return found;
}

describe('a person who is erased and struck', () => {
  const [account, ann] = [uuidv7(), uuidv7()];
  const from = { address: '192.0.2.231', userAgent: 'Browser of Zacharine Quixotibald' };
  const marks = [
    Buffer.from(ann),
    Buffer.from(ann.replaceAll('-', ''), 'hex'),
    Buffer.from(from.address),
    Buffer.from('Quixotibald'),
  ];
  const hers = (offset: number, of: Parameters<typeof aRecord>[0]) =>
    aRecord({ accountId: account, partition: 1, offset, ...of });
  const struck = aRecord({
    type: OperatorActedRecorded.type,
    accountId: account,
    partition: 2,
    payload: { act: 'person-struck', personHash: createHash('sha256').update(ann).digest('hex') },
  });
  const later = new Date(Date.now() + 3_600_000);
  const erased = hers(9, { type: UserEvents.erased.type, version: 4, payload: { userId: ann } });

  it('is in no file of the database, not even of one that was restored from before, and the log is proved as before', async () => {
    const database = await auditDatabaseOn((await quietServer()).url);
    const dataSource = await opened(database.url);
    await storeOf(dataSource).save([
      // Of an empty table the planner keeps the statistics that it had.
      hers(0, { type: UserEvents.updated.type, version: 1, payload: { userId: uuidv7() } }),
      ...[1, 2, 3].map((version) =>
        hers(version, { type: UserEvents.updated.type, version, payload: { userId: ann } }),
      ),
      hers(4, { type: WorkspaceRequestRecorded.type, payload: { ...from, userId: ann, requestId: uuidv7() } }),
    ]);
    await stateLogs(dataSource, { current: key }, new Date());
    await dataSource.destroy();
    const yesterday = `${database.database}_yesterday`;
    await asAdministrator(inDatabase(database.adminUrl, 'postgres'), (client) =>
      client.query(
        `CREATE DATABASE ${yesterday} TEMPLATE ${database.database} OWNER ${new URL(database.migrationUrl).username}`,
      ),
    );
    const restoredAt = (url: string) => inDatabase(url, yesterday);
    const before = await filesWith(database.adminUrl, marks);
    if (before) expect(before.length).toBeGreaterThan(2);

    for (const [url, adminUrl] of [
      [database.url, database.adminUrl],
      [restoredAt(database.url), restoredAt(database.adminUrl)],
    ] as const) {
      const own = await opened(url);
      // In a restored one again, because it reads on from where it was: what the operator had done as well.
      if (url !== database.url) {
        await storeOf(own).save([struck]);
        expect(await strikeDue(own, later)).toBe(0); // the log does not say yet that she was erased
      }
      await storeOf(own).save([erased]);
      await stateLogs(own, { current: key }, new Date());
      if (url === database.url) expect(await strikePerson(own, account, ann)).toBe(5);
      else
        expect([await strikeDue(own, new Date(0)), await strikeDue(own, later), await strikeDue(own, later)]).toEqual([
          0, 1, 0,
        ]);
      expect(await filesWith(adminUrl, marks)).toEqual(before && []);
      expect(await verified(own, account)).toMatchObject({ from: 1, to: url === database.url ? 6 : 7 });
    }
  }, 120_000);
});

describe('a day whose time is over', () => {
  const rows = 100_000;

  it('goes as a whole while entries are added, stays for who is held, and anchors of before stay true', async () => {
    const database = await newDatabase();
    const dataSource = await opened(database.url);
    const store = storeOf(dataSource);
    const [old, busy] = [uuidv7(), uuidv7()];
    await asAdministrator(database.migrationUrl, async (owner) => {
      await makePastDays((sql, values) => owner.query(sql, [...(values ?? [])]), 20);
      await fillLog((sql, values) => owner.query(sql, [...(values ?? [])]), {
        accountId: old,
        count: rows,
        days: 1,
        endedDaysAgo: 15,
      });
    });
    let offset = 0;
    const add = async () => {
      const [record] = userRecords(busy, 1, offset);
      offset += 1;
      const began = performance.now();
      await store.save(record ? [{ ...record, partition: 7 }] : []);
      return performance.now() - began;
    };
    await add();
    const { note: anchor = '' } = await stateLogs(dataSource, { current: key }, new Date());

    const kept = { changesDays: 10, readsDays: 8 };
    const holds = new Holds(dataSource);
    await holds.set(old, new Date());
    await lookAfterDays(dataSource, kept, new Date());
    const count = async () => {
      const [row] = await readRows<{ count: string }>(
        dataSource,
        'SELECT count(*) FROM entries WHERE account_id = $1',
        [old],
      );
      return Number(row?.count);
    };
    expect(await count()).toBe(rows);

    await holds.end(old);
    const state = { isOver: false };
    const adding = (async () => {
      let slowest = 0;
      while (!state.isOver) slowest = Math.max(slowest, await add());
      return slowest;
    })();
    const began = performance.now();
    const { dropped } = await lookAfterDays(dataSource, kept, new Date());
    const tookMs = performance.now() - began;
    state.isOver = true;
    expect(dropped.some(({ table }) => table === 'entries')).toBe(true);
    expect(await count()).toBe(0);
    // A DELETE of so many rows takes seconds, and holds its account's log for as long.
    expect(Math.max(tookMs / dropped.length, await adding)).toBeLessThan(1_000);

    await stateLogs(dataSource, { current: key }, new Date());
    expect(await verified(dataSource, busy, [anchor])).toMatchObject({
      from: 1,
      to: offset,
      anchors: [{ entries: 1 }],
    });
  }, 120_000);
});
