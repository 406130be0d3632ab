import { Topics, UserEvents, ScimRequestRecorded, topicDefinitions } from '@rollcall/contracts';
import { encodeMessage, LogReader, type OutgoingRecord, type RepairedKafka } from '@rollcall/messaging';
import { createDataSource, readRows } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { usageOf, type Root } from '../processes.ts';
import { AuditStore } from '../../apps/audit-service/dist/persistence/audit-store.js';

export interface Replay {
  readonly client: RepairedKafka;
  readonly appUrl: string;
  /** Half of them events of people, half records of their requests. */
  readonly records: number;
  readonly logger: ConstructorParameters<typeof LogReader>[1];
  readonly servers: readonly Root[];
}

const read = [Topics.userEvents, Topics.scimRequests] as const;
export const topicsOfReplay = topicDefinitions.filter(({ name }) => read.some((topic) => topic === name));

/** Puts records on their topics, and prints how fast they are read into an empty log, in this process. */
export async function replayTopics({ client, appUrl, records, logger, servers }: Replay): Promise<void> {
  await fillTopics(client, records);
  const dataSource = await createDataSource({ name: 'bench-audit', url: appUrl, poolSize: 4 });
  await readRows(dataSource, 'SELECT make_days(current_date + 7)');
  const { promise: isRead, resolve } = Promise.withResolvers<void>();
  let added = 0;
  const observer = {
    added: (entries: readonly unknown[]) => {
      added += entries.length;
      if (added >= records) resolve();
    },
    repeated: () => undefined,
  };
  const reader = new LogReader(client, logger, {
    group: 'bench-audit.events',
    topics: read,
    positions: new AuditStore({ dataSource, observer }),
    onFatal: (reason) => {
      throw new Error(reason);
    },
  });
  const usedByServers = () => servers.map((each) => usageOf([each]).get(each.name)?.cpuSeconds ?? Number.NaN);
  const [began, cpu, before] = [performance.now(), process.cpuUsage(), usedByServers()];
  await reader.start();
  await isRead;
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const ofServers = usedByServers().map((used, n) => Math.round(((used - (before[n] ?? Number.NaN)) * 1e6) / records));
  await reader.stop();
  await dataSource.destroy();
  const names = servers.map(({ name }) => ` of ${name} |`).join('');
  console.log(`| replay | entries per second | CPU µs per entry, of this process |${names} memory |`);
  console.log(`|---|---|---|${servers.map(() => '---|').join('')}---|`);
  const own = Math.round((user + system) / records);
  const figures = [Math.round(records / seconds).toLocaleString('en'), own, ...ofServers];
  const memory = `${Math.round(process.memoryUsage().rss / 1e6)} MB`;
  console.log(`| ${records.toLocaleString('en')} records, 50 accounts | ${figures.join(' | ')} | ${memory} |`);
}

const together = 2_000;
const accounts = Array.from({ length: 50 }, () => uuidv7());

async function fillTopics(client: RepairedKafka, records: number): Promise<void> {
  const producer = client.producer();
  await producer.connect();
  for (let at = 0; at < records; at += together) {
    const all = Array.from({ length: Math.min(together, records - at) }, (_, n) => recordOf(at + n));
    const topicMessages = read.map((topic) => ({
      topic,
      messages: all
        .filter((each) => each.topic === topic)
        .map(({ key, value, headers }) => ({ key, value, headers: { ...headers } })),
    }));
    await producer.sendBatch({ topicMessages, acks: -1 });
  }
  await producer.disconnect();
}

/** A request, then what it changed. */
function recordOf(n: number): OutgoingRecord {
  const accountId = accounts[(n >> 1) % accounts.length] ?? '';
  const correlationId = uuidv7();
  const envelope = { id: uuidv7(), source: 'bench', accountId, correlationId };
  if (n % 2 === 0) {
    const payload = {
      ...ScimRequestRecorded.example,
      accountId,
      requestId: correlationId,
      address: `10.0.0.${n % 50}`,
      userAgent: 'Okta SCIM Client 1.0.0',
    };
    return encodeMessage({ ...envelope, type: ScimRequestRecorded.type, subject: correlationId }, payload);
  }
  const userId = uuidv7();
  const payload = { ...UserEvents.created.example, accountId, userId };
  return encodeMessage({ ...envelope, type: UserEvents.created.type, subject: userId, aggregateVersion: 1 }, payload);
}
