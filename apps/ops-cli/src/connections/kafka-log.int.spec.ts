import { topicDefinitions, Topics } from '@rollcall/contracts';
import { createKafka, TopicAdmin } from '@rollcall/messaging';
import { eventually, kafkaForTests } from '@rollcall/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { silent } from './kafka.js';
import { KafkaLog } from './kafka-log.js';
import type { LogRecord } from './ports.js';

let log: KafkaLog;
let admin: TopicAdmin;
let topic: string;
const never = new AbortController().signal;

beforeAll(async () => {
  const { brokers, unique } = await kafkaForTests();
  topic = unique('events');
  log = KafkaLog.of({ KAFKA_BROKERS: brokers.join(',') });
  admin = new TopicAdmin(createKafka({ brokers, clientId: 'spec' }, silent));
  await admin.ensureTopics([{ name: topic, partitions: 2, retentionMs: 3_600_000 }], 1);
});

const put = (value: string) =>
  log.put({ topic, key: Buffer.from('k1'), headers: { ce_type: 'user.created' }, value: Buffer.from(value) });

async function there(since: Date): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  await log.watch({ topics: [topic], since, follow: false, signal: never }, (record) => records.push(record));
  return records;
}

describe('the log of a broker', () => {
  it('gives back what was put, byte by byte, and ends at the end', async () => {
    expect(await there(new Date(0))).toEqual([]);
    await put('{"a":1}');
    const [record, ...more] = await there(new Date(0));
    expect(more).toEqual([]);
    expect(record).toMatchObject({ topic, offset: '0', headers: { ce_type: 'user.created' } });
    expect(record?.key?.toString()).toBe('k1');
    expect(record?.value?.toString()).toBe('{"a":1}');
    expect(await there(new Date(Date.now() + 60_000))).toEqual([]);
  });

  it('follows from now on until it is interrupted', async () => {
    const interrupt = new AbortController();
    const seen: string[] = [];
    const options = { topics: [topic], follow: true, signal: interrupt.signal };
    const watching = log.watch(options, ({ value }) => seen.push(value?.toString() ?? ''));
    let sent = 0;
    await eventually(async () => {
      await put(`later ${sent++}`);
      return seen.length > 0;
    }, 'the watch shows what came after it began');
    expect(seen.every((value) => value.startsWith('later'))).toBe(true);
    interrupt.abort();
    await watching;
  });

  it('does not count readers of its own kind as consumers that lag', async () => {
    const groups = (await log.lag()).map(({ group }) => group);
    expect(groups.filter((group) => group.startsWith('rollcall.watch'))).toEqual([]);
  });

  it('tells of services that have never run how much waits for them', async () => {
    await admin.ensureTopics(topicDefinitions.filter(({ name }) => name === Topics.userEvents));
    const of = async () =>
      (await log.lag()).filter(
        ({ group, topic: read }) => group === 'team-service.events' && read === Topics.userEvents,
      );
    // A newly created topic has no leader yet.
    await eventually(async () => (await of().catch(() => [])).length === 12, 'the lag of each partition');
    const before = await of();
    await log.put({ topic: Topics.userEvents, key: Buffer.from('k1'), headers: {}, value: Buffer.from('{}') });
    const sum = (lags: Awaited<ReturnType<typeof of>>) => lags.reduce((total, { lag }) => total + lag, 0);
    expect(sum(await of())).toBe(sum(before) + 1);
  });
});
