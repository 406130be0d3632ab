import { topicDefinitions, Topics } from '@rollcall/contracts';
import { createKafka, encodeDeadLetter, TopicAdmin, type RawRecord } from '@rollcall/messaging';
import { kafkaForTests } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, expect, it } from 'vitest';
import { KafkaLog } from '../src/connections/kafka-log.js';
import { silent } from '../src/connections/kafka.js';
import { FakeSystem, ops } from './support/fake-connections.js';

const consumer = 'user-service';
let admin: TopicAdmin;
let topic: string;
const system = new FakeSystem();

beforeAll(async () => {
  const { brokers, unique } = await kafkaForTests();
  topic = unique('replayed');
  admin = new TopicAdmin(createKafka({ brokers, clientId: 'spec' }, silent));
  const written = topicDefinitions.filter(
    ({ name }) => name.endsWith('.dead-letters') || name === Topics.operatorRecords,
  );
  await admin.ensureTopics([{ name: topic, partitions: 1, retentionMs: 3_600_000 }, ...written]);
  const log = KafkaLog.of({ KAFKA_BROKERS: brokers.join(',') });
  system.log = () => Promise.resolve(log);
});

async function lying(on: string): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  const { ended } = await admin.watch([on], (each) => records.push(each), { from: 'beginning', untilEnd: true });
  await ended;
  return records;
}

it('a dead letter is found by its reason and put back byte by byte', async () => {
  const headers = {
    ce_id: uuidv7(),
    odd: Buffer.from([0xff, 0xfe]),
    twice: ['one', 'two'].map((text) => Buffer.from(text)),
  };
  const bytes = { topic, key: Buffer.from([0x00, 0xff]), value: Buffer.from([0x7b, 0xff, 0x00]) };
  await admin.produceRaw({ ...bytes, headers: { ...headers, rollcall_deadline: '1' } });
  const [original] = await lying(topic);
  if (!original) throw new Error('what was put is not there');
  const reason = `the value is no JSON ${headers.ce_id}`;
  await admin.produceRaw(encodeDeadLetter({ original, whole: true, consumer, reason, failedAt: new Date() }));

  const listed = JSON.parse((await ops(system, ['dead-letters', 'list', '--json'])).out) as {
    letter: string;
    reason: string;
  }[];
  const name = listed.find((each) => each.reason === reason)?.letter ?? '';
  expect((await ops(system, ['dead-letters', 'show', name])).out).toContain(`${topic} 0/0`);
  expect((await ops(system, ['dead-letters', 'replay', name])).code).toBe(0);

  const [, replayed, ...more] = await lying(topic);
  expect(more).toEqual([]);
  expect(replayed).toMatchObject({ key: bytes.key, value: bytes.value });
  expect(replayed?.rawHeaders).toEqual({ ...headers, ce_id: Buffer.from(headers.ce_id) });
});
