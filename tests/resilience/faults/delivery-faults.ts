import { setTimeout as pause } from 'node:timers/promises';
import { subscriptions, Topics } from '@rollcall/contracts';
import { consumerGroups, createKafka, type RawRecord } from '@rollcall/messaging';
import { eventually, silentLogger } from '@rollcall/testing';
import { databaseOf } from '../../../tools/stack/databases.ts';
import type { Arena } from '../arena/arena.ts';
import { topicAdmin } from '../checks/records.ts';
import { rowsOf } from '../checks/facts.ts';
import { seconds, type Fault, type Scene } from './fault.ts';

/** More than any partition holds. */
export const everything = Number.MAX_SAFE_INTEGER;

/** What happens to messages on their way. */
export const deliveryFaults: readonly Fault[] = [
  {
    name: 'redelivery from an old offset',
    happen: async ({ arena, random }) => {
      const service = random.oneOf(['user-service', 'team-service', 'token-service'] as const);
      const back = random.oneOf([50, 500, everything]);
      await readAgain(arena, service, back);
      return `${service} reads ${back === everything ? 'everything' : `${back} per partition`} again`;
    },
  },
  {
    name: 'duplicates',
    happen: async ({ arena, random }) => {
      const topic = random.oneOf([Topics.userCommands, Topics.teamCommands, Topics.userEvents]);
      const since = random.next() < 0.5 ? new Date(Date.now() - 5_000) : undefined;
      const records = await recordsOf(arena.brokers, topic, since);
      const chosen = records.filter(() => random.next() < Math.min(1, 1_000 / records.length));
      await putAgain(arena.brokers, chosen);
      return `${chosen.length} records of ${topic}${since ? ', the newest' : ', of all times'}, came again`;
    },
  },
  {
    name: 'full in-flight window',
    happen: async ({ arena, load, random }: Scene) => {
      const { migrationUrl } = databaseOf(arena.servers.databases, 'user-service');
      const held = random.between(2_000, 4_000);
      const lock = rowsOf(migrationUrl, ['BEGIN', 'LOCK TABLE users', `SELECT pg_sleep(${held / 1_000})`, 'COMMIT']);
      await pause(200);
      await Promise.all([load.burst(500, random), lock]);
      return `500 requests at once while the database stands still for ${seconds(held)}`;
    },
  },
];

/** Sets all consumer groups of a service back by so many records per partition: its instances stop and start for it. */
export async function readAgain(arena: Arena, service: keyof typeof subscriptions, back: number): Promise<void> {
  const instances = arena.instancesOf(service);
  await Promise.all(instances.map((each) => each.stop()));
  const groups = consumerGroups(service, subscriptions[service]);
  for (const { group, topics } of groups) await setBack(arena.brokers, group, topics, back);
  await Promise.all(instances.map((each) => each.start()));
}

async function setBack(
  brokers: readonly string[],
  group: string,
  topics: readonly string[],
  by: number,
): Promise<void> {
  const admin = createKafka({ brokers, clientId: 'resilience-faults' }, silentLogger).admin();
  await admin.connect();
  try {
    for (const topic of topics) {
      const committed = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      const partitions = (committed[0]?.partitions ?? []).map(({ partition, offset }) => ({
        partition,
        offset: String(Math.max(0, Number(offset) - by)),
      }));
      // The group must have noticed that its members left.
      await eventually(
        async () => {
          await admin.setOffsets({ groupId: group, topic, partitions });
          return true;
        },
        `the offsets of ${group} are set back`,
        { within: 30_000, every: 300 },
      );
    }
  } finally {
    await admin.disconnect();
  }
}

async function recordsOf(brokers: readonly string[], topic: string, since: Date | undefined): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  const options = { from: since ?? ('beginning' as const), untilEnd: true };
  const { ended } = await topicAdmin(brokers).watch([topic], (record) => records.push(record), options);
  await ended;
  return records;
}

/** As they were, byte by byte. */
async function putAgain(brokers: readonly string[], records: readonly RawRecord[]): Promise<void> {
  const producer = createKafka({ brokers, clientId: 'resilience-faults' }, silentLogger).producer();
  await producer.connect();
  try {
    for (const { topic, partition, key, value, rawHeaders } of records) {
      await producer.send({ topic, messages: [{ key, value, headers: { ...rawHeaders }, partition }] });
    }
  } finally {
    await producer.disconnect();
  }
}
