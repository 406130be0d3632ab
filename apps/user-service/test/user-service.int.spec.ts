import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import {
  AccountCommands,
  AccountQueries,
  OpsQueries,
  Refusal,
  topicDefinitions,
  Topics,
  UserCommands,
  UserQueries,
  type CreateUser,
  type CommandDefinition,
  type UserChange,
} from '@rollcall/contracts';
import { BatchingProducer, createKafka, RollcallCommandClient, TopicAdmin, type RawRecord } from '@rollcall/messaging';
import { createLogger, InternalHttpClient, startService } from '@rollcall/service-kit';
import { eventually, startKafka } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userService } from '../src/user-service.js';
import { serviceDatabase } from './support/database.js';

// A broker of its own: a whole service uses the product's fixed topic names.
const broker = await startKafka();
const database = await serviceDatabase();
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
  userService,
  {
    INTERNAL_PORT: '0',
    UNSIGNED_COMMANDS: 'accept',
    INTERNAL_CALLERS: 'scim-gateway:gateway-secret,workspace-gateway:workspace-secret,ops-cli:ops-secret',
    DATABASE_URL: database.url,
    KAFKA_BROKERS: broker.brokers.join(','),
    LOG_LEVEL: 'fatal',
  },
  logger,
);
const callers = (caller: string, secret: string) =>
  new InternalHttpClient({ service: 'user-service', urls: [service.internalUrl], caller, secret });
const gateway = callers('scim-gateway', 'gateway-secret');
const workspace = callers('workspace-gateway', 'workspace-secret');
const ops = callers('ops-cli', 'ops-secret');

const accountId = uuidv7();
const actor = { kind: 'directory', id: uuidv7() } as const;
const events: { type: string; key: string; version: number; correlationId: string; payload: string }[] = [];

function keepEvent({ headers, key, value }: RawRecord): void {
  events.push({
    type: headers['ce_type'] ?? '',
    key: key?.toString() ?? '',
    version: Number(headers['ce_aggregateversion']),
    correlationId: headers['ce_correlationid'] ?? '',
    payload: value?.toString() ?? '',
  });
}

async function ask<Input extends { accountId: string }, Body extends object>(
  definition: CommandDefinition<Input, Body>,
  payload: NoInfer<Input>,
  commandId = uuidv7(),
) {
  const reply = await commands.ask(definition, payload, { accountId, budgetMs: 10_000, commandId });
  if (!reply.ok) throw new Refusal(reply.code, reply.facts);
  return reply.body;
}

const creation = (userName: string, of: Partial<CreateUser> = {}): CreateUser => ({
  accountId,
  userId: uuidv7(),
  actor,
  userName,
  profile: { name: { givenName: 'Ann', familyName: 'Lee' }, title: 'Surveyor' },
  ...of,
});
const change = (userId: string, changes: UserChange[], passwordHash?: string) =>
  ask(UserCommands.change, {
    accountId,
    userId,
    actor,
    changes,
    ...(passwordHash === undefined ? {} : { passwordHash }),
  });
const find = (attribute: string, value: string) =>
  gateway.ask(UserQueries.search, {
    accountId,
    scope: 'default',
    offset: 0,
    limit: 10,
    filter: { is: 'equals', attribute, value },
  });
const refused = (act: Promise<unknown>) =>
  act.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

beforeAll(async () => {
  await sender.connect();
  await commands.connect();
  await admin.watch([Topics.userEvents], keepEvent);
  const ada = { userId: uuidv7(), userName: 'ada@example.com', givenName: 'Ada', familyName: 'Min' };
  const operator = { kind: 'operator', id: 'specs' } as const;
  await ask(AccountCommands.create, { accountId, actor: operator, slug: 'acme', name: 'Acme', admin: ada });
});
afterAll(async () => {
  await service.close();
  await commands.close();
  await sender.close();
  await Promise.all([gateway.close(), workspace.close(), ops.close()]);
  await broker.remove();
});

describe('user-service over Kafka and HTTP', () => {
  it('commits before it replies: the very next question finds the user by every key', async () => {
    for (let n = 0; n < 20; n += 1) {
      const { id } = await ask(UserCommands.create, creation(`next${n}@example.com`, { externalId: `x${n}` }));
      const [byName, byExternalId, one] = await Promise.all([
        find('userName', `NEXT${n}@example.com`),
        find('externalId', `x${n}`),
        workspace.ask(UserQueries.find, { accountId, userId: id }),
      ]);
      expect([byName.users[0]?.id, byExternalId.users[0]?.id, one.id]).toEqual([id, id, id]);
    }
  });

  it('announces what happened in order, with versions and correlation, and without personal data (rule 20)', async () => {
    const commandId = uuidv7();
    const { id } = await ask(UserCommands.create, creation('canary.name@example.com'), commandId);
    await change(id, [
      { change: 'set', attribute: 'title', value: 'canary-title' },
      { change: 'set', attribute: 'active', value: false },
    ]);
    await ask(UserCommands.release, { accountId, userId: id, actor });
    const ofUser = () => events.filter(({ key }) => key === id);
    await eventually(() => expect(ofUser()).toHaveLength(4), 'all events of the user are on the topic');
    expect(ofUser().map(({ type, version }) => `${type} ${version}`)).toEqual([
      'user.created 1',
      'user.updated 2',
      'user.deactivated 3',
      'user.released 4',
    ]);
    expect(ofUser()[0]?.correlationId).toBe(commandId);
    expect(
      ofUser()
        .map(({ payload }) => payload)
        .join(''),
    ).not.toContain('canary');
  });

  it('has one effect of a repeated command, and gives the same reply', async () => {
    const commandId = uuidv7();
    const payload = creation('repeated@example.com');
    const first = await ask(UserCommands.create, payload, commandId);
    expect(await ask(UserCommands.create, payload, commandId)).toEqual(first);
    expect(await refused(ask(UserCommands.create, payload))).toBe('user-name-taken');
  });

  it('makes 200 creations of one name at once into one user', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => refused(ask(UserCommands.create, creation('one@example.com')))),
    );
    expect(answers.filter((code) => code === 'nothing')).toHaveLength(1);
    expect(answers.filter((code) => code === 'user-name-taken')).toHaveLength(199);
    expect((await find('userName', 'one@example.com')).total).toBe(1);
  });

  it('keeps 50 changes of different attributes at the same time', async () => {
    const { id } = await ask(UserCommands.create, creation('busy@example.com'));
    const phone = (n: number): UserChange => ({
      change: 'add-values',
      attribute: 'phoneNumbers',
      value: [{ value: `+1 ${n}` }],
    });
    await Promise.all(Array.from({ length: 50 }, (_, n) => change(id, [phone(n)])));
    const user = await workspace.ask(UserQueries.find, { accountId, userId: id });
    expect([user.version, user.profile.phoneNumbers?.length, user.profile.title]).toEqual([51, 50, 'Surveyor']);
  });

  it('checks passwords: the new one signs in, the old one does not; nor do inactive people (rule 6)', async () => {
    const hashed = (password: string) => hash(password, { memoryCost: 1_024, timeCost: 1 });
    const [first, second] = [randomBytes(9).toString('hex'), randomBytes(9).toString('hex')];
    const check = async (password: string, userName = 'Sign.In@example.com') =>
      (await workspace.ask(UserQueries.checkPassword, { accountId, userName, password })).signsIn;
    const { id } = await ask(
      UserCommands.create,
      creation('sign.in@example.com', { passwordHash: await hashed(first) }),
    );
    expect([await check(first), await check(second)]).toEqual([true, false]);
    await change(id, [], await hashed(second));
    expect([await check(first), await check(second), await check(second, 'nobody@example.com')]).toEqual([
      false,
      true,
      false,
    ]);
    await change(id, [{ change: 'set', attribute: 'active', value: false }]);
    expect(await check(second)).toBe(false);
  });

  it('guards the last admin, and announces that too (rule 8)', async () => {
    const { users } = await gateway.ask(UserQueries.search, {
      accountId,
      scope: 'all',
      offset: 0,
      limit: 1,
      filter: { is: 'equals', attribute: 'userName', value: 'ada@example.com' },
    });
    const demote: UserChange = { change: 'set', attribute: 'userType', value: 'viewer' };
    expect(await refused(change(users[0]?.id ?? '', [demote]))).toBe('last-admin');
    await eventually(
      () => expect(events.map(({ type }) => type)).toContain('account.last-admin-guarded'),
      'the warning is on the topic',
    );
  });

  it('tells of accounts and roles', async () => {
    const role = { accountId, actor, roleId: uuidv7(), name: 'Contractor', basedOn: 'guest' as const };
    await ask(AccountCommands.createRole, role);
    expect(await workspace.ask(AccountQueries.roles, { account: 'acme' })).toEqual([
      { id: role.roleId, name: 'Contractor', basedOn: 'guest' },
    ]);
    expect(await workspace.ask(AccountQueries.find, { account: 'acme' })).toMatchObject({
      id: accountId,
      activeAdmins: 1,
    });
    const counts = await workspace.ask(AccountQueries.people, { account: 'acme' });
    expect(counts.types?.find(({ userType }) => userType === 'admin')).toEqual({
      userType: 'admin',
      users: 1,
      released: 0,
    });
    expect(counts.types?.reduce((sum, { users }) => sum + users, 0)).toBe(counts.users);
    expect(await refused(workspace.ask(AccountQueries.find, { account: 'nobody' }))).toBe('account-not-found');
    expect(await refused(workspace.ask(AccountQueries.people, { account: 'nobody' }))).toBe('account-not-found');
    expect(await refused(workspace.ask(AccountQueries.roles, { account: 'nobody' }))).toBe('account-not-found');
  });

  it('finds nobody under an id that is none, and says which filters it cannot answer', async () => {
    expect(await refused(workspace.ask(UserQueries.find, { accountId, userId: 'no/id' }))).toBe('user-not-found');
    expect(await refused(workspace.ask(UserQueries.find, { accountId: 'acme', userId: uuidv7() }))).toBe(
      'user-not-found',
    );
    expect(await refused(find('shoeSize', '46'))).toBe('filter-not-supported');
  });

  it.each([
    ['no credential', {}, '{}', 401],
    ['a body of another shape', { authorization: basic('gateway-secret') }, '{"limit":"many"}', 400],
    ['a wrong secret', { authorization: basic('wrong-secret') }, '{}', 401],
  ])('refuses a query with %s', async (_, headers, body, status) => {
    const answer = await fetch(service.internalUrl + UserQueries.search.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    expect(answer.status).toBe(status);
  });

  it('shows operators that nothing waits, and what it is doing', async () => {
    await eventually(
      async () => expect(await ops.ask(OpsQueries.outbox, {})).toMatchObject({ rows: 0, lanes: [] }),
      'all events are published',
    );
    expect(await ops.ask(OpsQueries.parked, {})).toEqual([]);
    expect(await refused(ops.ask(OpsQueries.retryParked, { id: uuidv7() }))).toBe('message-not-found');
    expect((await fetch(`${service.internalUrl}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${service.internalUrl}/metrics`)).text()).toContain(
      'rollcall_messages_total{outcome="handled"',
    );
  });

  it('lets go of its database when it ends', async () => {
    await service.close();
    await eventually(async () => {
      const left = await database.rows(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'user-service%'`,
      );
      return left.length === 0;
    }, 'no connection of the service is left');
  });
});

function basic(secret: string): string {
  return `Basic ${Buffer.from(`scim-gateway:${secret}`).toString('base64')}`;
}
