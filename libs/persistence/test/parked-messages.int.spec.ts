import type { Message } from '@rollcall/messaging';
import { beforeEach, describe, expect, test } from 'vitest';
import { cleanInbox, ParkedMessagesReadModel, ParkedMessages, readRows } from '../src/index.js';
import { add, counterStore, decideAdd, newId } from './counters.js';
import { databaseForSpecs } from './database-for-specs.js';

const db = await databaseForSpecs();
const parked = new ParkedMessages(db.dataSource, 'counter-service');
const list = new ParkedMessagesReadModel(db.reads, 'counter-service');

beforeEach(async () => {
  await db.admin.query('TRUNCATE counters, inbox, outbox, parked_messages');
});

const store = () => counterStore({ dataSource: db.dataSource });
const idsOf = (messages: readonly Pick<Message, 'id'>[]) => messages.map(({ id }) => id);

describe('parked messages', () => {
  test('are kept once, as they were, in order, under their key', async () => {
    const [key, other] = [newId(), newId()];
    const messages = [add(key, 1, { deadline: new Date(5_000), traceparent: '00-a-b-01' }), add(key, 2), add(other, 3)];
    for (const message of [...messages, ...messages]) await store().park(message, `could not: ${message.key}`);
    expect((await list.list()).map(({ message }) => message)).toEqual(messages);
    expect(await list.list({ key, limit: 1 })).toMatchObject([{ key, reason: `could not: ${key}` }]);
    expect((await list.find(messages[2]?.id ?? ''))?.message).toEqual(messages[2]);
    expect(await list.find(newId())).toBeUndefined();
    expect(await store().parkedKeys([key, newId()])).toEqual(new Set([key]));
    expect(await store().parkedKeys([])).toEqual(new Set());
  });

  test('of another consumer are not seen', async () => {
    await store().park(add(newId(), 1), 'no');
    expect(await new ParkedMessagesReadModel(db.reads, 'somebody-else').list()).toEqual([]);
  });

  test('are handed back in order, those that came meanwhile too, and are gone when done', async () => {
    const key = newId();
    const [first, second, third] = [add(key, 1), add(key, 2), add(key, 3)];
    await store().park(first, 'no');
    await store().park(second, 'waits');
    const handed: Message[] = [];
    const done = await parked.retry(key, async (message) => {
      if (handed.length === 0) await store().park(third, 'waits');
      handed.push(message);
      await store().run([message], decideAdd);
    });
    expect([done, idsOf(handed)]).toEqual([3, idsOf([first, second, third])]);
    expect(await list.list()).toEqual([]);
    expect(await readRows(db.dataSource, 'SELECT total FROM counters')).toEqual([{ total: 6 }]);
  });

  test('stay, with those behind, when handing back fails', async () => {
    const key = newId();
    for (const by of [1, 2, 3]) await store().park(add(key, by), 'no');
    const failing = parked.retry(key, async (message) => {
      if ((message.payload as { by: number }).by === 2) throw new Error('still not');
    });
    await expect(failing).rejects.toThrow('still not');
    expect((await list.list({ key })).map(({ message }) => message.payload)).toMatchObject([{ by: 2 }, { by: 3 }]);
  });

  test('of one key are worked on by one at a time', async () => {
    const key = newId();
    await store().park(add(key, 1), 'no');
    const nested = parked.retry(key, async () => {
      await expect(parked.skip(key, newId())).rejects.toMatchObject({ name: 'KeyIsBusy' });
      await expect(parked.retry(key, async () => undefined)).rejects.toMatchObject({ name: 'KeyIsBusy' });
    });
    expect(await nested).toBe(1);
    expect(await parked.retry(key, async () => undefined)).toBe(0);
  });

  test('that are skipped are never applied, also when the log brings them again', async () => {
    const message = add(newId(), 1);
    await store().park(message, 'no');
    expect(await parked.skip(message.key, message.id)).toBe(true);
    expect(await parked.skip(message.key, message.id)).toBe(false);
    expect(await store().run([message], decideAdd)).toEqual([{ kind: 'seen' }]);
    expect(await list.list()).toEqual([]);
  });
});

describe('cleaning the inbox', () => {
  const day = 24 * 3_600_000;
  const now = Date.now();

  /** An id as it was made so many days ago. */
  const idOf = (days: number, n: number) => {
    const hex = (now - days * day).toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${n.toString(16).padStart(12, '0')}`;
  };

  test('forgets commands and events when no topic can bring them again, in small steps', async () => {
    const take = (days: number, n: number, reply: string | null) =>
      readRows(db.dataSource, 'INSERT INTO inbox VALUES ($1, $2, $3, $4)', [
        idOf(days, n),
        'counter-service',
        newId(),
        reply,
      ]);
    for (let n = 0; n < 25; n++) {
      for (const days of [1, 3, 40]) await take(days, n, '{"ok":true,"body":{}}');
      for (const days of [1, 3, 40]) await take(days, n + 100, null);
    }
    expect(await cleanInbox(db.dataSource, { chunk: 10, now: () => new Date(now) })).toBe(75);
    const left = await readRows<{ command: boolean; days: number; n: number }>(
      db.dataSource,
      `SELECT reply IS NOT NULL AS command, left(message_id::text, 13) AS id, count(*)::int AS n
         FROM inbox GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    expect(left).toEqual([
      { command: false, id: idOf(3, 0).slice(0, 13), n: 25 },
      { command: false, id: idOf(1, 0).slice(0, 13), n: 25 },
      { command: true, id: idOf(1, 0).slice(0, 13), n: 25 },
    ]);
    expect(await cleanInbox(db.dataSource, { chunk: 10, now: () => new Date(now) })).toBe(0);
  });
});
