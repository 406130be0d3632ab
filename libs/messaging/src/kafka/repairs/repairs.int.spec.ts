import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually, kafkaForTests } from '@rollcall/testing';
import type { Consumer, ConsumerConfig, EachBatchPayload, IHeaders, Producer } from 'kafkajs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { silent } from '../../../test/counter-service.js';
import { createTopics } from '../../admin/create-topics.js';
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

async function newTopic(numPartitions = 1): Promise<string> {
  const { brokers, unique } = await kafkaForTests();
  const topic = unique('repairs');
  const admin = createKafka({ brokers, clientId: 'repairs' }, silent).admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions }]);
  await admin.disconnect();
  return topic;
}

/** So long a fetch of a `quietConsumer` waits for records. */
const longestWaitMs = 4_000;

async function quietConsumer(topic: string, settings: Pick<ConsumerConfig, 'minBytes' | 'maxWaitTimeInMs'> = {}) {
  const { brokers } = await kafkaForTests();
  const consumer = createKafka({ brokers, clientId: 'repairs' }, silent).consumer({
    groupId: topic,
    heartbeatInterval: 100,
    maxWaitTimeInMs: longestWaitMs,
    ...settings,
  });
  closing.push(() => consumer.disconnect());
  let partitions = 0;
  const read: string[] = [];
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    partitions = payload.memberAssignment[topic]?.length ?? 0;
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void read.push(String(message.value))) });
  await eventually(() => partitions > 0, 'it has joined');
  return { consumer, read, partitions: () => partitions };
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

  test('look for unanswered requests when the first is due, where kafkajs looks ten times a second at each connection', async () => {
    const planned = vi.spyOn(globalThis, 'setInterval');
    closing.push(() => planned.mockRestore());
    await connectedProducers(3);
    expect(planned.mock.calls.filter(([, ms]) => ms === 100)).toEqual([]);
  });

  test('name no partition while nothing happens, where kafkajs asks for each of them each time', async () => {
    const { brokers } = await kafkaForTests();
    const topic = await newTopic(24);
    const [producer] = await connectedProducers(1);
    const consumer = createKafka({ brokers, clientId: 'repairs' }, silent).consumer({
      groupId: topic,
      maxWaitTimeInMs: 50,
    });
    closing.push(() => consumer.disconnect());
    const answers: number[] = [];
    consumer.on(consumer.events.REQUEST, ({ payload }) => {
      if (payload.apiName === 'Fetch') answers.push(payload.size);
    });
    const read: string[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const eachBatch = vi.fn<(payload: EachBatchPayload) => Promise<void>>(({ batch }) => {
      read.push(...batch.messages.map(({ value }) => String(value)));
      return Promise.resolve();
    });
    await consumer.run({ eachBatch });
    await eventually(() => answers.length >= 3, 'it has fetched for a while');
    expect(Math.max(...answers.slice(1))).toBeLessThan(50);
    await producer.send({ topic, messages: [{ partition: 17, value: 'one' }] });
    await producer.send({ topic, messages: [{ partition: 3, value: 'two' }] });
    await producer.send({ topic, messages: [{ partition: 17, value: 'three' }] });
    await eventually(() => read.length === 3, 'all is read');
    expect(read.toSorted()).toEqual(['one', 'three', 'two']);
    consumer.pause([{ topic, partitions: [3] }]);
    await producer.send({ topic, messages: [{ partition: 3, value: 'later' }] });
    await producer.send({ topic, messages: [{ partition: 4, value: 'now' }] });
    await eventually(() => read.includes('now'), 'what is not paused is read');
    expect(read).not.toContain('later');
    consumer.resume([{ topic, partitions: [3] }]);
    await eventually(() => read.includes('later'), 'what was paused is read');
    consumer.seek({ topic, partition: 17, offset: '0' });
    await eventually(() => read.filter((each) => each === 'one').length === 2, 'it is read again');
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

  test('notice a rebalance while a fetch waits, where kafkajs sends no heartbeat until it is answered', async () => {
    const topic = await newTopic(2);
    const one = await quietConsumer(topic);
    const began = performance.now();
    const other = await quietConsumer(topic);
    await eventually(() => one.partitions() === 1 && other.partitions() === 1, 'each has one partition');
    expect(performance.now() - began).toBeLessThan(longestWaitMs / 2);
    const [producer] = await connectedProducers(1);
    const sent = performance.now();
    await producer.send({ topic, messages: [0, 1].map((partition) => ({ partition, value: 'x' })) });
    await eventually(() => one.read.length + other.read.length === 2, 'both read on at once');
    expect(performance.now() - sent).toBeLessThan(longestWaitMs / 2);
  });

  test('go to another place, and stop, while a fetch waits, where kafkajs does so when it is answered', async () => {
    const topic = await newTopic();
    const [producer] = await connectedProducers(1);
    await producer.send({ topic, messages: [{ value: 'x' }] });
    const { consumer, read } = await quietConsumer(topic);
    await eventually(() => read.length === 1, 'it is read');
    await pause(100); // by now the next fetch waits
    const began = performance.now();
    consumer.seek({ topic, partition: 0, offset: '0' });
    await eventually(() => read.length === 2, 'it is read again');
    await pause(100);
    await consumer.disconnect();
    expect(performance.now() - began).toBeLessThan(longestWaitMs / 2);
  });

  test('leave a group that it was joining when it was stopped, where kafkajs joins all the same and reads on', async () => {
    const { brokers } = await kafkaForTests();
    const topic = await newTopic(2);
    const kafka = createKafka({ brokers, clientId: 'repairs' }, silent);
    const settings = { groupId: topic, heartbeatInterval: 1_000 };
    const [one, other] = [kafka.consumer(settings), kafka.consumer(settings)];
    closing.push(() => Promise.all([one.disconnect(), other.disconnect()]));
    const joins: string[] = [];
    const run = async (consumer: Consumer, name: string) => {
      consumer.on(consumer.events.GROUP_JOIN, () => joins.push(name));
      await consumer.connect();
      await consumer.subscribe({ topic });
      await consumer.run({ eachMessage: () => Promise.resolve() });
    };
    await run(one, 'one');
    // The group lets the other in once the one has sent its next heartbeat.
    const isRunning = run(other, 'other');
    const admin = kafka.admin();
    await admin.connect();
    closing.push(() => admin.disconnect());
    const group = async () => (await admin.describeGroups([topic])).groups[0];
    await eventually(async () => (await group())?.state === 'PreparingRebalance', 'the other asks to be let in', {
      every: 20,
    });
    expect(joins).toEqual(['one']);
    await Promise.all([other.disconnect(), isRunning]);
    const isAlone = async () => {
      const { state, members } = (await group()) ?? {};
      return state === 'Stable' && members?.length === 1;
    };
    await eventually(isAlone, 'the one is alone in its group', { within: 5_000 });
  });

  test('wait no longer than they are told where several records are to come together', async () => {
    const topic = await newTopic();
    const [producer] = await connectedProducers(1);
    const { read } = await quietConsumer(topic, { minBytes: 100_000, maxWaitTimeInMs: 200 });
    await pause(300); // by now it fetches
    const sent = performance.now();
    await producer.send({ topic, messages: [{ value: 'x' }] });
    await eventually(() => read.length === 1, 'it is read');
    expect(performance.now() - sent).toBeLessThan(1_500);
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
