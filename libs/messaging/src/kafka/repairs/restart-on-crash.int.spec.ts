import { eventually, kafkaForTests, silentLogger } from '@rollcall/testing';
import { afterAll, expect, test } from 'vitest';
import { createTopics } from '../../admin/create-topics.js';
import { createKafka } from '../connection.js';
import { restartOnCrash } from './restart-on-crash.js';

const nothing = () => undefined;
const { brokers, unique } = await kafkaForTests();
const kafka = createKafka({ brokers, clientId: 'revive' }, silentLogger);
const topic = unique('revive');
const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 100 });
let wanted = true;
afterAll(async () => {
  wanted = false;
  await consumer.disconnect();
});

test('a consumer that kafkajs gives up goes on', { timeout: 60_000 }, async () => {
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 1 }]);
  await admin.disconnect();
  const read: string[] = [];
  const restarts: boolean[] = [];
  let unlucky = 2;
  const run = () =>
    consumer.run({
      eachBatch: ({ batch }) => {
        // An error after which kafkajs does not restart the consumer.
        if (unlucky-- > 0) throw Object.assign(new Error('Broker not connected'), { name: 'KafkaJSNotImplemented' });
        read.push(...batch.messages.map(({ value }) => String(value)));
        return Promise.resolve();
      },
    });
  restartOnCrash(consumer, { run, isWanted: () => wanted, onCrash: nothing, logger: silentLogger });
  consumer.on(consumer.events.CRASH, ({ payload }) => restarts.push(payload.restart));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await run();
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ key: 'a', value: 'one' }] });
  await eventually(() => read.includes('one'), 'the message is read', { within: 30_000 });
  await producer.send({ topic, messages: [{ key: 'a', value: 'two' }] });
  await eventually(() => read.includes('two'), 'and the next', { within: 30_000 });
  expect(restarts).toEqual([false, false]);
  await producer.disconnect();
});
