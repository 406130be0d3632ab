import { setTimeout as pause } from 'node:timers/promises';
import { kafkaForTests, eventually } from '@rollcall/testing';
import type { Kafka } from 'kafkajs';
import { beforeAll, describe, expect, test } from 'vitest';
import { silent } from '../../test/counter-service.js';
import { createTopics } from './create-topics.js';
import { createKafka, TopicAdmin, type RawRecord } from '../index.js';

let kafka: Kafka;
let admin: TopicAdmin;
let unique: (name: string) => string;

beforeAll(async () => {
  const shared = await kafkaForTests();
  ({ unique } = shared);
  kafka = createKafka({ brokers: shared.brokers, clientId: 'admin-spec' }, silent);
  admin = new TopicAdmin(kafka);
});

const definition = (name: string, partitions = 2) => ({ name, partitions, retentionMs: 3_600_000 });

async function topicOf(name: string, partitions?: number): Promise<string> {
  const topic = unique(name);
  await admin.ensureTopics([definition(topic, partitions)]);
  return topic;
}

const put = (topic: string, value: string, key = 'k') =>
  admin.produceRaw({ topic, key: Buffer.from(key), value: Buffer.from(value), headers: { ce_type: 'a.b' } });

async function configOf(topic: string): Promise<Map<string, string>> {
  const broker = kafka.admin();
  await broker.connect();
  const { resources } = await broker.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name: topic }] });
  await broker.disconnect();
  return new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
}

describe('topics', () => {
  test('are created with their settings, and left as they are when they exist', async () => {
    const [first, second] = [unique('first'), unique('second')];
    expect(await admin.ensureTopics([definition(first)])).toEqual([first]);
    expect(await admin.ensureTopics([definition(first, 7), definition(second)])).toEqual([second]);
    expect(await admin.topics()).toEqual(expect.arrayContaining([first, second]));
    const config = await configOf(first);
    expect([config.get('retention.ms'), config.get('segment.ms')]).toEqual(['3600000', '600000']);
  });

  test('are there in the end where the broker is too busy to make them in time', async () => {
    const names = Array.from({ length: 20 }, (_, at) => unique(`busy-${at}`));
    const broker = kafka.admin();
    await broker.connect();
    await createTopics(
      broker,
      names.map((topic) => ({ topic, numPartitions: 12 })),
      1,
    );
    await broker.disconnect();
    expect(await admin.topics()).toEqual(expect.arrayContaining(names));
  });

  test('for dead letters take a whole record with its place and the reason', async () => {
    const name = `${unique('letters')}.dead-letters`;
    await admin.ensureTopics([definition(name, 1)]);
    expect(Number((await configOf(name)).get('max.message.bytes'))).toBeGreaterThan(1.4 * 1_048_588);
  });

  test('are made once by two that start at the same time', async () => {
    const topic = unique('race');
    await Promise.all([admin.ensureTopics([definition(topic)]), admin.ensureTopics([definition(topic)])]);
    expect(await admin.topics()).toContain(topic);
  });
});

/** The same brokers, but `remove` runs between the first consumer's subscription and its first fetch. */
function deletingOnSubscribe(remove: () => Promise<void>): Kafka {
  let first = true;
  return Object.assign(Object.create(kafka) as Kafka, {
    consumer: (config: Parameters<Kafka['consumer']>[0]) => {
      const consumer = kafka.consumer(config);
      const subscribe = consumer.subscribe.bind(consumer);
      consumer.subscribe = async (topics) => {
        await subscribe(topics);
        if (first) await remove();
        first = false;
      };
      return consumer;
    },
  });
}

describe('watching', () => {
  async function there(topics: string[], from: 'beginning' | Date): Promise<string[]> {
    const records: RawRecord[] = [];
    const { ended } = await admin.watch(topics, (record) => records.push(record), { from, untilEnd: true });
    await ended;
    return records.map(({ value }) => value?.toString() ?? '');
  }

  test('ends at what was there when it began', async () => {
    const [one, two] = [await topicOf('one'), await topicOf('two', 1)];
    expect(await there([one, two], 'beginning')).toEqual([]);
    for (const at of [1, 2, 3]) await put(one, `one ${at}`, `key ${at}`);
    await put(two, 'two 1');
    expect((await there([one, two], 'beginning')).sort()).toEqual(['one 1', 'one 2', 'one 3', 'two 1']);
  });

  test.each(['before it joins its group', 'while it reads'])(
    'goes on with the others, each record once, where a topic is deleted %s',
    async (when) => {
      const [stays, goes] = [await topicOf('stays', 1), await topicOf('goes', 1)];
      for (const value of ['1', '2', '3']) for (const topic of [stays, goes]) await put(topic, value);
      const broker = kafka.admin();
      await broker.connect();
      const remove = () => broker.deleteTopics({ topics: [goes] });
      const seen: string[] = [];
      const show = ({ topic, value }: RawRecord) => topic === stays && seen.push(value?.toString() ?? '');
      const options = { from: 'beginning', untilEnd: true } as const;
      if (when === 'while it reads') {
        const watching = await admin.watch([stays, goes], show, { from: 'beginning' });
        await eventually(() => seen.length === 3, 'what is there is seen');
        await remove();
        await put(stays, '4');
        await eventually(() => seen.length > 3, 'what comes afterwards is seen', { within: 20_000 });
        await watching.stop();
        expect(seen).toEqual(['1', '2', '3', '4']);
      } else {
        const { ended } = await new TopicAdmin(deletingOnSubscribe(remove)).watch([stays, goes], show, options);
        await ended;
        expect(seen).toEqual(['1', '2', '3']);
      }
      await broker.disconnect();
    },
  );

  test('goes on with the others where a topic is gone before it begins', async () => {
    const [stays, gone] = [await topicOf('stays', 1), unique('gone')];
    await put(stays, '1');
    expect(await there([gone, stays], 'beginning')).toEqual(['1']);
    expect(await there([gone, stays], new Date(0))).toEqual(['1']);
    expect(await there([gone], 'beginning')).toEqual([]);
  });

  test('begins at a moment', async () => {
    const topic = await topicOf('since', 1);
    await put(topic, 'old');
    await pause(20); // record timestamps have a resolution of a millisecond
    const moment = new Date();
    await put(topic, 'new');
    expect(await there([topic], moment)).toEqual(['new']);
    expect(await there([topic], new Date(Date.now() + 60_000))).toEqual([]);
  });

  test('shows only what comes from now on, and leaves no group behind', async () => {
    const topic = await topicOf('follow', 1);
    await put(topic, 'before');
    const seen: string[] = [];
    const watching = await admin.watch([topic], ({ value }) => seen.push(value?.toString() ?? ''));
    await put(topic, 'after');
    await eventually(() => seen.length > 0, 'the record was seen');
    await watching.stop();
    await watching.ended;
    expect(seen).toEqual(['after']);
    const broker = kafka.admin();
    await broker.connect();
    const { groups } = await broker.listGroups();
    await broker.disconnect();
    expect(groups.filter(({ groupId }) => groupId.startsWith(watching.group))).toEqual([]);
  });
});

describe('raw records and lag', () => {
  test('bytes, key and headers are put as they are', async () => {
    const topic = await topicOf('raw', 1);
    const value = Buffer.from([0, 255, 128, 10]);
    await admin.produceRaw({ topic, key: null, value, headers: { some: 'text' } });
    const records: RawRecord[] = [];
    const { ended } = await admin.watch([topic], (record) => records.push(record), {
      from: 'beginning',
      untilEnd: true,
    });
    await ended;
    expect(records).toMatchObject([{ key: null, headers: { some: 'text' } }]);
    expect(records[0]?.value?.equals(value)).toBe(true);
  });

  test('a group lags behind by what it has not committed, also when a topic of its has gone', async () => {
    const [topic, gone] = [await topicOf('lag', 1), await topicOf('gone', 1)];
    for (const at of [1, 2, 3]) await put(topic, String(at));
    const group = unique('group');
    const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic, gone], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    await consumer.commitOffsets([topic, gone].map((each) => ({ topic: each, partition: 0, offset: '1' })));
    await consumer.disconnect();
    const broker = kafka.admin();
    await broker.connect();
    await broker.deleteTopics({ topics: [gone] });
    await broker.disconnect();
    expect(await admin.lag(group)).toEqual([{ group, topic, partition: 0, committed: 1, end: 3, lag: 2 }]);
  });

  test('a group that has never committed lags behind by everything there is', async () => {
    const [topic, group] = [await topicOf('unread', 1), unique('newcomer')];
    const expected = [{ group, topics: [topic, unique('not there yet')] }];
    expect(await admin.lag(group, expected)).toMatchObject([{ group, topic, lag: 0 }]);
    for (const at of [1, 2, 3]) await put(topic, String(at));
    expect(await admin.lag(group, expected)).toEqual([{ group, topic, partition: 0, committed: 0, end: 3, lag: 3 }]);
    const broker = kafka.admin();
    await broker.connect();
    await broker.fetchTopicOffsets(topic);
    await broker.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
    await broker.disconnect();
    expect(await admin.lag(group, expected)).toMatchObject([{ lag: 1 }]);
  });
});
