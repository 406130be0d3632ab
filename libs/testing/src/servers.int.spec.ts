import { once } from 'node:events';
import { connect } from 'node:net';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { Kafka, logLevel } from 'kafkajs';
import { eventually, kafkaForTests, postgresForTests, startKafka, startPostgres } from './index.js';

const ended: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ended) await end();
});

/** A server in a container may start slowly on a busy machine. */
const whileServersStart = { timeout: 120_000 };

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

describe('postgresForTests', whileServersStart, () => {
  it('gives each caller a copy of a template that is migrated once', async () => {
    let migrations = 0;
    const options = {
      template: 'notes-service',
      migrate: async ({ ddlUrl, appRole }: { ddlUrl: string; appRole: string }) => {
        migrations += 1;
        await query(ddlUrl, `CREATE TABLE notes (text text); GRANT SELECT, INSERT ON notes TO ${appRole}`);
      },
    };
    const [one, two] = await Promise.all([postgresForTests(options), postgresForTests(options)]);
    await query(one.url, "INSERT INTO notes VALUES ('only here')");

    expect(migrations).toBe(1);
    expect(await query(one.url, 'SELECT text FROM notes')).toEqual([{ text: 'only here' }]);
    expect(await query(two.url, 'SELECT text FROM notes')).toEqual([]);
    await Promise.all([one.drop(), two.drop()]);
  });

  it('lets the application role touch rows but not tables', async () => {
    const database = await postgresForTests();
    ended.push(() => database.drop());

    await expect(query(database.url, 'CREATE TABLE mine (a int)')).rejects.toThrow('permission denied');
    expect(await query(database.migrationUrl, 'CREATE TABLE mine (a int)')).toEqual([]);
  });

  it('sorts by code points and keeps fsync on', async () => {
    const database = await postgresForTests();
    ended.push(() => database.drop());

    expect(await query(database.url, 'SELECT datcollate FROM pg_database WHERE datname = current_database()')).toEqual([
      { datcollate: 'C' },
    ]);
    expect(await query(database.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  });
});

describe('startPostgres', whileServersStart, () => {
  it('comes back with its data after it was killed', async () => {
    const postgres = await startPostgres();
    ended.push(() => postgres.remove());
    await query(postgres.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');

    await postgres.kill();
    await expect(query(postgres.url, 'SELECT 1')).rejects.toThrow();
    await postgres.restart();

    expect(await query(postgres.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });
});

describe('kafkaForTests', whileServersStart, () => {
  it('takes and gives records', async () => {
    const { brokers, unique } = await kafkaForTests();
    const topic = unique('letters');

    expect(await roundTrip(brokers, topic, ['a', 'b'])).toEqual(['a', 'b']);
  });
});

describe('startKafka', whileServersStart, () => {
  it('comes back with its records after it was killed', async () => {
    const kafka = await startKafka();
    ended.push(() => kafka.remove());
    expect(await roundTrip(kafka.brokers, 'letters', ['a'])).toEqual(['a']);

    await kafka.kill();
    await kafka.restart();

    expect(await roundTrip(kafka.brokers, 'letters', ['b'])).toEqual(['a', 'b']);
  });

  it('is silent while suspended, and answers afterwards', async () => {
    const kafka = await startKafka();
    ended.push(() => kafka.remove());

    kafka.suspend();
    expect(await answersWithin(kafka.brokers, 500)).toBe(false);
    kafka.resume();

    await eventually(() => answersWithin(kafka.brokers, 500), 'the broker answers again');
  });
});

function client(brokers: string[]): Kafka {
  return new Kafka({
    brokers,
    logLevel: logLevel.NOTHING,
    retry: { retries: 20, initialRetryTime: 50, maxRetryTime: 500 },
  });
}

async function roundTrip(brokers: string[], topic: string, values: string[]): Promise<string[]> {
  const kafka = client(brokers);
  const admin = kafka.admin();
  await admin.connect();
  if (!(await admin.listTopics()).includes(topic))
    await admin.createTopics({ topics: [{ topic }], waitForLeaders: false }); // the producer tries until it has one
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: values.map((value) => ({ value })) });
  const [end] = await admin.fetchTopicOffsets(topic);
  const read: string[] = [];
  const consumer = kafka.consumer({ groupId: `${topic}-${Math.random()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void read.push(String(message.value)) });
  await eventually(() => read.length >= Number(end?.high), 'all records are read', { within: 20_000 });
  await Promise.all([consumer.disconnect(), producer.disconnect(), admin.disconnect()]);
  return read;
}

/**
 * Sends an ApiVersions request (key 18, version 0) over a plain socket; returns whether any byte comes back in time.
 */
async function answersWithin(brokers: string[], ms: number): Promise<boolean> {
  const [host, port] = (brokers[0] ?? '').split(':');
  const socket = connect(Number(port), host);
  socket.write(Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]));
  const answer = once(socket, 'data', { signal: AbortSignal.timeout(ms) });
  const answered = await answer.then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answered;
}
