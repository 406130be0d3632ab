import { keptPlans } from '@rollcall/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction, readRows } from '../src/index.js';
import { account, newId } from './counters.js';
import { databaseForSpecs, type DatabaseForSpecs } from './database-for-specs.js';

let db: DatabaseForSpecs;

beforeAll(async () => {
  db = await databaseForSpecs({ poolSize: 1 });
});
beforeEach(() => db.admin.query('TRUNCATE counters'));
afterAll(() => db?.close());

const byIds = 'SELECT c.total FROM unnest($1::uuid[]) AS k(id) JOIN counters c USING (id)';
const keepPlan = true;
/** How often the statement was planned once for all, and for its parameters. */
const plannings = async () => {
  const [row = { kept: 0, anew: 0 }] = await db.dataSource.query<{ kept: number; anew: number }[]>(
    `SELECT generic_plans::int AS kept, custom_plans::int AS anew FROM pg_prepared_statements WHERE statement = $1`,
    [byIds],
  );
  return row;
};

test('a plan that was made while the table was empty goes by the index, and is kept while it grows', async () => {
  await db.admin.query('ANALYZE counters');
  expect(await readRows(db.dataSource, byIds, [[newId()]], { keepPlan })).toEqual([]);
  await db.admin.query(`INSERT INTO counters SELECT gen_random_uuid(), $1, 1, n FROM generate_series(1, 20000) AS n`, [
    account,
  ]);
  const kept = await keptPlans((sql) => db.dataSource.query(sql));
  expect(kept.filter(({ statement }) => statement === byIds)).toEqual([{ statement: byIds, readsWhole: [] }]);
  const { rows } = await db.admin.query<{ id: string }>('SELECT id FROM counters WHERE total = 77');
  expect(await readRows(db.dataSource, byIds, [rows.map(({ id }) => id)], { keepPlan })).toEqual([{ total: 77 }]);
});

test('a statement that names thousands is planned for them, and what comes after it goes by its kept plan again', async () => {
  const many = Array.from({ length: 10_000 }, newId);
  const before = await plannings();
  await inTransaction(db.dataSource, async (tx) => {
    await tx.query(byIds, [[newId()]], { keepPlan });
    await tx.query(byIds, [many], { keepPlan });
    await tx.query(byIds, [[newId()]], { keepPlan });
  });
  await readRows(db.dataSource, byIds, [many], { keepPlan });
  await readRows(db.dataSource, byIds, [[newId()]], { keepPlan });
  const after = await plannings();
  expect([after.kept - before.kept, after.anew - before.anew]).toEqual([3, 2]);
});

test('other statements are planned for their parameters', async () => {
  const show = `SELECT current_setting('plan_cache_mode') AS mode, current_setting('enable_seqscan') AS seqscan`;
  const anew = [{ mode: 'force_custom_plan', seqscan: 'on' }];
  expect(await readRows(db.dataSource, show)).toEqual(anew);
  expect(await readRows(db.dataSource, show, [], { prepare: true })).toEqual(anew);
  const inTurns = await inTransaction(db.dataSource, async (tx) => [
    await tx.query(show),
    await tx.query(show, [], { keepPlan }),
    await tx.query(show),
  ]);
  expect(inTurns).toEqual([anew, [{ mode: 'force_generic_plan', seqscan: 'off' }], anew]);
});
