import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventually } from '@rollcall/testing';
import type { Consumer } from 'kafkajs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { adding, CounterWorld } from '../../test/counter-service.js';

let world: CounterWorld;
beforeAll(async () => {
  world = await CounterWorld.create('inlet');
  await world.serve();
});
afterAll(() => world?.close());

test('a reply topic that somebody deleted is made again, and replies come as before', { timeout: 60_000 }, async () => {
  const client = await world.caller({ resendAfterMs: 500 });
  expect(await world.ask(client, adding('a', 1))).toMatchObject({ ok: true });
  const admin = world.kafka.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [client.replyTopic] });
  await admin.disconnect();
  const reply = await world.ask(client, adding('a', 1), { budgetMs: 40_000 });
  expect(reply).toEqual({ ok: true, body: { total: 2 } });
  await eventually(() => client.ready, 'the client is ready again');
  expect(world.fatal).toEqual([]);
});

test('replies that nobody waits for any more disturb nobody', async () => {
  const client = await world.caller();
  const sender = await world.sender();
  const headers = { rollcall_commandid: 'nobody' };
  await sender.publish([
    { topic: client.replyTopic, key: 'k', headers, value: '{' },
    { topic: client.replyTopic, key: 'k', headers: {}, value: null },
    { topic: client.replyTopic, key: 'k', headers, value: null },
  ]);
  expect(await world.ask(client, adding('b', 1))).toMatchObject({ ok: true });
});

test('an answer leaves before more replies are asked for', async () => {
  const made = vi.spyOn(world.kafka, 'consumer');
  const client = await world.caller();
  const consumer = made.mock.results.at(-1)?.value as Consumer;
  made.mockRestore();
  const steps: string[] = [];
  const remove = consumer.on(consumer.events.FETCH_START, () => void steps.push('fetch'));
  await world.ask(client, adding('c', 1));
  for (let step = 0; step < 50; step += 1) await Promise.resolve(); // as many as lie between a reply and the answer that it becomes
  steps.push('answer');
  await nextTurn();
  remove();
  expect(steps.slice(-2)).toEqual(['answer', 'fetch']);
});
