import { isSignedSessionToken, TokenSigner, UserCommands, type Actor } from '@rollcall/contracts';
import { createLogger } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { PasswordReadModel } from '../src/persistence/password-read-model.js';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { PasswordChecker } from '../src/sessions/password-checker.js';
import { Sessions } from '../src/sessions/sessions.js';
import { accountOfPeople } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, instanceOn } from './support/direct-transport.js';

const database = await serviceDatabase();
const dataSource = await database.connect('session-list-specs');
const instance = await instanceOn(dataSource);
const users = new UserReadModel(dataSource);
const sessions = Sessions.start({
  dataSource,
  users,
  passwords: new PasswordChecker({ users, hashes: new PasswordReadModel(dataSource) }),
  lifetimeMs: 3_600_000,
  idleMs: 600_000,
  maxPerPerson: 3,
  logger: createLogger('specs', { level: 'fatal' }),
});

const { accountId, actor: directory, somebody } = await accountOfPeople(instance);

async function begin(userName: string, of: object = {}): Promise<string> {
  const outcome = await sessions.signIn({ account: 'acme', userName, password: 'right', ...of });
  if (!outcome.signedIn) throw new Error('was not signed in');
  return outcome.session.token;
}

const works = async (token: string) => (await sessions.check({ token })).works;
const idOf = async (token: string) => {
  const verdict = await sessions.check({ token });
  return verdict.works ? (verdict.session.sessionId ?? '') : '';
};
const listed = async (userId: string) => (await sessions.list({ accountId, userId })).map(({ sessionId }) => sessionId);

const shift = (column: string, userId: string, minutes: number) =>
  database.rows(`UPDATE sessions SET ${column} = ${column} - make_interval(mins => $2) WHERE user_id = $1`, [
    userId,
    minutes,
  ]);

interface OutboxRow {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** The session events of a person, without what all of them say. */
async function events(userId: string) {
  const rows = await database.rows<OutboxRow>('SELECT headers, value FROM outbox WHERE message_key = $1 ORDER BY id', [
    userId,
  ]);
  return rows.flatMap(({ headers, value }) => {
    const { ce_type: type = '', ce_correlationid: correlationId } = headers;
    if (!type.startsWith('session.')) return [];
    const { accountId: _, userId: __, ...said } = JSON.parse(value) as Record<string, unknown>;
    return [{ type, correlationId, ...said }];
  });
}

const change = (userId: string, attribute: 'userName' | 'active', value: string | boolean) => {
  const message = asking(UserCommands.change, {
    accountId,
    userId,
    actor: directory,
    changes: [{ change: 'set', attribute, value }],
  });
  return instance.handle(message).then(() => message.correlationId);
};

afterAll(() => sessions.close());

describe('the sessions of a person', () => {
  it('are listed with when and where they began, the newest first, and no others', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    const first = await begin(ann.userName, { network: '192.0.2.1', device: 'Firefox on Linux' });
    const second = await begin(ann.userName);
    await begin(bob.userName);
    expect(isSignedSessionToken(first, new TokenSigner([await sessions.signingKey()]))).toBe(true);
    const list = await sessions.list({ accountId, userId: ann.userId });
    expect(list.map(({ sessionId }) => sessionId)).toEqual([await idOf(second), await idOf(first)]);
    expect(list[1]).toMatchObject({ network: '192.0.2.1', device: 'Firefox on Linux' });
    expect(await sessions.list({ accountId: uuidv7(), userId: ann.userId })).toEqual([]);
  });

  it('end one by one, all but one, or all, at once, and only those of the person and the account', async () => {
    const { userId, userName } = await somebody();
    const tokens = [await begin(userName), await begin(userName), await begin(userName)] as const;
    const ids = [await idOf(tokens[0]), await idOf(tokens[1]), await idOf(tokens[2])] as const;
    const actor: Actor = { kind: 'admin', id: userId };
    const end = (which: object) => sessions.endOf({ accountId, userId, actor, ...which });
    expect(await end({ userId: (await somebody()).userId, sessionId: ids[0] })).toBe(0);
    expect(await end({ accountId: uuidv7() })).toBe(0);
    expect(await end({ sessionId: ids[0] })).toBe(1);
    expect(await end({ exceptId: ids[2] })).toBe(1);
    expect([await works(tokens[0]), await works(tokens[1]), await works(tokens[2])]).toEqual([false, false, true]);
    expect(await end({})).toBe(1);
    expect(await listed(userId)).toEqual([]);
  });

  it('are at most three here: the oldest end', async () => {
    const { userId, userName } = await somebody();
    const tokens: string[] = [];
    for (let n = 0; n < 5; n += 1) tokens.push(await begin(userName));
    expect(await Promise.all(tokens.map(works))).toEqual([false, false, true, true, true]);
    await Promise.all(Array.from({ length: 6 }, () => begin(userName)));
    expect(await listed(userId)).toHaveLength(3);
  });

  it('end with another userName, and not with another letter case of it', async () => {
    const { userId, userName } = await somebody();
    const token = await begin(userName);
    await change(userId, 'userName', userName.toUpperCase());
    expect(await works(token)).toBe(true);
    await change(userId, 'userName', `new-${userName}`);
    expect(await works(token)).toBe(false);
  });

  it('end when nobody uses them; what the page asks by itself is no use', async () => {
    const { userId, userName } = await somebody();
    const token = await begin(userName);
    await shift('last_used_at', userId, 9);
    expect(await sessions.check({ token, background: true })).toMatchObject({ works: true });
    await shift('last_used_at', userId, 2);
    expect(await works(token)).toBe(false);
    const used = await begin(userName);
    await shift('last_used_at', userId, 9);
    expect(await works(used)).toBe(true); // a use
    await shift('last_used_at', userId, 9);
    expect(await works(used)).toBe(true);
  });

  it('note a use at most once a minute', async () => {
    const { userId, userName } = await somebody();
    const token = await begin(userName);
    const before = await database.rows('SELECT last_used_at, xmin FROM sessions WHERE user_id = $1', [userId]);
    for (let n = 0; n < 5; n += 1) await works(token);
    expect(await database.rows('SELECT last_used_at, xmin FROM sessions WHERE user_id = $1', [userId])).toEqual(before);
  });
});

describe('the password again', () => {
  it('makes the session a fresh one, and counts failures as signing in does', async () => {
    const { userId, userName } = await somebody();
    const token = await begin(userName);
    await shift('confirmed_at', userId, 30);
    const confirmedAgo = async () => {
      const verdict = await sessions.check({ token });
      return verdict.works ? Date.now() - Date.parse(verdict.session.confirmedAt ?? '') : NaN;
    };
    expect(await confirmedAgo()).toBeGreaterThan(1_700_000);
    const site = '203.0.113.7';
    expect(await sessions.confirm({ token, password: 'wrong', site })).toEqual({ confirmed: false });
    expect(await sessions.confirm({ token, password: 'right', site })).toMatchObject({ confirmed: true });
    expect(await confirmedAgo()).toBeLessThan(60_000);
    for (let n = 0; n < 5; n += 1) await sessions.confirm({ token, password: 'wrong', site });
    expect(await sessions.confirm({ token, password: 'right', site })).toMatchObject({ retryAfterS: 1 });
  });

  it('of a session that has ended confirms nothing', async () => {
    const { userName } = await somebody();
    const token = await begin(userName);
    await sessions.end({ token });
    expect(await sessions.confirm({ token, password: 'right' })).toEqual({ confirmed: false });
  });
});

describe('the events of a session', () => {
  it('tell of its start and of its end, by whom and by which request', async () => {
    const { userId, userName } = await somebody();
    const [started, signedOut] = [uuidv7(), uuidv7()];
    const token = await begin(userName, { requestId: started });
    const sessionId = await idOf(token);
    await sessions.end({ token, requestId: signedOut });
    await sessions.endings.announceEnded();
    await sessions.endings.announceEnded();
    const actor = { kind: 'admin', id: userId };
    expect(await events(userId)).toEqual([
      { type: 'session.started', correlationId: started, sessionId },
      { type: 'session.ended', correlationId: signedOut, sessionId, why: 'signed-out', actor },
    ]);
    expect(await database.rows('SELECT FROM sessions WHERE user_id = $1', [userId])).toEqual([]);
  });

  it('tell of an end by a change of its person', async () => {
    const { userId, userName } = await somebody();
    await begin(userName);
    const correlationId = await change(userId, 'active', false);
    await sessions.endings.announceEnded();
    expect((await events(userId)).at(-1)).toMatchObject({
      type: 'session.ended',
      correlationId,
      why: 'deactivated',
      actor: directory,
    });
  });

  it('tell of an end by time', async () => {
    const { userId, userName } = await somebody();
    await begin(userName);
    await shift('last_used_at', userId, 11);
    await sessions.endings.endIdle();
    await sessions.endings.announceEnded();
    await begin(userName);
    await shift('expires_at', userId, 61);
    await sessions.endings.announceEnded();
    const ends = (await events(userId)).flatMap((event) => ('why' in event ? [event] : []));
    expect(ends).toMatchObject([{ why: 'idle' }, { why: 'expired' }]);
    expect(ends.every((event) => !('actor' in event))).toBe(true);
  });
});
