import { expect, test } from 'vitest';
import { classifyFailure, createDataSource, databaseAnswers, inTransaction, readRows } from '../src/index.js';
import { account, newId } from './counters.js';
import { databaseForSpecs, endSessions } from './database-for-specs.js';

const db = await databaseForSpecs({ poolSize: 2 });

const insert = 'INSERT INTO counters VALUES ($1, $2, 1, 1) RETURNING id';
const rows = async () => (await readRows(db.dataSource, 'SELECT id FROM counters')).length;

test('what a transaction did is there after it, and gone when it rejects', async () => {
  const id = newId();
  expect(await inTransaction(db.dataSource, (tx) => tx.query(insert, [id, account]))).toEqual([{ id }]);
  const failing = inTransaction(db.dataSource, async (tx) => {
    await tx.query(insert, [newId(), account]);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await rows()).toBe(1);
});

test('queries issued together run in order on one connection, and the first failure is the one that is told', async () => {
  const [one, two] = await inTransaction(db.dataSource, (tx) =>
    Promise.all([tx.query('SELECT 1 AS n'), tx.query('SELECT 2 AS n', [], { prepare: true })]),
  );
  expect([one, two]).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  const failing = inTransaction(db.dataSource, (tx) =>
    Promise.all([tx.query('SELECT 1/0'), tx.query('SELECT 1'), tx.query(insert, [newId(), account])]),
  );
  await expect(failing).rejects.toMatchObject({ code: '22012' });
  expect(await databaseAnswers(db.dataSource)).toBe(true);
});

test('a failure that is swallowed inside does not pass for a commit', async () => {
  const before = await rows();
  const swallowing = inTransaction(db.dataSource, async (tx) => {
    await tx.query(insert, [newId(), account]);
    await tx.query('SELECT 1/0').catch(() => undefined);
  });
  await expect(swallowing).rejects.toMatchObject({ name: 'CommitRefused' });
  expect(await rows()).toBe(before);
});

test('a last statement commits with it; where it fails nothing is left', async () => {
  const before = await rows();
  const last = { last: true } as const;
  const [kept, lost] = [newId(), newId()];
  await inTransaction(db.dataSource, async (tx) => {
    await tx.query(insert, [kept, account], last);
    expect(await rows()).toBe(before + 1); // seen by others already
  });
  const failing = inTransaction(db.dataSource, async (tx) => {
    await tx.query(insert, [lost, account]);
    await tx.query(insert, [kept, account], last);
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  const swallowing = inTransaction(db.dataSource, (tx) => tx.query('SELECT 1/0', [], last).catch(() => undefined));
  await expect(swallowing).rejects.toMatchObject({ name: 'CommitRefused' });
  expect(await rows()).toBe(before + 1);
  expect(await databaseAnswers(db.dataSource)).toBe(true);
});

test('a session that ends inside a transaction rejects it as unavailable and leaves the pool whole', async () => {
  for (let round = 0; round < 5; round++) {
    const cut = inTransaction(db.dataSource, async (tx) => {
      await tx.query(insert, [newId(), account]);
      await endSessions(db, 'specs');
    });
    expect(classifyFailure(await cut.catch((error: unknown) => error))).toBe('unavailable');
  }
});

test('limits of time are the session’s: a statement, a lock, an idle transaction', async () => {
  const limited = await createDataSource({
    name: 'limited',
    url: db.url,
    statementTimeoutMs: 400,
    lockTimeoutMs: 100,
    idleInTransactionTimeoutMs: 200,
    poolSize: 2,
  });
  const id = newId();
  await readRows(limited, insert, [id, account]);
  const failure = async (fn: Parameters<typeof inTransaction>[1]) => {
    const error = await inTransaction(limited, fn).catch((reason: unknown) => reason);
    return [classifyFailure(error), (error as { code?: string }).code];
  };
  expect(await failure((tx) => tx.query('SELECT pg_sleep(5)'))).toEqual(['conflict', '57014']);
  const locked = await inTransaction(db.dataSource, async (tx) => {
    await tx.query('SELECT 1 FROM counters WHERE id = $1 FOR UPDATE', [id]);
    return failure((other) => other.query('SELECT 1 FROM counters WHERE id = $1 FOR UPDATE', [id]));
  });
  expect(locked).toEqual(['conflict', '55P03']);
  const idle = inTransaction(limited, async (tx) => {
    await tx.query('SELECT 1');
    await readRows(db.dataSource, 'SELECT pg_sleep(0.5)');
    await tx.query('SELECT 1');
  });
  await expect(idle).rejects.toThrow();
  await limited.destroy();
});

test('a database that is not there is unavailable, and does not answer', async () => {
  const nowhere = await createDataSource({ name: 'nowhere', url: 'postgres://a:b@127.0.0.1:1/c' }).catch(
    (error: unknown) => error,
  );
  expect(classifyFailure(nowhere)).toBe('unavailable');
  const wrong = new URL(db.url);
  wrong.password = 'wrong';
  const refused = await createDataSource({ name: 'refused', url: wrong.href }).catch((error: unknown) => error);
  expect(classifyFailure(refused)).toBe('unavailable');
});
