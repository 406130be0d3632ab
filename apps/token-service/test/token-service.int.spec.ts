import {
  digestOf,
  hintOf,
  newTokenBody,
  signedToken,
  OpsQueries,
  TokenCommands,
  TokenQueries,
  topicDefinitions,
  Topics,
  UserEvents,
  type CreateToken,
  type Reply,
  type UserEvent,
  queryRequest,
} from '@rollcall/contracts';
import {
  BatchingProducer,
  createKafka,
  encodeMessage,
  RollcallCommandClient,
  TopicAdmin,
  type RawRecord,
} from '@rollcall/messaging';
import { createLogger, InternalHttpClient, startService } from '@rollcall/service-kit';
import { eventually, startKafka } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenService } from '../src/token-service.js';
import { tokenDatabase } from './support/database.js';
import { userServiceDouble } from './support/user-service-double.js';

// A broker of its own: a whole service uses the product's fixed topic names.
const broker = await startKafka();
const database = await tokenDatabase();
const users = await userServiceDouble('token-service-secret');
const logger = createLogger('specs', { level: 'fatal' });
const kafka = createKafka({ brokers: [...broker.brokers], clientId: 'specs' }, logger);
const admin = new TopicAdmin(kafka);
await admin.ensureTopics(topicDefinitions);

const onFatal = (reason: string) => {
  throw new Error(reason);
};
const sender = new BatchingProducer(kafka, logger);
const commands = new RollcallCommandClient({ kafka, sender, source: 'specs', instance: 'specs', logger, onFatal });
const service = await startService(
  tokenService,
  {
    INTERNAL_PORT: '0',
    UNSIGNED_COMMANDS: 'accept',
    INTERNAL_CALLERS: 'ops-cli:operators-secret',
    INTERNAL_SECRET: 'token-service-secret',
    DATABASE_URL: database.url,
    KAFKA_BROKERS: broker.brokers.join(','),
    USER_SERVICE_URL: users.url,
    TOKEN_PEPPER: 'pepper',
    LOG_LEVEL: 'fatal',
  },
  logger,
);
const http = new InternalHttpClient({
  service: 'token-service',
  urls: [service.internalUrl],
  caller: 'ops-cli',
  secret: 'operators-secret',
});
const tokenEvents: RawRecord[] = [];

const accountId = uuidv7();
const operator = { kind: 'operator', id: 'ops' } as const;

/** An admin as user-service has them. */
function ada(): string {
  const userId = uuidv7();
  users.set(accountId, userId, { version: 1, active: true, userType: 'admin' });
  return userId;
}

async function make(
  creatorId: string,
  budgetMs = 10_000,
  of: Pick<CreateToken, 'leniency' | 'provider' | 'purpose'> = {},
) {
  const body = newTokenBody(of.purpose);
  const secret = signedToken(body, await http.ask(TokenQueries.sign, { bodyDigest: digestOf(body) }));
  const payload: CreateToken = {
    accountId,
    tokenId: uuidv7(),
    creatorId,
    actor: operator,
    name: 'Okta',
    hint: hintOf(secret),
    digest: digestOf(secret),
    ...of,
  };
  const reply = await commands.ask(TokenCommands.create, payload, { accountId, budgetMs });
  return { digest: payload.digest, tokenId: payload.tokenId, reply };
}

const check = (digest: string, more: object = {}) => http.ask(TokenQueries.check, { digest, ...more });
const list = () => http.ask(TokenQueries.list, { accountId });

async function announce(type: string, userId: string, version: number, of: Partial<UserEvent>): Promise<string> {
  const payload = { accountId, userId, userType: 'admin', active: true, managedBy: 'directory', changed: [], ...of };
  const id = uuidv7();
  const envelope = { id, type, source: 'user-service', subject: userId, accountId, correlationId: id };
  await sender.publish([encodeMessage({ ...envelope, aggregateVersion: version }, { ...payload, actor: operator })]);
  return id;
}

beforeAll(async () => {
  await sender.connect();
  await commands.connect();
  await admin.watch([Topics.tokenEvents], (record) => void tokenEvents.push(record));
});
afterAll(async () => {
  await service.close();
  await commands.close();
  await sender.close();
  await http.close();
  users.close();
  await broker.remove();
  await database.drop();
});

describe('token-service', () => {
  it('makes a token by command, and lets it in from the very next question', async () => {
    const creatorId = ada();
    const { reply, digest, tokenId } = await make(creatorId);
    expect(reply).toMatchObject({ ok: true, body: { id: tokenId, state: 'working', name: 'Okta' } });
    expect(await check(digest)).toMatchObject({ works: true, tokenId, accountId, creatorId });
  });

  it('says of a strict token with the verdict, and in lists, that it is one', async () => {
    const { digest, tokenId } = await make(ada(), 10_000, { leniency: 'none' });
    expect(await check(digest)).toMatchObject({ works: true, tokenId, leniency: 'none' });
    expect((await list()).find(({ id }) => id === tokenId)).toMatchObject({ leniency: 'none' });
    const lenient = await make(ada());
    expect(await check(lenient.digest)).not.toHaveProperty('leniency');
    expect((await list()).find(({ id }) => id === lenient.tokenId)).toMatchObject({ leniency: 'named' });
  });

  it('says with the verdict, and in lists, which identity provider a token is for', async () => {
    const { digest, tokenId } = await make(ada(), 10_000, { provider: 'entra' });
    expect(await check(digest)).toMatchObject({ works: true, tokenId, provider: 'entra' });
    expect((await list()).find(({ id }) => id === tokenId)).toMatchObject({ provider: 'entra' });
    expect(await check((await make(ada())).digest)).not.toHaveProperty('provider');
    const revoked = { accountId, tokenId, actor: operator };
    await commands.ask(TokenCommands.revoke, revoked, { accountId, budgetMs: 10_000 });
    expect(await check(digest)).toMatchObject({ works: false, tokenId, provider: 'entra' });
  });

  it('knows an audit token where one is asked about, with its use, and a SCIM token only where none is', async () => {
    const purpose = 'audit';
    const creatorId = ada();
    const { digest, tokenId } = await make(creatorId, 10_000, { purpose });
    const unknown = { works: false, why: 'unknown' };
    expect(await check(digest)).toEqual(unknown);
    expect(await check(digest, { purpose: 'scim' })).toEqual(unknown);
    expect(await check(digest, { purpose })).toMatchObject({ works: true, tokenId, accountId, creatorId, purpose });
    const ofScim = await make(creatorId);
    expect(await check(ofScim.digest, { purpose })).toEqual(unknown);
    expect(await check(ofScim.digest)).not.toHaveProperty('purpose');
    await eventually(async () => {
      const listed = (await list()).find(({ id }) => id === tokenId);
      expect(listed).toMatchObject({ purpose, lastUsedAt: expect.any(String) as string });
      expect(listed).not.toHaveProperty('lastRefusedAt');
      return true;
    }, 'the use is in the list, and no refusal');
  });

  it('revokes an audit token as one only, and ends it with its maker', async () => {
    const purpose = 'audit';
    const creatorId = ada();
    const [first, second] = [await make(creatorId, 10_000, { purpose }), await make(creatorId, 10_000, { purpose })];
    const revoke = (as: 'scim' | 'audit') => {
      const payload = { accountId, tokenId: first.tokenId, actor: operator, purpose: as };
      return commands.ask(TokenCommands.revoke, payload, { accountId, budgetMs: 10_000 });
    };
    expect(await revoke('scim')).toMatchObject({ ok: false, code: 'token-not-found' });
    expect(await revoke('audit')).toMatchObject({ ok: true, body: { state: 'revoked', purpose } });
    expect(await check(first.digest, { purpose })).toMatchObject({ works: false, why: 'revoked', accountId });
    await announce(UserEvents.deactivated.type, creatorId, 2, { active: false });
    await eventually(
      async () => expect(await check(second.digest, { purpose })).toMatchObject({ why: 'creator-deactivated' }),
      'the token died with its maker',
    );
  });

  it('refuses who is no admin, and knows no secret that nobody has', async () => {
    const { reply, digest } = await make(uuidv7());
    expect(reply).toMatchObject({ ok: false, code: 'not-an-admin' });
    expect(await check(digest)).toEqual({ works: false, why: 'unknown' });
  });

  it('ends the tokens of an admin who was deactivated, says why, and announces it (rule 18)', async () => {
    const creatorId = ada();
    const { digest, tokenId } = await make(creatorId);
    const eventId = await announce(UserEvents.deactivated.type, creatorId, 2, { active: false });
    await eventually(
      async () => expect(await check(digest)).toMatchObject({ works: false, why: 'creator-deactivated' }),
      'the token is refused once the event was heard',
    );
    await eventually(() => {
      const revoked = tokenEvents.find(
        ({ key, headers }) => key?.toString() === tokenId && headers.ce_type === 'token.revoked',
      );
      expect(revoked?.headers).toMatchObject({
        ce_causationid: eventId,
        ce_correlationid: eventId,
        ce_accountid: accountId,
      });
      return true;
    }, 'the revocation is on the topic, caused by the user event');
  });

  it('ends one of several by command, and leaves the others', async () => {
    const creatorId = ada();
    const [first, second] = [await make(creatorId), await make(creatorId)];
    const payload = { accountId, tokenId: first.tokenId, actor: operator };
    const reply: Reply = await commands.ask(TokenCommands.revoke, payload, { accountId, budgetMs: 10_000 });
    expect(reply).toMatchObject({ ok: true, body: { state: 'revoked' } });
    const { tokenId } = first;
    expect(await check(first.digest)).toMatchObject({ works: false, why: 'revoked', accountId, tokenId });
    expect(await check(second.digest)).toMatchObject({ works: true });
    const tokenIds = [tokenId, second.tokenId, uuidv7(), 'no id'];
    const briefs = await http.ask(TokenQueries.briefs, { accountId, tokenIds });
    expect(briefs.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: tokenId, name: 'Okta', creatorId, state: 'revoked', endedAt: expect.any(String) as string },
      { id: second.tokenId, name: 'Okta', creatorId, state: 'working' },
    ]);
    expect(await http.ask(TokenQueries.briefs, { accountId: uuidv7(), tokenIds })).toEqual([]);
  });

  it('remembers how tokens are used, once a second, and lists them newest first', async () => {
    const { digest, tokenId } = await make(ada());
    const at = new Date().toISOString();
    await check(digest, { used: { count: 7, at }, refusedAt: at });
    await eventually(async () => {
      const [newest] = await list();
      expect(newest).toMatchObject({ id: tokenId, lastUsedAt: at, lastRefusedAt: at });
      return true;
    }, 'the use is in the list');
    expect(await http.ask(TokenQueries.list, { accountId: uuidv7() })).toEqual([]);
  });

  it('says that nothing happened when user-service does not answer, and lets nobody else wait for it', async () => {
    const creatorId = ada();
    const { tokenId } = await make(creatorId);
    const before = (await list()).length;
    users.control.silent = true;
    const answered: string[] = [];
    const asked = users.asked(accountId, creatorId);
    const making = make(creatorId).then(({ reply }) => {
      answered.push('create');
      return reply;
    });
    await asked;
    const payload = { accountId, tokenId, actor: operator };
    const revoked: Reply = await commands.ask(TokenCommands.revoke, payload, { accountId, budgetMs: 10_000 });
    answered.push('revoke');
    expect(revoked.ok).toBe(true);
    expect(await making).toEqual({ ok: false, code: 'dependency-away', facts: { service: 'user-service' } });
    users.control.silent = false;
    expect(answered).toEqual(['revoke', 'create']);
    expect(await list()).toHaveLength(before);
    expect((await make(creatorId)).reply.ok).toBe(true);
  });

  it('answers a malformed check with an error, not with a verdict', async () => {
    await expect(check('no digest')).rejects.toMatchObject({ name: 'ServiceUnavailable', status: 400 });
  });

  it('answers callers with a credential only', async () => {
    for (const path of [
      TokenQueries.check.path,
      queryRequest(TokenQueries.list, { accountId }).path,
      OpsQueries.outbox.path,
    ]) {
      const method = path === TokenQueries.check.path ? 'POST' : 'GET';
      expect((await fetch(service.internalUrl + path, { method })).status).toBe(401);
    }
    expect((await fetch(`${service.internalUrl}/health/ready`)).status).toBe(200);
  });

  it('shows operators an empty outbox once everything is published, and what is parked', async () => {
    await eventually(
      async () => expect(await http.ask(OpsQueries.outbox, {})).toMatchObject({ rows: 0 }),
      'the outbox is empty',
    );
    expect(await http.ask(OpsQueries.parked, {})).toEqual([]);
    await expect(http.ask(OpsQueries.retryParked, { id: uuidv7() })).rejects.toMatchObject({
      code: 'message-not-found',
    });
  });
});
