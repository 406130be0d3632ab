import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedKafka, eventually, freePort, TcpProxy } from '@rollcall/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKafka } from '../src/index.js';
import { silent } from './counter-service.js';

const topic = 'letters';
let directory: string;
let broker: EmbeddedKafka;
let line: TcpProxy;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rollcall-dead-connection-'));
  const port = await freePort();
  line = await TcpProxy.start(port);
  broker = await EmbeddedKafka.start({ directory, port, advertisedPort: line.port, fastStart: true });
});
afterAll(async () => {
  await broker?.stop();
  await line?.close();
  await rm(directory, { recursive: true, force: true });
});

test('a consumer whose connections went silent without a word reads on', { timeout: 120_000 }, async () => {
  const kafka = createKafka({ brokers: [`127.0.0.1:${line.port}`], clientId: 'dead-connection' }, silent);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }] });
  await admin.disconnect();
  const read: string[] = [];
  const consumer = kafka.consumer({ groupId: 'readers', maxWaitTimeInMs: 100, sessionTimeout: 6_000 });
  const put = async (value: string) => {
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'a', value }] });
    await producer.disconnect();
  };
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void read.push(String(message.value))) });
  await put('one');
  await eventually(() => read.includes('one'), 'the first is read', { within: 60_000 });
  line.abandon();
  await put('two'); // by a connection of its own
  await eventually(() => read.includes('two'), 'the second is read', { within: 25_000 });
  expect(read.filter((each) => each === 'one')).toEqual(['one']);
  await consumer.disconnect();
});
