import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { topicDefinitions, Topics, watchedTopics } from '@rollcall/contracts';
import { EmbeddedKafka } from '@rollcall/local-servers';
import { eventually, silentLogger } from '@rollcall/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessRules,
  auditor,
  BatchingProducer,
  createKafka,
  ensureAccess,
  externalReaders,
  HeaderWatch,
  principals,
  RollcallCommandClient,
  TopicAdmin,
} from '../src/index.js';

// A broker with an authorizer, and one principal per part of the product: what the containers have.
const outside = ['auditor', 'external-billing', 'external-former', 'stranger'];
const others = Object.fromEntries([...principals, ...outside].map((name) => [name, `password-of-${name}`]));
const readers = externalReaders('billing:user.events,scim.requests');
let folder: string;
let broker: EmbeddedKafka;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-access-'));
  const guard = { username: 'admin', password: 'password-of-admin', others };
  broker = await EmbeddedKafka.start({ folder, fastStart: true, guard });
  await new TopicAdmin(as('admin')).ensureTopics(topicDefinitions);
  await ensureAccess(as('admin'), accessRules(readers));
}, 180_000);
afterAll(async () => {
  await broker?.kill();
  await rm(folder, { recursive: true, force: true });
});

function as(username: string) {
  const { port, certificate } = broker.guarded ?? { port: 0, certificate: '' };
  const sasl = { mechanism: 'plain', username, password: `password-of-${username}` } as const;
  return createKafka(
    { clientId: username, brokers: [`127.0.0.1:${port}`], tls: { ca: certificate }, sasl },
    silentLogger,
  );
}

/** True where the broker takes the record, false where it says that this principal may not. */
async function writes(principal: string, topic: string): Promise<boolean> {
  const producer = as(principal).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    await producer.send({ topic, acks: -1, messages: [{ key: 'k', value: '{}' }] });
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/not authorized|authorization failed/i);
    return false;
  } finally {
    await producer.disconnect();
  }
}

/** The key of the first record that a principal reads in a group, or what the broker says. */
async function reads(principal: string, topic: string, groupId = `${principal}.spec`): Promise<string> {
  const consumer = as(principal).consumer({
    groupId,
    retry: { initialRetryTime: 50, retries: 8 },
    allowAutoTopicCreation: false,
  });
  const first = Promise.withResolvers<string>();
  consumer.on(consumer.events.CRASH, ({ payload }) => first.reject(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: ({ message }) => Promise.resolve(first.resolve(String(message.key))) });
    return await first.promise;
  } catch (error) {
    return String(error);
  } finally {
    await consumer.disconnect();
  }
}

describe('a broker that lets each principal do what the rules say', () => {
  it.each([
    [Topics.userCommands, ['scim-gateway', 'workspace-gateway', 'ops-cli']],
    [Topics.tokenCommands, ['workspace-gateway', 'ops-cli']],
    [Topics.userEvents, ['user-service', 'ops-cli']],
    [Topics.teamEvents, ['team-service', 'ops-cli']],
    [Topics.scimRequests, ['scim-gateway']],
    [Topics.workspaceRequests, ['workspace-gateway']],
    [Topics.operatorRecords, ['ops-cli']],
    [Topics.auditEntries, ['audit-service']],
    ['rollcall.user-service.dead-letters', ['user-service']],
  ])(
    'takes records for %s from %j alone',
    async (topic, expected) => {
      const everybody = [...principals, ...outside];
      const may = await Promise.all(everybody.map((name) => writes(name, topic)));
      expect(everybody.filter((_, at) => may[at]).sort()).toEqual([...expected].sort());
    },
    60_000,
  );

  it('lets a gateway make, read and remove its reply topic, and not that of another', async () => {
    const client = async (principal: string, source: string) => {
      const kafka = as(principal);
      const sender = new BatchingProducer(kafka, silentLogger);
      await sender.connect();
      const made = new RollcallCommandClient({
        kafka,
        sender,
        source,
        instance: 'one',
        logger: silentLogger,
        onFatal: () => undefined,
      });
      return { made, close: () => made.close().then(() => sender.close()) };
    };
    const own = await client('scim-gateway', 'scim-gateway');
    await own.made.connect();
    expect(own.made.ready).toBe(true);
    const foreign = await client('user-service', 'scim-gateway');
    await expect(foreign.made.connect()).rejects.toMatchObject({ errors: [{ type: 'TOPIC_AUTHORIZATION_FAILED' }] });
    await foreign.close();
    await own.close();
    await eventually(
      async () => !(await new TopicAdmin(as('admin')).topics()).includes('rollcall.replies.scim-gateway.one'),
      'its reply topic is gone',
    );
  }, 60_000);

  it('lets workspace-gateway watch events in groups of its own, which it removes, and no other gateway', async () => {
    const watching = (principal: string, part: string, topics: readonly string[]) => {
      const heard: string[] = [];
      const own = { part, instance: 'one', topics, onBegin: () => undefined };
      const watch = new HeaderWatch(as(principal), silentLogger, { ...own, onMessage: ({ type }) => heard.push(type) });
      watch.start();
      return { watch, heard };
    };
    const allowed = watching('workspace-gateway', 'workspace-gateway', watchedTopics['workspace-gateway']);
    const others = [
      watching('scim-gateway', 'workspace-gateway', [Topics.userEvents]),
      watching('workspace-gateway', 'scim-gateway', [Topics.userEvents]),
      watching('workspace-gateway', 'workspace-gateway', [Topics.userCommands]),
    ];
    await eventually(() => allowed.watch.isReading, 'it reads', { within: 40_000 });
    // Whoever may read hears of what comes now: a few times, in case one of the others begins later.
    const producer = as('admin').producer();
    await producer.connect();
    for (let n = 1; n <= 5; n += 1) {
      const messages = [{ key: 'k', value: '{}', headers: { ce_type: 'written', ce_accountid: 'one' } }];
      await producer.sendBatch({
        topicMessages: [Topics.userEvents, Topics.userCommands].map((topic) => ({ topic, messages })),
      });
      await eventually(() => allowed.heard.length === n, 'it hears');
      await pause(300);
    }
    await producer.disconnect();
    expect(others.map(({ heard }) => heard)).toEqual([[], [], []]);
    await Promise.all([allowed, ...others].map(({ watch }) => watch.stop()));
    const client = as('admin').admin();
    await client.connect();
    // To stop does not wait for a slow broker, which removes the group a moment later.
    const isGone = async () =>
      (await client.listGroups()).groups.every(({ groupId }) => !groupId.startsWith('rollcall.watch.'));
    await eventually(isGone, 'the groups are gone', { within: 20_000 });
    await client.disconnect();
  }, 60_000);

  it('shows operators everything, and services only what they read', async () => {
    const seen = async (principal: string) => new TopicAdmin(as(principal)).topics();
    expect(await seen('ops-cli')).toEqual(topicDefinitions.map(({ name }) => name).sort());
    expect(await seen('stranger')).toEqual([]);
    const ofTeams = await seen('team-service');
    expect(ofTeams).toEqual(expect.arrayContaining([Topics.teamCommands, Topics.userEvents, Topics.teamEvents]));
    expect(ofTeams).not.toContain(Topics.tokenCommands);
  });

  describe('somebody outside of the product', () => {
    const { userEvents, teamEvents, userCommands, teamCommands, tokenCommands } = Topics;
    const never = ['rollcall.user-service.dead-letters', 'rollcall.replies.scim-gateway.one'];
    beforeAll(async () => {
      const producer = as('admin').producer();
      await producer.connect();
      for (const topic of auditor().topics) await producer.send({ topic, messages: [{ key: 'k', value: '{}' }] });
      await producer.disconnect();
    });

    it('reads the topics that the list names, in groups of its own name, and nothing else', async () => {
      expect(await new TopicAdmin(as('external-billing')).topics()).toEqual([Topics.scimRequests, userEvents]);
      // The first group of this broker waits for its coordinator.
      await eventually(async () => expect(await reads('external-billing', userEvents)).toBe('k'), 'it reads its topic');
      for (const topic of [teamEvents, userCommands, ...never])
        expect(await reads('external-billing', topic)).toMatch(/not authorized to access topics/i);
      for (const group of ['external-search.spec', 'team-service.events', 'external-billings'])
        expect(await reads('external-billing', userEvents, group)).toMatch('Failed to find group coordinator');
    }, 60_000);

    it('reads, as auditor, every event and record, and no command', async () => {
      const { topics } = auditor();
      expect(await new TopicAdmin(as('auditor')).topics()).toEqual(topics);
      const read = await Promise.all(topics.map((topic) => reads('auditor', topic, `auditor.${topic}`)));
      expect(read).toEqual(topics.map(() => 'k'));
      for (const topic of [userCommands, teamCommands, tokenCommands, ...never])
        expect(await reads('auditor', topic)).toMatch(/not authorized to access topics/i);
    }, 60_000);

    it('reads nothing any more where the list does not name it', async () => {
      await ensureAccess(as('admin'), accessRules([...readers, ...externalReaders('former:team.events')]));
      expect(await new TopicAdmin(as('external-former')).topics()).toEqual([teamEvents]);
      expect(await ensureAccess(as('admin'), accessRules(readers))).toEqual({ granted: 0, revoked: 2 });
      expect(await new TopicAdmin(as('external-former')).topics()).toEqual([]);
    });
  });

  it('is asked again without a change, and takes back what is no rule any more', async () => {
    const rules = accessRules(readers);
    expect(await ensureAccess(as('admin'), rules)).toEqual({ granted: 0, revoked: 0 });
    const tooMuch = { principal: 'token-service', on: 'topic', name: Topics.userCommands, prefix: false } as const;
    await ensureAccess(as('admin'), [...rules, { ...tooMuch, operation: 'write' }]);
    expect(await writes('token-service', Topics.userCommands)).toBe(true);
    expect(await ensureAccess(as('admin'), rules)).toEqual({ granted: 0, revoked: 1 });
    expect(await writes('token-service', Topics.userCommands)).toBe(false);
  });
});
