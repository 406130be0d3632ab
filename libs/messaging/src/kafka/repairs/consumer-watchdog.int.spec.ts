import { eventually, kafkaForTests } from '@rollcall/testing';
import { afterAll, expect, test } from 'vitest';
import { silent } from '../../../test/counter-service.js';
import { createTopics } from '../../admin/create-topics.js';
import { createKafka } from '../connection.js';
import { brokerAnswers, ConsumerWatchdog, watchConsumer } from './consumer-watchdog.js';

const { brokers, unique } = await kafkaForTests();
const kafka = createKafka({ brokers, clientId: 'watchdog' }, silent);
const topic = unique('watchdog');
const consumer = kafka.consumer({ groupId: topic, heartbeatInterval: 300, maxWaitTimeInMs: 100 });
let deaths = 0;
const silentAfterMs = 2_000;
const watchdog = new ConsumerWatchdog({
  probe: brokerAnswers(kafka, silent),
  onDead: () => (deaths += 1),
  silentAfterMs,
  lookEveryMs: 500,
});
afterAll(async () => {
  watchdog.stop();
  await consumer.disconnect();
});

test('a consumer with nothing to read is alive; one that stopped without a word is dead while its broker answers others', async () => {
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 1 }]);
  await admin.disconnect();
  watchConsumer(consumer, watchdog);
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  await consumer.subscribe({ topic });
  await consumer.run({ eachMessage: () => Promise.resolve() });
  await joined;
  watchdog.start();
  const began = Date.now();
  await eventually(() => Date.now() - began > 2 * silentAfterMs, 'twice as long as silence may last is over');
  expect([watchdog.dead, deaths]).toEqual([false, 0]);
  await consumer.stop();
  await eventually(() => deaths === 1, 'it is found dead');
  expect(watchdog.dead).toBe(true);
});
