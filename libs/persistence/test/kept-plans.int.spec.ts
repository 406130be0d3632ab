import { keptPlans } from '@rollcall/testing';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { inTransaction, readRows } from '../src/index.js';
import { account, newId } from './counters.js';
import { databaseForSpecs } from './database-for-specs.js';

const db = await databaseForSpecs({ poolSize: 1 });
beforeEach(() => db.admin.query('TRUNCATE counters'));

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

test('a plan that goes by the wrong index, because the table was nearly empty, is made anew as it grows', async () => {
  await db.admin.query(`CREATE TABLE people (account_id uuid, name text, id uuid, active boolean);
    CREATE UNIQUE INDEX people_by_name ON people (account_id, name);
    CREATE UNIQUE INDEX people_by_id ON people (account_id, id) INCLUDE (active); GRANT SELECT ON people TO PUBLIC`);
  const byId = `SELECT p.name FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, id)
                  JOIN people p ON p.account_id = k.account_id AND p.id = k.id`;
  const id = newId();
  const find = () => readRows(db.dataSource, byId, [[account], [id]], { keepPlan });
  const comparedWithFilter = async () => {
    const [{ name } = { name: '' }] = await db.dataSource.query<{ name: string }[]>(
      'SELECT name FROM pg_prepared_statements WHERE statement = $1',
      [byId],
    );
    const plan: { 'QUERY PLAN': string }[] = await db.dataSource.query(`EXPLAIN EXECUTE ${name}(NULL, NULL)`);
    return plan.some((line) => line['QUERY PLAN'].includes('Filter'));
  };
  await db.admin.query('INSERT INTO people VALUES ($1, $2, $3)', [account, 'ann', id]);
  await db.admin.query('ANALYZE people');
  expect([await find(), await comparedWithFilter()]).toEqual([[{ name: 'ann' }], true]);
  await db.admin.query(`INSERT INTO people SELECT $1, n, gen_random_uuid() FROM generate_series(1, 5000) AS n`, [
    account,
  ]);
  await setTimeout(2_100);
  expect([await find(), await comparedWithFilter()]).toEqual([[{ name: 'ann' }], false]);
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
