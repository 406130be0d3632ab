import {
  AuditEntryRecorded,
  AuditHeartbeatSent,
  Topics,
  type AuditEntryRecord,
  type AuditHeartbeat,
} from '@rollcall/contracts';
import { BatchingProducer, createKafka, createTopics, type EventPublisher } from '@rollcall/messaging';
import { createDataSource, inTransaction, OutboxRelay, readRows } from '@rollcall/persistence';
import { eventually, kafkaForTests, silentLogger } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { AuditStore } from '../src/persistence/audit-store.js';
import { addHeartbeats } from '../src/persistence/heartbeats.js';
import type { TopicChoice } from '../src/topic/published-entry.js';
import { auditDatabase } from './support/audit-database.js';
import { userRecords } from './support/records.js';

const [database, shared] = await Promise.all([auditDatabase(), kafkaForTests()]);
const dataSource = await createDataSource({ name: 'topic-specs', url: database.url });
await readRows(dataSource, 'SELECT make_days(current_date + 7)');
const kafka = createKafka({ brokers: shared.brokers, clientId: 'topic-specs' }, silentLogger);
/** Stands for the topic of entries. */
const topic = shared.unique('audit-entries');
const admin = kafka.admin();
await admin.connect();
await createTopics(admin, [{ topic, numPartitions: 3 }]);
const producer = new BatchingProducer(kafka, silentLogger);
await producer.connect();
const consumer = kafka.consumer({ groupId: `${topic}.readers` });
const relays: OutboxRelay[] = [];
afterAll(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  await Promise.all([consumer.disconnect(), producer.close(), admin.disconnect()]);
  await dataSource.destroy();
  await database.drop();
});

const publisher: EventPublisher = {
  publish: (records) => producer.publish(records.map((record) => ({ ...record, topic }))),
};

/** As an instance does it; where it dies, it has sent and not noted it. @returns how many deaths are left */
function relay(deaths: number): () => number {
  let left = deaths;
  const failpoint = (name: string) => {
    if (name !== 'relay.after-produce-before-delete' || left === 0) return;
    left -= 1;
    throw new Error('killed between sending and noting');
  };
  const made = new OutboxRelay({ url: database.url, name: 'topic-specs', publisher, batchPerShard: 20, failpoint });
  made.start();
  relays.push(made);
  return () => left;
}

/** One round of an instance. */
async function allHeartbeats(choice: TopicChoice): Promise<void> {
  while (await inTransaction(dataSource, (tx) => addHeartbeats(tx, choice, 3_600_000)));
}

it('the topic has every entry, in the order of its account, also where who sends dies between sending and noting', async () => {
  const received: { key: string; id: string; seq: number }[] = [];
  const heartbeats: AuditHeartbeat[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      if (String(message.headers?.['ce_type']) === AuditHeartbeatSent.type) {
        const heartbeat = JSON.parse(String(message.value)) as AuditHeartbeat;
        const reached = received.filter(({ key }) => key === heartbeat.accountId).map(({ seq }) => seq);
        expect(Math.max(...reached)).toBeGreaterThanOrEqual(heartbeat.changes); // what it speaks of was sent before it
        heartbeats.push(heartbeat);
        return;
      }
      const { accountId, id, seq } = JSON.parse(String(message.value)) as AuditEntryRecord;
      expect(String(message.headers?.['ce_id'])).toBe(id);
      received.push({ key: accountId, id, seq });
    },
  });
  const accounts = [uuidv7(), uuidv7(), uuidv7()];
  const observer = { added: () => undefined, repeated: () => undefined };
  const store = new AuditStore({ dataSource, observer, topic: 'changes' });
  const deathsLeft = relay(2);
  for (let round = 0; round < 3; round += 1)
    for (const [at, accountId] of accounts.entries())
      await store.save(userRecords(accountId, 50, round * 50).map((each) => ({ ...each, partition: at })));
  await eventually(() => deathsLeft() === 0, 'it has died twice', { within: 30_000 });
  await allHeartbeats('changes');
  relay(0);
  await eventually(
    async () => expect(await readRows(dataSource, 'SELECT 1 FROM outbox LIMIT 1')).toEqual([]),
    'the outbox is empty',
    { within: 30_000, every: 100 },
  );
  await eventually(
    () => {
      expect(new Set(received.map(({ id }) => id)).size).toBe(450);
      expect(received.length).toBeGreaterThan(450); // some came again
      return true;
    },
    'all are read',
    { within: 30_000, every: 100 },
  );
  await eventually(
    () =>
      expect(heartbeats).toEqual(expect.arrayContaining(accounts.map((accountId) => ({ accountId, changes: 150 })))),
    'how far each account has come',
    { within: 30_000, every: 100 },
  );
  for (const account of accounts) {
    const own = received.filter(({ key }) => key === account);
    const once = own.filter(({ id }, index) => own.findIndex((each) => each.id === id) === index);
    expect(once.map(({ seq }) => seq)).toEqual(Array.from({ length: 150 }, (_, n) => n + 1));
  }
});

it('has a heartbeat of each account each hour, once, however many instances there are and wherever one dies', async () => {
  await Promise.all(relays.map((each) => each.stop()));
  const observer = { added: () => undefined, repeated: () => undefined };
  const accounts = Array.from({ length: 130 }, () => uuidv7());
  const records = accounts.flatMap((accountId) => userRecords(accountId, 1));
  await new AuditStore({ dataSource, observer }).save(records.map((each) => ({ ...each, partition: 9 })));
  const beats = () =>
    readRows<{ of: AuditHeartbeat }>(dataSource, 'SELECT value::json AS of FROM outbox WHERE message_key = ANY($1)', [
      accounts,
    ]);
  const hourLater = () => readRows(dataSource, `UPDATE topic_heartbeats SET due_at = due_at - interval '1 hour'`);
  await hourLater();
  await inTransaction(dataSource, (tx) => addHeartbeats(tx, 'all', 3_600_000)); // one page, and it dies
  await Promise.all([allHeartbeats('all'), allHeartbeats('all')]);
  await allHeartbeats('all');
  const found = (await beats()).map(({ of }) => of);
  expect(found).toHaveLength(130);
  expect(found).toEqual(expect.arrayContaining(accounts.map((accountId) => ({ accountId, changes: 1, reads: 0 }))));
  await allHeartbeats('all');
  expect(await beats()).toHaveLength(130);
  await hourLater();
  await allHeartbeats('all');
  expect(await beats()).toHaveLength(260);
  await readRows(dataSource, 'DELETE FROM outbox');
});

it('has nothing of a log that the operator does not want there', async () => {
  const store = new AuditStore({ dataSource, observer: { added: () => undefined, repeated: () => undefined } });
  await Promise.all(relays.map((each) => each.stop()));
  await store.save(userRecords(uuidv7(), 3).map((each) => ({ ...each, partition: 7 })));
  expect(await readRows(dataSource, 'SELECT 1 FROM outbox')).toEqual([]);
  expect([AuditEntryRecorded.topic, AuditEntryRecorded.version]).toEqual([Topics.auditEntries, 1]);
});
