import { eventually } from '@rollcall/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CounterWorld } from '../../test/counter-service.js';
import { replyRecord } from '../pipeline/reply.js';
import { removeAbandonedReplyTopics } from './abandoned-reply-topics.js';

let world: CounterWorld;
beforeAll(async () => {
  world = await CounterWorld.create('janitor');
});
afterAll(() => world?.close());

/** A topic as a killed instance leaves it: it has records, and its group has no members. */
async function leftBehind(instance: string): Promise<string> {
  const topic = `rollcall.replies.specs.${world.service}-${instance}`;
  await world.admin.ensureTopics([{ name: topic, partitions: 1, retentionMs: 600_000 }]);
  const sender = await world.sender();
  await sender.publish([replyRecord(topic, 'probe', { ok: true, body: {} })]);
  return topic;
}

/** Other specs share the broker. */
const clean = (olderThanMs?: number) =>
  removeAbandonedReplyTopics(world.kafka, olderThanMs, `rollcall.replies.specs.${world.service}`);
const there = async () => (await world.admin.topics()).filter((name) => name.includes(world.service));

test('reply topics of dead instances are removed, once they are old enough', async () => {
  const topic = await leftBehind('killed');
  expect(await clean()).not.toContain(topic);
  expect(await there()).toContain(topic);
  const removed = await eventually(async () => {
    const gone = await clean(400);
    return gone.length > 0 && gone;
  }, 'the topic is old enough');
  expect(removed).toContain(topic);
  expect(await there()).not.toContain(topic);
});

test('the topic of an instance that lives stays, however quiet it is', async () => {
  const client = await world.caller();
  await eventually(async () => {
    await clean(1);
    return true;
  }, 'looked at');
  expect(await there()).toContain(client.replyTopic);
  expect(client.ready).toBe(true);
});

test('a topic to which nothing was written yet stays: its instance is about to join', async () => {
  const topic = `rollcall.replies.specs.${world.service}-starting`;
  await world.admin.ensureTopics([{ name: topic, partitions: 1, retentionMs: 600_000 }]);
  await clean(0);
  expect(await there()).toContain(topic);
});

test('two janitors at once do not disturb each other', async () => {
  const topic = await leftBehind('twice');
  await eventually(async () => {
    await Promise.all([clean(200), clean(200)]);
    return !(await there()).includes(topic);
  }, 'the topic is gone');
});
