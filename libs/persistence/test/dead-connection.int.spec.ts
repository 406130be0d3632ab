import { postgresForTests, TcpProxy, type DatabaseForTests } from '@rollcall/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classifyFailure, createDataSource, readRows } from '../src/index.js';

let database: DatabaseForTests;
let line: TcpProxy;

beforeAll(async () => {
  database = await postgresForTests();
  line = await TcpProxy.start(Number(new URL(database.url).port));
});
afterAll(async () => {
  await line?.close();
  await database?.drop();
});

const throughLine = () => Object.assign(new URL(database.url), { hostname: '127.0.0.1', port: String(line.port) }).href;

test('a loss that the next statement is the first to notice fails that statement, and never ends the process', async () => {
  const dataSource = await createDataSource({ name: 'lost connection', url: throughLine(), poolSize: 1 });
  try {
    await readRows(dataSource, 'SELECT 1');
    await pause(1_100); // the next use of the connection begins with discarding its plans
    line.reset(); // in the same turn of the event loop, so that the pool has not heard of it
    const failure: unknown = await readRows(dataSource, 'SELECT 1').catch((error: unknown) => error);
    expect(classifyFailure(failure)).toBe('unavailable');
    expect(await readRows(dataSource, 'SELECT 2 AS two')).toEqual([{ two: 2 }]);
  } finally {
    await dataSource.destroy();
  }
});

test('a connection that went silent without a word is given up, and the next statement gets another', async () => {
  const dataSource = await createDataSource({
    name: 'dead connection',
    url: throughLine(),
    poolSize: 1,
    statementTimeoutMs: 500,
  });
  try {
    await readRows(dataSource, 'SELECT 1');
    line.abandon();
    const failure: unknown = await readRows(dataSource, 'SELECT 1').catch((error: unknown) => error);
    expect(classifyFailure(failure)).toBe('unavailable');
    expect(await readRows(dataSource, 'SELECT 2 AS two')).toEqual([{ two: 2 }]);
  } finally {
    await dataSource.destroy();
  }
});
