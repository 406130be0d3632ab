import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedKafka, freePort } from '@rollcall/local-servers';
import { eventually, TcpProxy } from '@rollcall/testing';
import type { Consumer } from 'kafkajs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createKafka, createTopics, type RepairedKafka } from '../src/index.js';
import { unlimitedRetry } from '../src/kafka/connection.js';
import { silent } from './counter-service.js';

const topic = 'letters';
let folder: string;
let broker: EmbeddedKafka;
let line: TcpProxy;
let kafka: RepairedKafka;
const consumers: Consumer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-dead-connection-'));
  const port = await freePort();
  line = await TcpProxy.start(port);
  broker = await EmbeddedKafka.start({ folder, port, advertisedPort: line.port, fastStart: true });
  kafka = createKafka({ brokers: [`127.0.0.1:${line.port}`], clientId: 'dead-connection' }, silent);
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 1, replicationFactor: 1 }]);
  await admin.disconnect();
}, 300_000);
afterEach(() => Promise.all(consumers.splice(0).map((consumer) => consumer.disconnect())));
afterAll(async () => {
  await broker?.stop();
  await line?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Puts a letter on the topic, by a connection of its own. */
async function put(value: string): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ key: 'a', value }] });
  await producer.disconnect();
}

/** A consumer, what it has read, as whom it joined its group, and how often it crashed. */
async function reader(groupId: string, heartbeatInterval = 300) {
  const read: string[] = [];
  const joinedAs: string[] = [];
  const crashes: string[] = [];
  const consumer = kafka.consumer({
    groupId,
    maxWaitTimeInMs: 100,
    sessionTimeout: 6_000,
    heartbeatInterval,
    retry: unlimitedRetry,
  });
  consumers.push(consumer);
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => joinedAs.push(payload.memberId));
  consumer.on(consumer.events.CRASH, ({ payload }) => crashes.push(payload.error.message));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void read.push(String(message.value))) });
  const letter = `${groupId}: before`;
  await put(letter);
  await eventually(() => read.includes(letter), 'a letter is read', { within: 60_000 });
  crashes.length = 0; // the first group of a new broker may find its coordinator loading
  return { read, joinedAs, crashes };
}

test('a consumer whose connections went silent without a word reads on', { timeout: 120_000 }, async () => {
  const { read } = await reader('silent');
  line.abandon();
  await put('after the silence');
  await eventually(() => read.includes('after the silence'), 'the next letter is read', { within: 25_000 });
  expect(read.filter((each) => each === 'silent: before')).toHaveLength(1);
});

test('a consumer whose connections broke in the middle of an answer reads on', { timeout: 120_000 }, async () => {
  const { read } = await reader('torn');
  line.tear();
  await put('after the half answer');
  await eventually(() => read.includes('after the half answer'), 'the next letter is read', { within: 25_000 });
});

test('a consumer keeps its place in the group while the broker is away', { timeout: 120_000 }, async () => {
  // A heartbeat before each fetch, so that one follows the fetch that is broken off: there kafkajs gives up.
  const { read, joinedAs, crashes } = await reader('patient', 1);
  await broker.kill();
  await broker.restart();
  await put('after the restart');
  await eventually(() => read.includes('after the restart'), 'the next letter is read', { within: 25_000 });
  expect(crashes).toEqual([]);
  expect(new Set(joinedAs).size).toBe(1);
});
