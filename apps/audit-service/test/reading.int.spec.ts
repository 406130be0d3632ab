import { Topics } from '@rollcall/contracts';
import { createKafka, LogReader, TopicAdmin, type KeptPositions } from '@rollcall/messaging';
import { createDataSource, readRows } from '@rollcall/persistence';
import { eventually, kafkaForTests, silentLogger } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { AuditStore } from '../src/persistence/audit-store.js';
import { auditDatabase } from './support/audit-database.js';
import { aRecord } from './support/records.js';

const [database, shared] = await Promise.all([auditDatabase(), kafkaForTests()]);
const dataSource = await createDataSource({ name: 'reading-specs', url: database.url });
await readRows(dataSource, 'SELECT make_days(current_date + 7)');
const kafka = createKafka({ brokers: shared.brokers, clientId: 'reading-specs' }, silentLogger);
/** Stands for the topic of user events: other specs write to that one. */
const topic = shared.unique('user-events');
await new TopicAdmin(kafka).ensureTopics([{ name: topic, partitions: 4, retentionMs: 3_600_000 }]);
const readers: LogReader[] = [];
afterAll(async () => {
  await Promise.all(readers.map((reader) => reader.stop()));
  await dataSource.destroy();
  await database.drop();
});

const isReal = <At extends { readonly topic: string }>(at: At): At => ({ ...at, topic: Topics.userEvents });
const isOurs = <At extends { readonly topic: string }>(at: At): At => ({ ...at, topic });

let commits = 0;
const killed = new Set([2, 5, 9]);

/** Keeps what it reads as the service does; some transactions die between their inserts and their commit. */
function positions(): KeptPositions {
  const store = new AuditStore({
    dataSource,
    observer: { added: () => undefined, repeated: () => undefined },
    failpoint: () => {
      commits += 1;
      if (killed.has(commits)) throw new Error('Connection terminated: killed between insert and commit');
    },
  });
  return {
    positions: async () => (await store.positions()).map(isOurs),
    miss: (missing) => store.miss(isReal(missing)),
    save: (records) => store.save(records.map(isReal)),
  };
}

async function instance(): Promise<LogReader> {
  const reader = new LogReader(kafka, silentLogger, {
    group: `${topic}.readers`,
    topics: [topic],
    positions: positions(),
    batchSize: 50,
    onFatal: (reason) => {
      throw new Error(reason);
    },
  });
  readers.push(reader);
  await reader.start();
  return reader;
}

it('two instances with a rebalance, repetitions of the relay and killed transactions: each record once, numbers without gaps', async () => {
  const accounts = [uuidv7(), uuidv7(), uuidv7()];
  const users = accounts.map(() => uuidv7());
  const producer = kafka.producer();
  await producer.connect();
  const send = async (from: number, to: number) => {
    const messages = Array.from({ length: to - from }, (_, n) => {
      const which = n % accounts.length;
      const record = aRecord({
        accountId: accounts[which] ?? '',
        version: Math.floor((from + n) / accounts.length) + 1,
        payload: { userId: users[which] },
      });
      const { key, value, headers } = record;
      return {
        key,
        value,
        headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, text ?? ''])),
      };
    });
    // A relay that was not answered sends the last ones again.
    await producer.send({ topic, acks: -1, messages: [...messages, ...messages.slice(-6)] });
  };
  await send(0, 90);
  const first = await instance();
  await instance();
  await send(90, 210);
  await first.stop();
  await send(210, 300);
  await producer.disconnect();
  for (const account of accounts) {
    await eventually(
      async () => {
        const rows = await readRows<{ seq: number; version: number; kind: string }>(
          dataSource,
          'SELECT seq::int, version::int, kind FROM entries WHERE account_id = $1 ORDER BY seq',
          [account],
        );
        const expected = Array.from({ length: 100 }, (_, n) => ({ seq: n + 1, version: n + 1, kind: 'event' }));
        expect(rows).toEqual(expected);
        return true;
      },
      `the log of ${account} has each of its events once`,
      { within: 30_000 },
    );
  }
  expect(commits).toBeGreaterThan(9);
});
