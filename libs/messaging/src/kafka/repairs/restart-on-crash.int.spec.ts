import { setTimeout } from 'node:timers/promises';
import { eventually, kafkaForTests, silentLogger } from '@rollcall/testing';
import type { Consumer } from 'kafkajs';
import { afterAll, expect, test, vi } from 'vitest';
import { createTopics } from '../../admin/create-topics.js';
import { createKafka } from '../connection.js';
import { restartOnCrash } from './restart-on-crash.js';

const nothing = () => undefined;
const { brokers, unique } = await kafkaForTests();
const kafka = createKafka({ brokers, clientId: 'revive' }, silentLogger);
/** What makes kafkajs give a consumer up. */
const forGood = () => Object.assign(new Error('Broker not connected'), { name: 'KafkaJSNotImplemented' });
let wanted = true;
const consumers: Consumer[] = [];
afterAll(async () => {
  wanted = false;
  await Promise.all(consumers.map((consumer) => consumer.disconnect()));
});

async function consumerOfNewTopic() {
  const topic = unique('revive');
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 1 }]);
  await admin.disconnect();
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 100 });
  consumers.push(consumer);
  const producer = kafka.producer();
  await producer.connect();
  const send = (value: string) => producer.send({ topic, messages: [{ key: 'a', value }] });
  return { consumer, topic, send, close: () => producer.disconnect() };
}

test('a consumer that kafkajs gives up goes on', { timeout: 60_000 }, async () => {
  const { consumer, topic, send, close } = await consumerOfNewTopic();
  const read: string[] = [];
  const restarts: boolean[] = [];
  let unlucky = 2;
  const run = () =>
    consumer.run({
      eachBatch: ({ batch }) => {
        if (unlucky-- > 0) throw forGood();
        read.push(...batch.messages.map(({ value }) => String(value)));
        return Promise.resolve();
      },
    });
  restartOnCrash(consumer, { run, isWanted: () => wanted, onCrash: nothing, logger: silentLogger });
  consumer.on(consumer.events.CRASH, ({ payload }) => restarts.push(payload.restart));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await run();
  await send('one');
  await eventually(() => read.includes('one'), 'the message is read', { within: 30_000 });
  await send('two');
  await eventually(() => read.includes('two'), 'and the next', { within: 30_000 });
  expect(restarts).toEqual([false, false]);
  await close();
});

test('a consumer that is stopped while it comes back stays away from its group', { timeout: 60_000 }, async () => {
  const { consumer, topic, send, close } = await consumerOfNewTopic();
  const eachBatch = vi.fn<() => Promise<void>>(() => Promise.reject(forGood()));
  const run = vi.fn<() => Promise<void>>(() => consumer.run({ eachBatch }));
  let isWanted = true;
  restartOnCrash(consumer, { run, isWanted: () => isWanted, onCrash: nothing, logger: silentLogger });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await run();
  const connected = new Promise((resolve) => consumer.on(consumer.events.CONNECT, resolve));
  const isStopped = connected.then(() => {
    isWanted = false;
    return consumer.disconnect();
  });
  await send('one');
  await isStopped;
  await setTimeout(500); // it must not come back meanwhile
  expect(run).toHaveBeenCalledOnce();
  const admin = kafka.admin();
  await admin.connect();
  expect((await admin.describeGroups([topic])).groups[0]?.members).toEqual([]);
  await admin.disconnect();
  await close();
});
