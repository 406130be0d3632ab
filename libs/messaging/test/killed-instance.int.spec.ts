import { connect, type Socket } from 'node:net';
import { replyTopicsOf } from '@rollcall/contracts';
import { eventually, kafkaForTests } from '@rollcall/testing';
import { Kafka, logLevel } from '../src/kafka/kafkajs.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKafka } from '../src/index.js';
import { adding, CounterWorld, silent } from './counter-service.js';

/** Longer than any test waits: who joins sooner waited neither for the end of the dead one's session nor for it to join again. */
const sessionTimeout = 600_000;

let world: CounterWorld;
beforeEach(async () => {
  world = await CounterWorld.create('killed');
});
afterEach(() => world.close());

/** Somebody in a group, as a process that was killed leaves it: without a word to the broker. */
async function deadMember(clientId: string, groupId: string, topic: string): Promise<void> {
  const { brokers } = await kafkaForTests();
  const sockets = new Set<Socket>();
  let alive = true;
  const kafka = new Kafka({
    brokers,
    clientId,
    logLevel: logLevel.NOTHING,
    socketFactory: ({ host, port, onConnect }) => {
      if (!alive) throw new Error('dead');
      const socket = connect({ host, port }, onConnect);
      sockets.add(socket);
      return socket;
    },
  });
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout,
    rebalanceTimeout: sessionTimeout,
    retry: { restartOnFailure: () => Promise.resolve(alive) },
  });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  await consumer.subscribe({ topic });
  await consumer.run({ eachMessage: () => Promise.resolve() });
  await joined;
  alive = false;
  for (const socket of sockets) socket.destroy();
}

const membersOf = async (group: string) => {
  const admin = world.kafka.admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([group]);
  await admin.disconnect();
  return groups.flatMap(({ members }) => members.map(({ clientId }) => clientId));
};

test(
  "a service that was killed takes its own place again at once, and nobody else's",
  { timeout: 120_000 },
  async () => {
    const { brokers } = await kafkaForTests();
    const [killed, other] = [`${world.service}.1`, `${world.service}.2`];
    const group = `${world.service}.commands`;
    await deadMember(killed, group, world.words.commandTopic);
    expect(await membersOf(group)).toEqual([killed]);

    const serve = (clientId: string) => world.serve({ kafka: createKafka({ brokers, clientId }, silent), clientId });
    const again = await serve(killed);
    expect(again.ready).toBe(true);
    const client = await world.caller();
    expect(await world.ask(client, adding('a', 1))).toMatchObject({ ok: true });
    await serve(other);
    await eventually(
      async () => (await membersOf(group)).sort().join() === [killed, other].join(),
      'both are in the group',
    );
  },
);

test('a gateway that was killed reads its replies again at once', { timeout: 120_000 }, async () => {
  const instance = `${world.service}-gateway`;
  const source = 'specs';
  const topic = `${replyTopicsOf(source)}${instance}`;
  const before = await world.caller({ source, instance });
  await before.close();
  await world.admin.ensureTopics([{ name: topic, partitions: 1, retentionMs: 3_600_000 }]);
  await deadMember('scim-gateway', topic, topic);
  expect(await membersOf(topic)).toEqual(['scim-gateway']);

  const again = await world.caller({ source, instance });
  expect(again.ready).toBe(true);
  expect(await membersOf(topic)).toHaveLength(1);
});
