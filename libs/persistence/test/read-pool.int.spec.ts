import { expect, test } from 'vitest';
import { InboxRow } from '../src/entities/inbox-row.js';
import { readRows } from '../src/index.js';
import { newId } from './counters.js';
import { databaseForSpecs } from './database-for-specs.js';

const db = await databaseForSpecs();

test('the pool for lists plans as PostgreSQL does by itself, and the one for decisions does not', async () => {
  const show = `SELECT current_setting('plan_cache_mode') AS mode, current_setting('enable_hashjoin') AS hash_joins`;
  expect(await db.reads.query(show)).toEqual([{ mode: 'auto', hash_joins: 'on' }]);
  expect(await db.dataSource.query(show)).toEqual([{ mode: 'force_generic_plan', hash_joins: 'off' }]);
});

test('the pool for lists ends statements that take too long', async () => {
  expect(await db.reads.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '10s' }]);
});

test('the pool for lists sees what the other pool has committed', async () => {
  const [message_id, account_id] = [newId(), newId()];
  await readRows(db.dataSource, 'INSERT INTO inbox VALUES ($1, $2, $3)', [message_id, 'specs', account_id]);
  const found = await db.reads.getRepository(InboxRow).findOneBy({ message_id });
  expect(found).toEqual({ message_id, consumer: 'specs', account_id, reply: null });
});

test('the pool for lists refuses to write', async () => {
  const rows = db.reads.getRepository(InboxRow);
  const entry = { message_id: newId(), consumer: 'specs', account_id: newId() };
  await expect(rows.insert(entry)).rejects.toMatchObject({ driverError: { code: '25006' } });
});
