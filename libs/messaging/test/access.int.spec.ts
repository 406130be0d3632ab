import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topicDefinitions, Topics } from '@rollcall/contracts';
import { EmbeddedKafka } from '@rollcall/local-servers';
import { eventually } from '@rollcall/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessRules,
  BatchingProducer,
  createKafka,
  ensureAccess,
  principals,
  RollcallCommandClient,
  TopicAdmin,
} from '../src/index.js';

// A broker with an authorizer, and one principal per part of the product: what the containers have.
const others = Object.fromEntries([...principals, 'stranger'].map((name) => [name, `password-of-${name}`]));
const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
let directory: string;
let broker: EmbeddedKafka;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rollcall-access-'));
  const guard = { username: 'admin', password: 'password-of-admin', others };
  broker = await EmbeddedKafka.start({ directory, fastStart: true, guard });
  await new TopicAdmin(as('admin')).ensureTopics(topicDefinitions);
  await ensureAccess(as('admin'), accessRules());
}, 180_000);
afterAll(async () => {
  await broker?.kill();
  await rm(directory, { recursive: true, force: true });
});

function as(username: string) {
  const { port, certificate } = broker.guarded ?? { port: 0, certificate: '' };
  const sasl = { mechanism: 'plain', username, password: `password-of-${username}` } as const;
  return createKafka({ clientId: username, brokers: [`127.0.0.1:${port}`], tls: { ca: certificate }, sasl }, quiet);
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

describe('a broker that lets each principal do what the rules say', () => {
  it.each([
    [Topics.userCommands, ['scim-gateway', 'workspace-gateway', 'ops-cli']],
    [Topics.tokenCommands, ['workspace-gateway', 'ops-cli']],
    [Topics.userEvents, ['user-service', 'ops-cli']],
    [Topics.teamEvents, ['team-service', 'ops-cli']],
    [Topics.scimRequests, ['scim-gateway']],
    [Topics.workspaceRequests, ['workspace-gateway']],
    [Topics.operatorRecords, ['ops-cli']],
    ['rollcall.user-service.dead-letters', ['user-service']],
  ])(
    'takes records for %s from %j alone',
    async (topic, expected) => {
      const writers: string[] = [];
      for (const name of [...principals, 'stranger']) if (await writes(name, topic)) writers.push(name);
      expect(writers.sort()).toEqual([...expected].sort());
    },
    60_000,
  );

  it('lets a gateway make, read and remove its reply topic, and not that of another', async () => {
    const client = async (principal: string, source: string) => {
      const kafka = as(principal);
      const sender = new BatchingProducer(kafka, quiet);
      await sender.connect();
      const made = new RollcallCommandClient({
        kafka,
        sender,
        source,
        instance: 'one',
        logger: quiet,
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

  it('shows operators everything, and services only what they read', async () => {
    const seen = async (principal: string) => new TopicAdmin(as(principal)).topics();
    expect(await seen('ops-cli')).toEqual(topicDefinitions.map(({ name }) => name).sort());
    expect(await seen('stranger')).toEqual([]);
    const ofTeams = await seen('team-service');
    expect(ofTeams).toEqual(expect.arrayContaining([Topics.teamCommands, Topics.userEvents, Topics.teamEvents]));
    expect(ofTeams).not.toContain(Topics.tokenCommands);
  });

  it('is asked again without a change, and takes back what is no rule any more', async () => {
    const rules = accessRules();
    expect(await ensureAccess(as('admin'), rules)).toEqual({ granted: 0, revoked: 0 });
    const tooMuch = { principal: 'token-service', on: 'topic', name: Topics.userCommands, prefix: false } as const;
    await ensureAccess(as('admin'), [...rules, { ...tooMuch, operation: 'write' }]);
    expect(await writes('token-service', Topics.userCommands)).toBe(true);
    expect(await ensureAccess(as('admin'), rules)).toEqual({ granted: 0, revoked: 1 });
    expect(await writes('token-service', Topics.userCommands)).toBe(false);
  });
});
