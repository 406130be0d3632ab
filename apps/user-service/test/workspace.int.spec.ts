import { createHash } from 'node:crypto';
import {
  AccountCommands,
  UserCommands,
  WorkspaceUserCommands,
  type MessageDefinition,
  type Reply,
  type UserReply,
} from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { AccountReadModel } from '../src/persistence/account-read-model.js';
import { newAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { askAsGateway, asking, instanceOn } from './support/direct-transport.js';

const database = await serviceDatabase();
const dataSource = await database.connect('workspace-specs');
const instance = await instanceOn(dataSource);
const accounts = new AccountReadModel(await database.readPool());

const okta = { kind: 'directory', id: uuidv7() } as const;
let accountId: string;
let adminId: string;
const admin = () => ({ kind: 'admin', id: adminId }) as const;
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const linkOf = (secret: string, expiresAt = new Date(Date.now() + 60_000).toISOString()) => ({
  digest: digestOf(secret),
  expiresAt,
});

/** The body of the reply, or the code of the refusal. */
async function ask<Payload extends { accountId: string }>(definition: MessageDefinition<Payload>, payload: Payload) {
  const outcome = await askAsGateway(instance, asking(definition, payload));
  const reply = outcome?.reply as Reply<UserReply>;
  return reply.ok ? reply.body : reply.code;
}
const body = async (asked: Promise<UserReply | string>): Promise<UserReply> => {
  const answer = await asked;
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
};

const push = (userName: string) =>
  body(ask(UserCommands.create, { accountId, userId: uuidv7(), actor: okta, userName, profile: {} }));
const invite = (userName: string, userType?: string) =>
  ask(WorkspaceUserCommands.invite, {
    accountId,
    userId: uuidv7(),
    actor: admin(),
    userName,
    givenName: 'Ann',
    familyName: 'Lee',
    link: linkOf(userName),
    ...(userType === undefined ? {} : { userType }),
  });
const edit = (userId: string, attribute: string, value: unknown) =>
  ask(WorkspaceUserCommands.edit, {
    accountId,
    userId,
    actor: admin(),
    changes: [{ change: 'set', attribute, value }],
  });
const setActive = (userId: string, value: boolean) =>
  ask(UserCommands.change, {
    accountId,
    userId,
    actor: okta,
    changes: [{ change: 'set', attribute: 'active', value }],
  });

beforeEach(async () => {
  ({ accountId, adminId } = await newAccount(instance));
});

describe('people by hand', () => {
  it('are invited as workspace users, once per name', async () => {
    expect(await invite('ann@acme.example', 'viewer')).toMatchObject({
      managedBy: 'workspace',
      userType: 'viewer',
      active: true,
      outcome: 'created',
    });
    expect(await invite('ANN@acme.example')).toBe('user-name-taken');
    expect(await invite('bob@acme.example', 'boss')).toBe('user-type-unknown');
  });

  it('are adopted by the directory when it pushes them, and keep being its own when they are edited (rule 7)', async () => {
    await invite('ann@acme.example');
    const { id, managedBy } = await push('ann@acme.example');
    expect(managedBy).toBe('directory');
    expect(await edit(id, 'title', 'Lead')).toMatchObject({ managedBy: 'directory', profile: { title: 'Lead' } });
  });

  it('are not made active by hand where the directory made them inactive; released ones are, as workspace users (rule 7)', async () => {
    const [ann, bob] = [await push('ann@acme.example'), await push('bob@acme.example')];
    await setActive(ann.id, false);
    expect(await edit(ann.id, 'active', true)).toBe('directory-inactive');
    await ask(UserCommands.release, { accountId, userId: bob.id, actor: okta });
    expect(await edit(bob.id, 'active', true)).toMatchObject({ id: bob.id, active: true, managedBy: 'workspace' });
  });

  it('are deactivated by hand, and reactivated by hand', async () => {
    const { id } = await push('ann@acme.example');
    expect(await edit(id, 'active', false)).toMatchObject({ active: false, managedBy: 'directory' });
    expect(await edit(id, 'active', true)).toMatchObject({ active: true });
  });

  it('leave the directory without any other change, and are adopted by its next push', async () => {
    const { id } = await push('ann@acme.example');
    const handBack = () => ask(WorkspaceUserCommands.handBack, { accountId, userId: id, actor: admin() });
    expect(await handBack()).toMatchObject({ id, managedBy: 'workspace', active: true, version: 2, changed: true });
    expect(await handBack()).toMatchObject({ version: 2, changed: false });
    expect(await push('ann@acme.example')).toMatchObject({ id, managedBy: 'directory', outcome: 'adopted' });
  });

  it('never leave an account without an admin, also when two admins demote each other at once', async () => {
    const other = await body(invite('eve@acme.example', 'admin'));
    const demote = (userId: string) => edit(userId, 'userType', 'member');
    const answers = await Promise.all([demote(other.id), demote(adminId)]);
    expect(answers.filter((answer) => answer === 'last-admin')).toHaveLength(1);
    expect((await accounts.account(accountId))?.activeAdmins).toBe(1);
  });
});

describe('a link to set a password', () => {
  const use = (userId: string, secret: string) =>
    ask(WorkspaceUserCommands.setPasswordByLink, {
      accountId,
      userId,
      actor: { kind: 'admin', id: userId },
      digest: digestOf(secret),
      passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA',
    });

  it('works once, for its person, until it is too old or there is a newer one', async () => {
    const { id } = await body(invite('ann@acme.example'));
    expect(await use(id, 'another')).toBe('link-invalid');
    expect(await use(adminId, 'ann@acme.example')).toBe('link-invalid');
    expect(await use(id, 'ann@acme.example')).toMatchObject({ id, changed: true });
    expect(await use(id, 'ann@acme.example')).toBe('link-invalid');
    const renew = (secret: string, expiresAt?: string) =>
      ask(WorkspaceUserCommands.link, { accountId, userId: id, actor: admin(), link: linkOf(secret, expiresAt) });
    await renew('first');
    await renew('second');
    expect(await use(id, 'first')).toBe('link-invalid');
    expect(await use(id, 'second')).toMatchObject({ id });
    await renew('third', new Date(Date.now() - 1_000).toISOString());
    expect(await use(id, 'third')).toBe('link-invalid');
  });

  const linked = async (userId: string, secret: string) => {
    await ask(WorkspaceUserCommands.link, { accountId, userId, actor: admin(), link: linkOf(secret) });
    return () => use(userId, secret);
  };
  const joined = async (userName: string) => {
    const { id } = await body(invite(userName));
    await use(id, userName);
    return id;
  };
  const byDirectory = (userId: string, attribute: string, value: unknown) =>
    ask(UserCommands.change, { accountId, userId, actor: okta, changes: [{ change: 'set', attribute, value }] });
  const passwordHash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$b3RoZXI';

  it('does not come back with a person who was deactivated, or deleted and assigned again (rule 5)', async () => {
    const ann = await push('ann@acme.example');
    const ofAnn = await linked(ann.id, 'of ann');
    await setActive(ann.id, false);
    await setActive(ann.id, true);
    expect(await ofAnn()).toBe('link-invalid');
    const bob = await push('bob@acme.example');
    const ofBob = await linked(bob.id, 'of bob');
    await ask(UserCommands.release, { accountId, userId: bob.id, actor: okta });
    expect(await push('bob@acme.example')).toMatchObject({ id: bob.id, active: true });
    expect(await ofBob()).toBe('link-invalid');
  });

  it('ends with a password that the directory sets, and with a change of one’s own', async () => {
    const { id } = await push('ann@acme.example');
    const first = await linked(id, 'first');
    await ask(UserCommands.change, { accountId, userId: id, actor: okta, changes: [], passwordHash });
    expect(await first()).toBe('link-invalid');
    const second = await linked(id, 'second');
    const own = { kind: 'admin', id } as const;
    const sessionDigest = 'b'.repeat(64);
    await ask(WorkspaceUserCommands.changeOwnPassword, {
      accountId,
      userId: id,
      actor: own,
      passwordHash,
      sessionDigest,
    });
    expect(await second()).toBe('link-invalid');
  });

  it.each([
    ['user type', 'userType', 'viewer'],
    ['name', 'userName', 'anna@acme.example'],
  ])('ends with another %s', async (_, attribute, value) => {
    const { id } = await push('ann@acme.example');
    const ofAnn = await linked(id, 'of ann');
    await edit(id, 'title', 'Lead');
    await byDirectory(id, attribute, value);
    expect(await ofAnn()).toBe('link-invalid');
  });

  it('ends where the directory adopts a person who has a password, and where it is handed back', async () => {
    const id = await joined('ann@acme.example');
    const beforeAdoption = await linked(id, 'first');
    await push('ann@acme.example');
    expect(await beforeAdoption()).toBe('link-invalid');
    const beforeHandBack = await linked(id, 'second');
    await ask(WorkspaceUserCommands.handBack, { accountId, userId: id, actor: admin() });
    expect(await beforeHandBack()).toBe('link-invalid');
  });

  it('of an invitation outlives the adoption: it is the only way in', async () => {
    const { id } = await body(invite('ann@acme.example'));
    expect(await push('ann@acme.example')).toMatchObject({ id, outcome: 'adopted' });
    expect(await use(id, 'ann@acme.example')).toMatchObject({ id, managedBy: 'directory' });
  });

  it('is withdrawn by an admin, once or twice, and told once', async () => {
    const { id } = await body(invite('ann@acme.example'));
    const withdraw = () => ask(WorkspaceUserCommands.withdrawLink, { accountId, userId: id, actor: admin() });
    expect(await withdraw()).toMatchObject({ id, changed: false });
    expect(await use(id, 'ann@acme.example')).toBe('link-invalid');
    expect(await withdraw()).toMatchObject({ id, changed: false });
  });
});

describe('a custom role', () => {
  const create = async (name: string): Promise<string> => {
    const roleId = uuidv7();
    await ask(AccountCommands.createRole, { accountId, actor: admin(), roleId, name, basedOn: 'guest' });
    return roleId;
  };
  const remove = (roleId: string) => ask(AccountCommands.deleteRole, { accountId, actor: admin(), roleId });

  it('is renamed, but not to the name of another', async () => {
    const [contractor] = [await create('Contractor'), await create('Auditor')];
    const rename = (name: string) =>
      ask(AccountCommands.renameRole, { accountId, actor: admin(), roleId: contractor, name });
    expect(await rename('auditor')).toBe('role-name-taken');
    expect(await rename('Freelancer')).toMatchObject({ id: contractor, name: 'Freelancer' });
    expect((await accounts.roles(accountId))?.map(({ name }) => name)).toEqual(['Auditor', 'Freelancer']);
  });

  it('is changed and deleted only as it was read, where the caller says so: one of two at the same moment', async () => {
    const contractor = await create('Contractor');
    const read = (await accounts.account(accountId))?.version ?? 0;
    const of = { accountId, actor: admin(), roleId: contractor, ifMatch: [String(read)] };
    const renamed = await Promise.all(
      ['Freelancer', 'Temp'].map((name) => ask(AccountCommands.renameRole, { ...of, name })),
    );
    expect(renamed.filter((answer) => answer === 'version-mismatch')).toHaveLength(1);
    expect(await ask(AccountCommands.deleteRole, of)).toBe('version-mismatch');
    expect(await ask(AccountCommands.deleteRole, { ...of, ifMatch: [String(read + 1)] })).toEqual({ id: contractor });
  });

  it('is not deleted while somebody has it, nor given to somebody while it is deleted', async () => {
    const roleId = await create('Contractor');
    const { id } = await body(invite('ann@acme.example', roleId));
    expect(await remove(roleId)).toBe('role-in-use');
    await edit(id, 'userType', 'member');
    const [removed, given] = await Promise.all([remove(roleId), edit(id, 'userType', roleId)]);
    const roles = (await accounts.roles(accountId))?.length;
    expect([removed, given].filter((answer) => typeof answer === 'string')).toHaveLength(1);
    expect(roles).toBe(typeof given === 'string' ? 0 : 1);
  });
});
