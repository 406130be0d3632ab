import { kafkaForTests, eventually } from '@rollcall/testing';
import type { Kafka } from 'kafkajs';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { silent } from '../../test/counter-service.js';
import {
  createKafka,
  LogReader,
  PositionsMoved,
  TopicAdmin,
  type KeptPositions,
  type MissingRecords,
  type Position,
  type RawRecord,
  type RepairedKafka,
} from '../index.js';
import type { LogReaderOptions } from './log-reader.js';

/** Keeps values beside positions, and saves both or neither, as a database does. */
class Values implements KeptPositions {
  readonly values: string[] = [];
  readonly missing: MissingRecords[] = [];
  readonly kept = new Map<string, Position>();
  /** How many of the next saves fail. */
  failures = 0;

  async positions(): Promise<Position[]> {
    return [...this.kept.values()];
  }

  async miss(missing: MissingRecords): Promise<void> {
    const { topic, partition, to: offset } = missing;
    this.missing.push(missing);
    this.kept.set(`${topic}/${partition}`, { topic, partition, offset });
  }

  async save(records: readonly RawRecord[]): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the database is away');
    }
    const next = new Map(this.kept);
    for (const { topic, partition, offset } of records) {
      const place = `${topic}/${partition}`;
      if ((next.get(place)?.offset ?? 0) > Number(offset)) throw new PositionsMoved();
      next.set(place, { topic, partition, offset: Number(offset) + 1 });
    }
    for (const [place, position] of next) this.kept.set(place, position);
    this.values.push(...records.map(({ value }) => String(value)));
  }
}

let shared: Awaited<ReturnType<typeof kafkaForTests>>;
let kafka: RepairedKafka;
let topic: string;
let values: Values;
const readers: LogReader[] = [];

beforeAll(async () => {
  shared = await kafkaForTests();
  kafka = createKafka({ brokers: shared.brokers, clientId: 'log-reader-spec' }, silent);
});
let count = 0;
beforeEach(async () => {
  topic = shared.unique(`log-${(count += 1)}`);
  values = new Values();
  await new TopicAdmin(kafka).ensureTopics([{ name: topic, partitions: 3, retentionMs: 3_600_000 }]);
});
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.stop()));
});

async function read(positions: KeptPositions = values, paces: Partial<LogReaderOptions> = {}): Promise<LogReader> {
  const reader = new LogReader(kafka, silent, {
    group: `${topic}.readers`,
    topics: [topic],
    positions,
    pace: { lingerMs: 0, apartMs: 0 },
    ...paces,
    onFatal: (reason) => {
      throw new Error(reason);
    },
  });
  readers.push(reader);
  await reader.start();
  return reader;
}

async function put(from: number, to: number): Promise<void> {
  const producer = (kafka as Kafka).producer();
  await producer.connect();
  const messages = Array.from({ length: to - from }, (_, n) => ({ key: `k${n}`, value: String(from + n) }));
  await producer.send({ topic, acks: -1, messages });
  await producer.disconnect();
}

const numbers = (to: number) => Array.from({ length: to }, (_, n) => String(n));
const inOrder = (texts: readonly string[]) => texts.toSorted((a, b) => Number(a) - Number(b));
const hasAll = (to: number) =>
  eventually(() => expect(inOrder(values.values)).toEqual(numbers(to)), `${to} values are kept, each once`, {
    within: 30_000,
  });

describe('a reader whose positions are kept elsewhere', () => {
  it('tells the brokers where it is, also where they know of an older place and nothing new comes', async () => {
    await put(0, 20);
    await read();
    await hasAll(20);
    await Promise.all(readers.splice(0).map((reader) => reader.stop()));
    const admin = kafka.admin();
    await admin.connect();
    const groupId = `${topic}.readers`;
    await admin.resetOffsets({ groupId, topic, earliest: true });
    await read();
    const reached = async () => {
      const [of] = await admin.fetchOffsets({ groupId, topics: [topic] });
      return of?.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
    };
    await eventually(async () => (await reached()) === 20, 'all that is kept is committed', { within: 30_000 });
    await admin.disconnect();
  });

  it('reads from the beginning, and goes on where the values end, whatever the brokers were told', async () => {
    await put(0, 20);
    const reader = await read();
    await hasAll(20);
    await reader.stop();
    const admin = kafka.admin();
    await admin.connect();
    await admin.resetOffsets({ groupId: `${topic}.readers`, topic, earliest: true });
    await admin.disconnect();
    await put(20, 30);
    await read();
    await hasAll(30);
  });

  it('fetches what comes one by one some at a time: a fetch costs more than the record that it brings', async () => {
    const saves = vi.spyOn(values, 'save');
    await read(values, { fetchPace: { lingerMs: 0, apartMs: 1_000 } });
    const began = performance.now();
    for (let at = 0; at < 60; at += 1) await put(at, at + 1);
    await hasAll(60);
    const seconds = (performance.now() - began) / 1_000;
    expect(saves.mock.calls.length).toBeLessThanOrEqual(Math.ceil(seconds) + 2); // the first is saved at once
  });

  it('waits longer for more while much comes, and no longer than until a batch is full', async () => {
    const saves: { at: number; count: number }[] = [];
    const save = values.save.bind(values);
    vi.spyOn(values, 'save').mockImplementation((records) => {
      saves.push({ at: performance.now(), count: records.length });
      return save(records);
    });
    const load = { recordsPerSecond: 5, batchesApartMs: 1_500, fetchesApartMs: 0 };
    await read(values, { batchSize: 20, load });
    const began = performance.now();
    let made = 0;
    for (; performance.now() - began < 4_000; made += 5) await put(made, made + 5);
    await hasAll(made);
    const partial = saves.filter(({ count }) => count < 20);
    expect(saves.length).toBeGreaterThan(partial.length); // full ones did not wait
    expect(partial.length).toBeLessThanOrEqual(8); // the first ones, and what was left
  });

  it('lets full batches wait while others want the cores, for so long at most, and then catches up', async () => {
    const savedAt: number[] = [];
    const save = values.save.bind(values);
    vi.spyOn(values, 'save').mockImplementation((records) => {
      savedAt.push(performance.now());
      return save(records);
    });
    await put(0, 600);
    const yields = { isStarved: () => true, batchesApartMs: 400, forMs: 2_000 };
    await read(values, { batchSize: 20, yields });
    await hasAll(600);
    const [first = 0] = savedAt;
    expect(savedAt.filter((at) => at - first < 1_950).length).toBeLessThanOrEqual(6);
    const last = savedAt.at(-1) ?? 0;
    expect(last - first).toBeLessThan(10_000); // thirty batches, each 0.4 s after the one before, take 12 s
  });

  it('lets nothing wait while a core is free for it', async () => {
    await put(0, 600);
    const yields = { isStarved: () => false, batchesApartMs: 60_000, forMs: 3_600_000 };
    await read(values, { batchSize: 20, yields });
    await hasAll(600);
  });

  it('tries again what could not be saved, and loses and doubles nothing', async () => {
    values.failures = 2;
    await put(0, 10);
    await read();
    await hasAll(10);
  });

  it('reads again from an older copy of what was kept', async () => {
    await put(0, 10);
    const reader = await read();
    await hasAll(10);
    await reader.stop();
    values = new Values(); // a copy that was restored knows nothing
    await read();
    await hasAll(10);
  });

  it('says which records were removed before it read them', async () => {
    await put(0, 12);
    const admin = kafka.admin();
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({
      topic,
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    });
    await admin.disconnect();
    await put(12, 15);
    await read();
    await eventually(() => expect(inOrder(values.values)).toEqual(['12', '13', '14']), 'what is left is kept');
    const gone = values.missing.reduce((sum, { from, to }) => sum + to - from, 0);
    expect([gone, new Set(values.missing.map(({ why }) => why))]).toEqual([12, new Set(['begun-late'])]);
  });

  it('keeps each value once while another one joins and leaves', async () => {
    await read();
    const putting = (async () => {
      for (let at = 0; at < 600; at += 20) await put(at, at + 20);
    })();
    const second = await read();
    await second.stop();
    await read();
    await putting;
    await hasAll(600);
  });
});
