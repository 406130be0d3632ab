import { eventually, kafkaForTests } from '@rollcall/testing';
import type { Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silent } from '../../test/counter-service.js';
import { noRejectionIsLeftUnhandled } from '../../test/unhandled.js';
import {
  BatchingProducer,
  createKafka,
  RecordTooLarge,
  SenderFull,
  TopicMissing,
  TopicAdmin,
  type OutgoingRecord,
  type BatchingProducerOptions,
} from '../index.js';

let kafka: Kafka;
let admin: TopicAdmin;
let unique: (name: string) => string;
const senders: BatchingProducer[] = [];

noRejectionIsLeftUnhandled();

beforeAll(async () => {
  const shared = await kafkaForTests();
  ({ unique } = shared);
  kafka = createKafka({ brokers: shared.brokers, clientId: 'sender-spec' }, silent);
  admin = new TopicAdmin(kafka);
});
afterAll(async () => {
  await Promise.all(senders.map((sender) => sender.close()));
});

async function topicOf(name: string, maxBytes?: number): Promise<string> {
  const topic = unique(name);
  await admin.ensureTopics([{ name: topic, partitions: 1, retentionMs: 3_600_000 }]);
  if (maxBytes === undefined) return topic;
  const broker = kafka.admin();
  await broker.connect();
  const configEntries = [{ name: 'max.message.bytes', value: String(maxBytes) }];
  await broker.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries }] });
  await broker.disconnect();
  return topic;
}

async function senderOf(options: BatchingProducerOptions = {}): Promise<BatchingProducer> {
  const sender = new BatchingProducer(kafka, silent, options);
  senders.push(sender);
  await sender.connect();
  return sender;
}

const record = (topic: string, value: string): OutgoingRecord => ({ topic, key: 'k', headers: {}, value });

async function valuesOn(topic: string): Promise<string[]> {
  const values: string[] = [];
  const take = ({ value }: { value: Buffer | null }) => void values.push(value?.toString() ?? '');
  const { ended } = await admin.watch([topic], take, { from: 'beginning', untilEnd: true });
  await ended;
  return values;
}

describe('a coalescing sender', () => {
  test('keeps the order of calls', async () => {
    const [topic, sender] = [await topicOf('order'), await senderOf({ maxBytes: 2_000 })];
    const values = Array.from({ length: 500 }, (_, at) => String(at));
    await Promise.all(values.map((value) => sender.publish([record(topic, value)])));
    expect(await valuesOn(topic)).toEqual(values);
  });

  test('lets records that nobody waits for go together', async () => {
    const [topic, sender] = [await topicOf('linger'), await senderOf({ lingerMs: 50 })];
    const nextTick = () => new Promise((resolve) => setImmediate(resolve));
    const first = sender.publish([record(topic, 'first')]);
    await nextTick();
    await nextTick();
    let secondIsThere = false;
    void sender.publish([record(topic, 'second')]).then(() => (secondIsThere = true));
    await first;
    await Promise.resolve(); // callers that the same request answered have been resumed by now
    expect(secondIsThere).toBe(true);
    expect(await valuesOn(topic)).toEqual(['first', 'second']);
  });

  test('splits what the broker finds too large, and loses nothing', async () => {
    const [topic, sender] = [await topicOf('split', 10_000), await senderOf()];
    const values = Array.from({ length: 40 }, (_, at) => `${at} ${'x'.repeat(2_000)}`);
    await Promise.all([
      sender.publish(values.slice(0, 20).map((value) => record(topic, value))),
      ...values.slice(20).map((value) => sender.publish([record(topic, value)])),
    ]);
    expect(await valuesOn(topic)).toEqual(values);
  });

  test('fails only the call whose single record is too large, at once', async () => {
    const [topic, sender] = [await topicOf('large', 10_000), await senderOf()];
    const began = Date.now();
    const [before, large, after] = await Promise.allSettled([
      sender.publish([record(topic, 'before')]),
      sender.publish([record(topic, 'x'.repeat(20_000)), record(topic, 'must not follow')]),
      sender.publish([record(topic, 'after')]),
    ]);
    expect(before.status).toBe('fulfilled');
    expect(large).toMatchObject({ status: 'rejected', reason: expect.any(RecordTooLarge) });
    expect(after.status).toBe('fulfilled');
    expect(await valuesOn(topic)).toEqual(['before', 'after']);
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  test('fails only the calls for a topic that is missing', async () => {
    const [topic, sender] = [await topicOf('there'), await senderOf()];
    const [missing, there] = await Promise.allSettled([
      sender.publish([record(unique('missing'), 'lost')]),
      sender.publish([record(topic, 'kept')]),
    ]);
    expect(missing).toMatchObject({ status: 'rejected', reason: expect.any(TopicMissing) });
    expect(there.status).toBe('fulfilled');
  });

  test('goes on after a topic that it knew was deleted', async () => {
    const [stays, goes, sender] = [await topicOf('stays'), await topicOf('goes'), await senderOf()];
    await sender.publish([record(stays, '1'), record(goes, '1')]);
    const broker = kafka.admin();
    await broker.connect();
    await broker.deleteTopics({ topics: [goes] });
    // The broker goes on taking records until it has heard of it.
    await eventually(async () => !(await broker.listTopics()).includes(goes), 'the topic is gone');
    await broker.disconnect();
    const [gone, kept] = await Promise.allSettled([
      sender.publish([record(goes, '2')]),
      sender.publish([record(stays, '2')]),
    ]);
    expect(gone).toMatchObject({ status: 'rejected', reason: expect.any(TopicMissing) });
    expect(kept.status).toBe('fulfilled');
    await sender.publish([record(stays, '3')]);
    expect((await valuesOn(stays)).at(-1)).toBe('3');
  });

  test('takes no more than it may hold', async () => {
    const [topic, sender] = [await topicOf('full'), await senderOf({ maxWaiting: 3 })];
    const four = [1, 2, 3, 4].map((at) => record(topic, String(at)));
    await expect(sender.publish(four)).rejects.toThrow(SenderFull);
    await sender.publish(four.slice(1));
    expect(await valuesOn(topic)).toEqual(['2', '3', '4']);
  });

  test('sends what waits before it closes, and takes nothing afterwards', async () => {
    const [topic, sender] = [await topicOf('last'), await senderOf()];
    const last = sender.publish([record(topic, 'last words')]);
    await sender.close();
    await last;
    void sender.publish([record(topic, 'too late')]); // the caller ignores the outcome
    void (await senderOf()).publish([record(unique('missing'), 'lost')]);
    expect(await valuesOn(topic)).toEqual(['last words']);
  });
});
