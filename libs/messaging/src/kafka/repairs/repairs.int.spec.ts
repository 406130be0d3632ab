import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually, kafkaForTests } from '@rollcall/testing';
import type { IHeaders, Producer } from 'kafkajs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { silent } from '../../../test/counter-service.js';
import { createKafka } from '../connection.js';

const require = createRequire(import.meta.url);
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function connectedProducers(count: number): Promise<[Producer, ...Producer[]]> {
  const { brokers } = await kafkaForTests();
  const kafka = createKafka({ brokers, clientId: 'repairs' }, silent);
  const producers = Array.from({ length: count }, () => kafka.producer());
  closing.push(() => Promise.all(producers.map((producer) => producer.disconnect())));
  await Promise.all(producers.map((producer) => producer.connect()));
  return producers as [Producer, ...Producer[]];
}

async function newTopic(): Promise<string> {
  const { brokers, unique } = await kafkaForTests();
  const topic = unique('repairs');
  const admin = createKafka({ brokers, clientId: 'repairs' }, silent).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
  return topic;
}

describe('the repairs of kafkajs', () => {
  test('let an idle connection rest, where kafkajs looks at an empty queue each millisecond', async () => {
    await connectedProducers(3);
    const queue = require('kafkajs/src/network/requestQueue') as { prototype: { checkPendingRequests(): void } };
    const looks = vi.spyOn(queue.prototype, 'checkPendingRequests');
    closing.push(() => looks.mockRestore());
    await pause(300); // nothing must happen meanwhile: there is nothing to wait for
    // Only these connections: an earlier spec of this worker may have left clients of its own.
    const ours = looks.mock.contexts.filter((each) => (each as { readonly clientId: string }).clientId === 'repairs');
    expect(ours.length).toBeLessThan(5);
  });

  test('send a small request at once, where kafkajs leaves Nagle’s algorithm on', async () => {
    const noDelay = vi.spyOn(Socket.prototype, 'setNoDelay');
    closing.push(() => noDelay.mockRestore());
    await connectedProducers(1);
    expect(noDelay).toHaveBeenCalledWith(true);
  });

  test('write a record into one buffer, where kafkajs makes one of 512 bytes for it and for each header', async () => {
    const topic = await newTopic();
    const [producer] = await connectedProducers(1);
    const headers = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`header-${at}`, 'value']));
    await producer.send({ topic, messages: [{ value: 'the first asks for metadata, too' }] });
    const made = vi.spyOn(Buffer, 'alloc');
    closing.push(() => made.mockRestore());
    await producer.send({ topic, messages: [{ value: 'x', headers }] });
    expect(made.mock.calls.filter(([size]) => size === 512).length).toBeLessThan(50);
  });

  test('hash a key in 32-bit arithmetic, where kafkajs counts with numbers of arbitrary size', async () => {
    const topic = await newTopic();
    const [producer] = await connectedProducers(1);
    await producer.send({ topic, messages: [{ value: 'the first asks for metadata, too' }] });
    const long = require('kafkajs/src/utils/long') as { prototype: { multiply(by: unknown): unknown } };
    const multiplied = vi.spyOn(long.prototype, 'multiply');
    closing.push(() => multiplied.mockRestore());
    await producer.send({ topic, messages: [{ key: 'a key of some length', value: 'x' }] });
    expect(multiplied).not.toHaveBeenCalled();
  });

  test('let a consumer without partitions take over at once, where kafkajs sleeps for five seconds', async () => {
    const { brokers } = await kafkaForTests();
    const topic = await newTopic();
    const assigned = new Map<string, number>();
    const consumers = ['one', 'other'].map((name) => {
      const consumer = createKafka({ brokers, clientId: name }, silent).consumer({
        groupId: topic,
        heartbeatInterval: 100,
      });
      closing.push(() => consumer.disconnect());
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
        assigned.set(name, payload.memberAssignment[topic]?.length ?? 0);
      });
      return { name, consumer };
    });
    for (const { consumer } of consumers) {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({ eachMessage: () => Promise.resolve() });
    }
    const has = (count: number) => consumers.find(({ name }) => assigned.get(name) === count);
    await eventually(() => has(1) !== undefined && has(0) !== undefined, 'one of them has the partition');
    const [owner, idle] = [has(1), has(0)];
    await pause(500); // by now the idle consumer is asleep
    await owner?.consumer.disconnect();
    const took = () => assigned.get(idle?.name ?? '') === 1;
    await eventually(took, 'the other has it', { within: 2_000 });
  });

  test('read a header of any name, where kafkajs confuses it with what every object has', async () => {
    const { brokers } = await kafkaForTests();
    const topic = await newTopic();
    const [producer] = await connectedProducers(1);
    await producer.send({ topic, messages: [{ value: 'x', headers: { valueOf: 'a header' } }] });
    const read: (IHeaders | undefined)[] = [];
    const consumer = createKafka({ brokers, clientId: 'repairs' }, silent).consumer({ groupId: topic });
    closing.push(() => consumer.disconnect());
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void read.push(message.headers)) });
    await eventually(() => read.length > 0, 'the record is read');
    expect(Object.entries(read[0] ?? {})).toEqual([['valueOf', Buffer.from('a header')]]);
  });
});
