import { fork } from 'node:child_process';
import { once } from 'node:events';
import { BatchingProducer, createKafka, createTopics, kafkaSettingsOf, kafkaSettingsSpec } from '@rollcall/messaging';
import { readSettings } from '@rollcall/service-kit';
import { closedLoop, type Measured } from '../load.ts';
import { newUser } from '../scim-client.ts';
import { quiet } from './quiet.ts';

/**
 * Commands and replies over the bare broker: a batching producer and a fetch loop on each side, and no service between
 * them.
 */
export async function brokerFloor(
  env: Readonly<Record<string, string>>,
  callers: readonly number[],
  seconds: number,
): Promise<Map<number, Measured>> {
  const kafka = createKafka(
    { ...kafkaSettingsOf(readSettings(kafkaSettingsSpec, env)), clientId: 'bench-floor' },
    quiet,
  );
  const [commands, replies] = [`bench.floor.${process.pid}.commands`, `bench.floor.${process.pid}.replies`];
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, [
    { topic: commands, numPartitions: 12, replicationFactor: 1 },
    { topic: replies, numPartitions: 1, replicationFactor: 1 },
  ]);
  const waiting = new Map<string, () => void>();
  const consumer = kafka.consumer({ groupId: `bench-floor-${process.pid}`, maxWaitTimeInMs: 100, minBytes: 1 });
  const joined = new Promise<unknown>((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  await consumer.subscribe({ topic: replies });
  await consumer.run({
    autoCommit: false,
    eachBatch: async (fetched) => {
      for (const { key } of fetched.batch.messages) waiting.get(key?.toString() ?? '')?.();
      fetched.resolveOffset(fetched.batch.lastOffset());
      await Promise.resolve();
    },
  });
  const echo = fork(new URL('echo.ts', import.meta.url), [commands, replies], {
    env: { ...process.env, ...env },
  });
  await Promise.all([once(echo, 'message'), joined]);
  const sender = new BatchingProducer(kafka, quiet);
  await sender.connect();
  const value = newUser('somebody@example.com');
  const measured = new Map<number, Measured>();
  for (const each of callers) {
    const ask = async (n: number) => {
      const key = `${each}-${n}`;
      const answered = new Promise<void>((resolve) => waiting.set(key, resolve));
      await sender.publish([{ topic: commands, key, headers: {}, value }]);
      await answered;
      waiting.delete(key);
    };
    measured.set(each, await closedLoop(each, seconds, ask));
  }
  echo.disconnect();
  await Promise.all([sender.close(), consumer.disconnect()]);
  await admin.deleteTopics({ topics: [commands, replies] });
  await admin.disconnect();
  return measured;
}
