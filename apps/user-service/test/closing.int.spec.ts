import { hash } from '@node-rs/argon2';
import {
  AccountCommands,
  ClosingCommands,
  digestOf,
  UserCommands,
  WorkspaceUserCommands,
  type Actor,
} from '@rollcall/contracts';
import { ClosedAccounts, sharedEntities } from '@rollcall/persistence';
import { createLogger } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { AccountReadModel } from '../src/persistence/account-read-model.js';
import { AccountTerms } from '../src/jobs/account-terms.js';
import { userEntities } from '../src/persistence/entities/user-entities.js';
import { releasedTooLong } from '../src/persistence/released-users.js';
import { PasswordReadModel } from '../src/persistence/password-read-model.js';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { PasswordChecker } from '../src/sessions/password-checker.js';
import { Sessions } from '../src/sessions/sessions.js';
import { creatingAccount, newAccount as makeAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, inShort, instanceOn } from './support/direct-transport.js';

const database = await serviceDatabase();
const dataSource = await database.connect('closing-specs');
const instance = await instanceOn(dataSource);
const other = await instanceOn(await database.connect('closing-specs-other'));
const users = new UserReadModel(dataSource);
const hashes = new PasswordReadModel(dataSource);
const logger = createLogger('specs', { level: 'fatal' });
const passwords = new PasswordChecker({ users, hashes });
const sessions = Sessions.start({ dataSource, users, passwords, lifetimeMs: 60_000, logger });
const accounts = new AccountReadModel(await database.readPool());
const terms = new AccountTerms({ dataSource, logger, wake: () => undefined });
const closedAccounts = (graceMs: number) =>
  new ClosedAccounts({ dataSource, entities: [...userEntities, ...sharedEntities], slice: 3, pauseMs: 0, graceMs });

const operator: Actor = { kind: 'operator', id: 'ann' };
const directory: Actor = { kind: 'directory', id: uuidv7() };
const passwordHash = await hash('right', { memoryCost: 64, timeCost: 1, parallelism: 1 });

afterAll(() => sessions.close());

/** An account with some people, a role, a session and a link. */
async function newAccount(slug: string, accountId = uuidv7()) {
  const { adminId } = await makeAccount(instance, { accountId, slug, name: slug });
  const [userId, userName] = [uuidv7(), `ann@${slug}.example`];
  const person = { accountId, userId, actor: directory, userName, userType: 'member', profile: {}, passwordHash };
  await instance.handle(asking(UserCommands.create, person));
  for (let n = 0; n < 7; n += 1) {
    const of = { accountId, userId: uuidv7(), actor: directory, userName: `p${n}@${slug}.example`, profile: {} };
    await instance.handle(asking(UserCommands.create, of));
  }
  const role = { accountId, actor: operator, roleId: uuidv7(), name: 'Contractor', basedOn: 'viewer' } as const;
  await instance.handle(asking(AccountCommands.createRole, role));
  const digest = digestOf('link');
  const link = { digest, expiresAt: '2100-01-01T00:00:00.000Z' };
  await instance.handle(asking(WorkspaceUserCommands.link, { accountId, userId: adminId, actor: operator, link }));
  const signIn = () => sessions.signIn({ account: slug, userName, password: 'right' });
  const started = await signIn();
  if (!started.signedIn) throw new Error('was not signed in');
  const { token } = started.session;
  return {
    accountId,
    slug,
    userId,
    token,
    signIn: async () => (await signIn()).signedIn,
    sessionWorks: async () => (await sessions.check({ token })).works,
    linkWorks: async () => (await hashes.linkOwner({ accountId, userId: adminId, digest })) !== undefined,
    create: () =>
      became(
        instance.handle(asking(UserCommands.create, { ...person, userId: uuidv7(), userName: `new@${slug}.example` })),
      ),
    close: (afterSeconds: number) =>
      became(instance.handle(asking(ClosingCommands.close, { accountId, actor: operator, afterSeconds }))),
    reopen: (by = instance) => became(by.handle(asking(ClosingCommands.reopen, { accountId, actor: operator }))),
    rows: () => rowsOf(accountId),
    events: async () =>
      (
        await database.rows<{ headers: Record<string, string> }>(
          `SELECT headers FROM outbox WHERE headers->>'ce_accountid' = $1 AND message_key = $1 ORDER BY id`,
          [accountId],
        )
      ).map(({ headers }) => `${headers['ce_type']} ${headers['ce_aggregateversion']}`),
  };
}

const became = async (outcomes: Promise<Parameters<typeof inShort>[0]>) => inShort(await outcomes)[0];

/** How many rows of each table are the account's; tables without any are left out. */
async function rowsOf(accountId: string): Promise<Record<string, number>> {
  const tables = await database.rows<{ name: string; column: string }>(
    `SELECT table_name AS name, column_name AS column FROM information_schema.columns
      WHERE table_schema = 'public' AND (column_name = 'account_id' OR table_name = 'accounts' AND column_name = 'id')`,
  );
  const counts: Record<string, number> = {};
  for (const { name, column } of tables) {
    const [row] = await database.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${name} WHERE ${column} = $1`, [
      accountId,
    ]);
    if (row && row.n > 0) counts[name] = row.n;
  }
  return counts;
}

describe('while the term of an account runs', () => {
  it('nobody gets in, and nothing is changed; others notice nothing', async () => {
    const [acme, beta] = [await newAccount('acme'), await newAccount('beta')];
    expect(await acme.close(3_600)).toBe('done');
    expect([await acme.sessionWorks(), await acme.signIn(), await acme.linkWorks()]).toEqual([false, false, false]);
    expect(await acme.create()).toBe('account-closing');
    expect([await beta.sessionWorks(), await beta.signIn(), await beta.linkWorks()]).toEqual([true, true, true]);
    expect(await beta.create()).toBe('created');
  });

  it('its sessions are ended with their events, soon', async () => {
    const gamma = await newAccount('gamma');
    await gamma.close(3_600);
    await sessions.endings.announceEnded();
    expect(await gamma.rows()).not.toHaveProperty('sessions');
    const [ended] = await database.rows<{ value: string }>(
      `SELECT value FROM outbox WHERE headers->>'ce_type' = 'session.ended' AND message_key = $1`,
      [gamma.userId],
    );
    expect(JSON.parse(ended?.value ?? '{}')).toMatchObject({ why: 'account-closing', actor: operator });
  });

  it('reopening gives everything back, but for sessions', async () => {
    const delta = await newAccount('delta');
    const before = await delta.rows();
    await delta.close(3_600);
    expect(await delta.reopen()).toBe('done');
    expect([await delta.sessionWorks(), await delta.signIn(), await delta.linkWorks()]).toEqual([false, true, true]);
    await sessions.endings.announceEnded();
    const { inbox: _, account_closures: open, sessions: one, ...after } = await delta.rows();
    const { inbox: __, sessions: ___, ...same } = before;
    expect(after).toEqual(same);
    expect([open, one]).toEqual([1, 1]);
    expect(await delta.create()).toBe('created');
    expect(await delta.events()).toEqual([
      'account.created 1',
      'role.created 2',
      'account.closing 3',
      'account.reopened 4',
    ]);
  });

  it('nobody is looked for whom the directory released long ago', async () => {
    const epsilon = await newAccount('epsilon');
    const { accountId, userId } = epsilon;
    const settings = { eraseReleasedAfterDays: '1' };
    await instance.handle(asking(AccountCommands.changeSettings, { accountId, actor: operator, settings }));
    await instance.handle(asking(UserCommands.release, { accountId, userId, actor: directory }));
    await database.rows(`UPDATE users SET updated_at = now() - interval '2 days' WHERE id = $1`, [userId]);
    const found = async () => (await releasedTooLong(dataSource, { ofEach: 10, limit: 10 })).map((each) => each.userId);
    expect(await found()).toEqual([userId]);
    await epsilon.close(3_600);
    expect(await found()).toEqual([]);
    await epsilon.reopen();
  });

  it('is told by the account and in the list', async () => {
    const zeta = await newAccount('zeta');
    await zeta.close(3_600);
    const closing = { endsAt: expect.stringMatching(/^20.*Z$/) };
    expect(await accounts.account('zeta')).toMatchObject({ closing });
    const [found] = await accounts.list({ after: 'zesty', limit: 1 });
    expect(found).toEqual({ id: zeta.accountId, slug: 'zeta', name: 'zeta', closing });
    await zeta.reopen();
    expect(await accounts.account('zeta')).not.toHaveProperty('closing');
  });
});

describe('the end of a term', () => {
  it('does not come before its time', async () => {
    const eta = await newAccount('eta');
    await eta.close(3_600);
    expect(await terms.endDue()).toBe(0);
    expect(await eta.reopen()).toBe('done');
  });

  it('leaves the stone, frees the slug, and touches nobody else', async () => {
    const [theta, iota] = [await newAccount('theta'), await newAccount('iota')];
    const neighbour = await iota.rows();
    await theta.close(0);
    expect(await terms.endDue()).toBe(1);
    expect(await theta.events()).toEqual([
      'account.created 1',
      'role.created 2',
      'account.closing 3',
      'account.closed 4',
    ]);
    await closedAccounts(60_000).pass();
    expect(await theta.rows()).toEqual({ account_closures: 1 });
    expect(await iota.rows()).toEqual(neighbour);
    expect([await theta.reopen(), await theta.create()]).toEqual(['account-not-found', 'account-not-found']);
    expect(await theta.rows()).toEqual({ account_closures: 1 });
    const [stone] = await database.rows<object>('SELECT * FROM account_closures WHERE account_id = $1', [
      theta.accountId,
    ]);
    expect(JSON.stringify(stone)).not.toContain('theta');
    expect((await newAccount('theta')).accountId).not.toBe(theta.accountId);
  });

  it('never gives the id to another account', async () => {
    const kappa = await newAccount('kappa');
    await kappa.close(0);
    await terms.endDue();
    const again = creatingAccount({ accountId: kappa.accountId, slug: 'lambda' });
    expect(inShort(await instance.handle(again))).toEqual(['account-not-found']);
  });

  it('comes once, whichever instance is first, and after it nobody reopens', async () => {
    const mu = await newAccount('mu');
    await mu.close(0);
    const [one, two, reopened] = await Promise.all([terms.endDue(), terms.endDue(), mu.reopen(other)]);
    const isClosed = one + two === 1;
    expect([isClosed, reopened]).toEqual(isClosed ? [true, 'account-not-found'] : [false, 'done']);
    expect((await mu.events()).filter((event) => event.startsWith('account.closed'))).toHaveLength(isClosed ? 1 : 0);
  });

  it('takes the counts of people along, which deleting them writes', async () => {
    const nu = await newAccount('nu');
    await nu.close(0);
    await terms.endDue();
    await closedAccounts(0).pass();
    expect(await closedAccounts(0).pass()).toBe(0);
    expect(await nu.rows()).toEqual({ account_closures: 1 });
  });
});
