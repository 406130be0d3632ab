import { kafkaForTests, eventually } from '@rollcall/testing';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { silent } from '../../test/counter-service.js';
import { createKafka, HeaderWatch, TopicAdmin, type RepairedKafka, type WatchedHeaders } from '../index.js';

let shared: Awaited<ReturnType<typeof kafkaForTests>>;
let kafka: RepairedKafka;
let admin: TopicAdmin;
let topic: string;
let heard: WatchedHeaders[];
let begun: number;
const watches: HeaderWatch[] = [];

beforeAll(async () => {
  shared = await kafkaForTests();
  kafka = createKafka({ brokers: shared.brokers, clientId: 'header-watch-spec' }, silent);
  admin = new TopicAdmin(kafka);
});
beforeEach(async () => {
  topic = shared.unique('watched');
  await admin.ensureTopics([{ name: topic, partitions: 3, retentionMs: 600_000 }]);
  heard = [];
  begun = 0;
});
afterEach(async () => {
  await Promise.all(watches.splice(0).map((watch) => watch.stop()));
});

async function watching(): Promise<HeaderWatch> {
  const watch = new HeaderWatch(kafka, silent, {
    part: 'specs',
    instance: 'one',
    topics: [topic],
    onMessage: (headers) => void heard.push(headers),
    onBegin: () => void (begun += 1),
  });
  watches.push(watch);
  watch.start();
  await eventually(() => watch.isReading, 'it reads', { within: 30_000 });
  return watch;
}

const send = (subject: string, accountId?: string) =>
  admin.produceRaw({
    topic,
    key: Buffer.from(subject),
    value: Buffer.from('no JSON: nobody looks at it'),
    headers: { ce_type: 'specs.happened', ce_subject: subject, ...(accountId ? { ce_accountid: accountId } : {}) },
  });
const subjects = () => heard.map(({ subject }) => subject).toSorted();

it('reads the headers of what arrives from now on, of every partition', async () => {
  await send('before', 'acme');
  await watching();
  for (const subject of ['a', 'b', 'c', 'd', 'e']) await send(subject, 'acme');
  await eventually(() => heard.length === 5, 'it has heard all');
  expect(subjects()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(heard[0]).toMatchObject({ type: 'specs.happened', accountId: 'acme' });
});

it('leaves out what belongs to no account', async () => {
  await watching();
  await send('nobody');
  await send('somebody', 'acme');
  await eventually(() => heard.length > 0, 'it has heard');
  expect(subjects()).toEqual(['somebody']);
});

it('tells two instances the same', async () => {
  await watching();
  await watching();
  await send('a', 'acme');
  await eventually(() => heard.length === 2, 'both have heard');
});

it('says that it begins again where it has lost its place, and hears what comes then', async () => {
  const watch = await watching();
  await kafka.askCoordinator(watch.group, async (coordinator) => {
    const { groups } = await coordinator.describeGroups({ groupIds: [watch.group] });
    for (const { memberId } of groups.flatMap(({ members }) => members))
      await coordinator.leaveGroup({ groupId: watch.group, memberId });
  });
  await eventually(() => begun === 2 && watch.isReading, 'it begins again', { within: 30_000 });
  await send('afterwards', 'acme');
  await eventually(() => subjects().includes('afterwards'), 'it hears');
});

it('removes its group when it stops, and hears nothing then', async () => {
  const watch = await watching();
  const client = kafka.admin();
  await client.connect();
  const groups = async () => (await client.listGroups()).groups.map(({ groupId }) => groupId);
  try {
    expect(watch.group).toMatch(/^rollcall\.watch\.specs\.one\.[0-9a-f-]{36}$/);
    expect(await groups()).toContain(watch.group);
    await watch.stop();
    await eventually(async () => !(await groups()).includes(watch.group), 'the group is gone');
  } finally {
    await client.disconnect();
  }
  await send('afterwards', 'acme');
  expect([watch.isReading, heard]).toEqual([false, []]);
});

it('stops although it has not begun', async () => {
  const away = createKafka({ brokers: ['127.0.0.1:9'], clientId: 'header-watch-spec' }, silent);
  const options = { part: 'specs', instance: 'one', topics: [topic] };
  const watch = new HeaderWatch(away, silent, { ...options, onMessage: () => undefined, onBegin: () => undefined });
  watch.start();
  const began = performance.now();
  await watch.stop();
  expect(watch.isReading).toBe(false);
  expect(performance.now() - began).toBeLessThan(10_000);
});
