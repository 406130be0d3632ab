import { hash } from '@node-rs/argon2';
import {
  AccountCommands,
  digestOf,
  UserCommands,
  WorkspaceUserCommands,
  type SignInOutcome,
} from '@rollcall/contracts';
import { argon2id, createLogger } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { PasswordsController } from '../src/queries/passwords.controller.js';
import { PasswordChecker } from '../src/sessions/password-checker.js';
import { PasswordReadModel } from '../src/persistence/password-read-model.js';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { removeExpiredLinks } from '../src/sessions/password-links.js';
import { Sessions } from '../src/sessions/sessions.js';
import { accountOfPeople, cheap } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, instanceOn } from './support/direct-transport.js';

const database = await serviceDatabase();
const dataSource = await database.connect('session-specs');
const instance = await instanceOn(dataSource);
const users = new UserReadModel(dataSource);
const hashes = new PasswordReadModel(dataSource);
const passwords = new PasswordChecker({ users, hashes });
const logger = createLogger('specs', { level: 'fatal' });
const sessions = Sessions.start({ dataSource, users, passwords, lifetimeMs: 60_000, logger });
const controller = new PasswordsController(hashes, sessions);

const { accountId, actor, passwordHash, somebody } = await accountOfPeople(instance);

async function tokenOf(userName: string): Promise<string> {
  const outcome = await sessions.signIn({ account: 'acme', userName, password: 'right' });
  if (!outcome.signedIn) throw new Error('was not signed in');
  return outcome.session.token;
}

const works = async (token: string) => (await sessions.check({ token })).works;
const setActive = (userId: string, active: boolean) =>
  instance.handle(
    asking(UserCommands.change, {
      accountId,
      userId,
      actor,
      changes: [{ change: 'set', attribute: 'active', value: active }],
    }),
  );

afterAll(() => sessions.close());

describe('a session', () => {
  it('begins with account, e-mail and password, and says who is there and what they may do', async () => {
    const { userId, userName } = await somebody('viewer');
    const outcome = await sessions.signIn({ account: 'acme', userName: userName.toUpperCase(), password: 'right' });
    const { token, user } = (outcome as Extract<SignInOutcome, { signedIn: true }>).session;
    expect(user).toMatchObject({ id: userId, userName });
    expect(await sessions.check({ token })).toMatchObject({
      works: true,
      session: { accountId, userId, userType: 'viewer', rights: 'viewer' },
    });
  });

  it('has the rights of this moment: a custom role those of its base', async () => {
    const roleId = uuidv7();
    await instance.handle(
      asking(AccountCommands.createRole, { accountId, actor, roleId, name: 'Contractor', basedOn: 'guest' }),
    );
    const { userId, userName } = await somebody('member');
    const token = await tokenOf(userName);
    await instance.handle(
      asking(UserCommands.change, {
        accountId,
        userId,
        actor,
        changes: [{ change: 'set', attribute: 'userType', value: roleId }],
      }),
    );
    expect(await sessions.check({ token })).toMatchObject({ session: { userType: roleId, rights: 'guest' } });
  });

  it.each([
    ['another password', 'acme', 'ann', 'wrong'],
    ['nobody', 'acme', 'nobody@acme.example', 'right'],
    ['another account', 'other', 'ann', 'right'],
    ['an account that no database can hold', '\u0000', 'ann', 'right'],
  ])('does not begin with %s, and the answer is always the same', async (_, account, who, password) => {
    const { userName } = await somebody();
    const asked = { account, userName: who === 'ann' ? userName : who, password };
    expect(await sessions.signIn(asked)).toEqual({ signedIn: false });
  });

  it('is refused in the same time, whether account or person are unknown, the person inactive, or the password wrong', async () => {
    const costly = await hash('right', argon2id); // as the gateway hashes
    const [ann, bob] = [await somebody('member', costly), await somebody('member', costly)];
    await setActive(bob.userId, false);
    const attempts = [
      { account: 'acme', userName: ann.userName, password: 'wrong' },
      { account: 'acme', userName: bob.userName, password: 'right' },
      { account: 'acme', userName: 'nobody@acme.example', password: 'right' },
      { account: 'other', userName: ann.userName, password: 'right' },
    ];
    // What this process computes, argon2's threads too: a clock would measure what else the machine does.
    const computed = () => process.cpuUsage().user + process.cpuUsage().system;
    const least = attempts.map(() => Infinity);
    for (let round = 0; round < 10; round += 1) {
      for (const [n, attempt] of attempts.entries()) {
        const before = computed();
        // From a site of its own each time, so that each password is compared.
        expect(await sessions.signIn({ ...attempt, site: `site ${round}` })).toEqual({ signedIn: false });
        least[n] = Math.min(least[n] ?? Infinity, computed() - before);
      }
    }
    expect(Math.max(...least) / Math.min(...least)).toBeLessThan(1.5);
  });

  it('ends at once when its user is deactivated, and does not come back with the user (rule 5)', async () => {
    const { userId, userName } = await somebody();
    const token = await tokenOf(userName);
    await setActive(userId, false);
    expect(await works(token)).toBe(false);
    expect(await sessions.signIn({ account: 'acme', userName, password: 'right' })).toEqual({ signedIn: false });
    await setActive(userId, true);
    expect(await works(token)).toBe(false);
    expect(await works(await tokenOf(userName))).toBe(true);
  });

  it('ends with a new password (rule 6), at sign-out, and when the directory releases the user', async () => {
    const [ann, bob, cy] = [await somebody(), await somebody(), await somebody()];
    const [ofAnn, ofBob, ofCy] = [await tokenOf(ann.userName), await tokenOf(bob.userName), await tokenOf(cy.userName)];
    const next = await hash('next', cheap);
    await instance.handle(
      asking(UserCommands.change, { accountId, userId: ann.userId, actor, changes: [], passwordHash: next }),
      asking(UserCommands.release, { accountId, userId: cy.userId, actor }),
    );
    await sessions.end({ token: ofBob });
    expect([await works(ofAnn), await works(ofBob), await works(ofCy)]).toEqual([false, false, false]);
  });

  it('never survives a deactivation that comes while the password is compared', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { userId, userName } = await somebody();
      const [outcome] = await Promise.all([
        sessions.signIn({ account: 'acme', userName, password: 'right' }),
        setActive(userId, false),
      ]);
      if (outcome.signedIn) expect(await works(outcome.session.token)).toBe(false);
    }
    const [left] = await database.rows<{ n: number }>(
      'SELECT count(*)::int AS n FROM sessions s JOIN users u ON u.id = s.user_id WHERE NOT u.active AND s.expires_at > now()',
    );
    expect(left?.n).toBe(0);
  });

  it('is kept as a digest only, and ends when its time is over', async () => {
    const { userName } = await somebody();
    const token = await tokenOf(userName);
    const rows = await database.rows('SELECT * FROM sessions');
    expect(JSON.stringify(rows)).not.toContain(token);
    await database.rows(`UPDATE sessions SET expires_at = now() - interval '1 s'`);
    expect(await works(token)).toBe(false);
  });

  it('goes on where its person changes the password in it, and all others of the person end', async () => {
    const { userId, userName } = await somebody();
    const [own, other, someoneElses] = [
      await tokenOf(userName),
      await tokenOf(userName),
      await tokenOf((await somebody()).userName),
    ];
    const compare = (password: string) => controller.compareOwn({ accountId, userId, password });
    const compared = await compare('right');
    const version = compared.matches ? compared.version : 0;
    expect(compared).toEqual({ matches: true, version: 1, owner: { accountSlug: 'acme', userName } });
    const change = {
      accountId,
      userId,
      actor: { kind: 'admin' as const, id: userId },
      passwordHash: await hash('next', cheap),
      sessionDigest: digestOf(own),
      ifMatch: [String(version)],
    };
    await instance.handle(asking(WorkspaceUserCommands.changeOwnPassword, change));
    expect([await works(own), await works(other), await works(someoneElses)]).toEqual([true, false, true]);
    expect(await compare('right')).toEqual({ matches: false });
    expect(await compare('next')).toMatchObject({ matches: true, version: 2 });
  });

  it('ends also where it was to go on, if the person is deactivated in the same batch', async () => {
    const { userId, userName } = await somebody();
    const own = await tokenOf(userName);
    const sessionDigest = digestOf(own);
    const change = { accountId, userId, actor, passwordHash, sessionDigest };
    const set = { change: 'set', attribute: 'active', value: false } as const;
    await instance.handle(
      asking(WorkspaceUserCommands.changeOwnPassword, change),
      asking(UserCommands.change, { accountId, userId, actor, changes: [set] }),
    );
    expect(await works(own)).toBe(false);
  });

  it('begins with a hash that was made when hashes were cheaper, which is then made anew', async () => {
    const { userId, userName } = await somebody();
    const hashOf = async () => {
      const [row] = await database.rows<{ hash: string }>(
        `SELECT hash FROM password_hashes WHERE user_id = '${userId}'`,
      );
      return row?.hash;
    };
    expect(await hashOf()).toBe(passwordHash);
    expect(await Promise.all([tokenOf(userName), tokenOf(userName)])).toHaveLength(2);
    const stronger = await hashOf();
    expect(stronger).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await tokenOf(userName);
    expect(await hashOf()).toBe(stronger);
  });
});

describe('a link to set a password with', () => {
  const link = (userId: string, expiresAt = new Date(Date.now() + 60_000).toISOString()) =>
    instance.handle(
      asking(WorkspaceUserCommands.link, { accountId, userId, actor, link: { digest: digestOf(userId), expiresAt } }),
    );
  const hasLink = async (userId: string) =>
    (await database.rows('SELECT FROM password_links WHERE user_id = $1', [userId])).length === 1;

  it('is removed once its time is over', async () => {
    const [old, young] = [await somebody(), await somebody()];
    await link(old.userId, new Date(Date.now() - 1_000).toISOString());
    await link(young.userId);
    await removeExpiredLinks(dataSource);
    expect([await hasLink(old.userId), await hasLink(young.userId)]).toEqual([false, true]);
  });

  it('ends where all sessions of its person are ended, or all others, and not with a single one', async () => {
    const { userId, userName } = await somebody();
    const ended = async (which: object) => {
      const verdict = await sessions.check({ token: await tokenOf(userName) });
      const id = verdict.works ? verdict.session.sessionId : undefined;
      await link(userId);
      const of = Object.fromEntries(Object.entries(which).map(([name]) => [name, id]));
      await sessions.endOf({ accountId, userId, actor: { kind: 'admin', id: userId }, requestId: uuidv7(), ...of });
      return !(await hasLink(userId));
    };
    expect([await ended({ sessionId: '' }), await ended({ exceptId: '' }), await ended({})]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
