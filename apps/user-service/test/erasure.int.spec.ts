import {
  AccountCommands,
  ErasureCommands,
  UserCommands,
  WorkspaceUserCommands,
  type CreateUser,
  type MessageDefinition,
} from '@rollcall/contracts';
import { inTransaction } from '@rollcall/persistence';
import { createLogger } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ReleaseSweep } from '../src/jobs/release-sweep.js';
import { TraceRemoval } from '../src/jobs/trace-removal.js';
import { SignInFailureCounts } from '../src/sessions/sign-in-failure-counts.js';
import { digestOfPerson } from '../src/sessions/password-attempts.js';
import { newAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { askAsGateway, asking, inShort, instanceOn } from './support/direct-transport.js';

const db = await serviceDatabase();
const dataSource = await db.connect('one');
const one = await instanceOn(dataSource);
const batches = await db.connect('other');
const other = await instanceOn(batches);
const failures = new SignInFailureCounts(dataSource);
const logger = createLogger('specs', { level: 'fatal' });
const traces = new TraceRemoval({ dataSource, failures, logger, wake: () => undefined, afterMs: 0 });
await traces.close(); // it does nothing by itself: on a busy machine it would come in between
const sweeps = [one, other].map(
  (instance) =>
    new ReleaseSweep({
      dataSource,
      everyMs: 3_600_000,
      handle: async (message) => void (await instance.handle(message)),
      logger,
    }),
);
const okta = { kind: 'directory', id: uuidv7() } as const;
let accountId: string;
let admin: { readonly kind: 'admin'; readonly id: string };

afterAll(async () => {
  await Promise.all([...sweeps.map((sweep) => sweep.close()), traces.close()]);
});

beforeEach(async () => {
  const made = await newAccount(one);
  accountId = made.accountId;
  admin = { kind: 'admin', id: made.adminId };
});

const creation = (of: Partial<CreateUser> = {}) =>
  asking(UserCommands.create, {
    accountId,
    userId: uuidv7(),
    actor: okta,
    userName: 'zyx.wvu@example.com',
    externalId: 'zyx-external',
    profile: { displayName: 'Zyx Wvu', emails: [{ value: 'zyx.wvu@example.com' }] },
    ...of,
  });
const push = async (of: Partial<CreateUser> = {}) => {
  const [outcome] = await one.handle(creation(of));
  return (outcome as { reply: { body: { id: string; outcome: string } } }).reply.body;
};
const ask = async <Payload extends { accountId: string }>(definition: MessageDefinition<Payload>, payload: Payload) =>
  inShort(await one.handle(asking(definition, payload)))[0];
const release = (userId: string) => ask(UserCommands.release, { accountId, userId, actor: okta });
const erasure = (userId: string) => asking(ErasureCommands.erase, { accountId, userId, actor: admin });
const erase = async (userId: string) => inShort(await one.handle(erasure(userId)))[0];
const releasedPerson = async (of: Partial<CreateUser> = {}) => {
  const { id } = await push(of);
  await release(id);
  return id;
};
const tables = ['users', 'inbox', 'outbox', 'open_erasures', 'password_links', 'password_hashes', 'sign_in_failures'];
/** All rows of the account's person, whichever table they are in. */
const whereIs = async (...texts: string[]) => {
  const found: string[] = [];
  for (const table of tables) {
    const rows = await db.rows<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM ${table} t`);
    if (rows.some(({ row }) => row.includes(accountId) && texts.some((text) => row.includes(text)))) found.push(table);
  }
  return found;
};
const eventsOf = async (userId: string) =>
  (
    await db.rows<{ type: string; version: string }>(
      `SELECT headers->>'ce_type' AS type, headers->>'ce_aggregateversion' AS version FROM outbox WHERE message_key = $1 ORDER BY lane, id`,
      [userId],
    )
  ).map(({ type, version }) => `${type} ${version}`);
const stones = (userId: string) => db.rows('SELECT version::int FROM erased_users WHERE id = $1', [userId]);

describe('an erasure', () => {
  it('leaves a stone: no name in any table, a new person for the same name, and the id for nobody', async () => {
    const id = await releasedPerson();
    await push({
      userName: 'bob@example.com',
      externalId: 'b',
      profile: { enterprise: { manager: { value: id, displayName: 'Zyx Wvu' } } },
    });
    expect(await whereIs('zyx.wvu', 'zyx-external', 'Zyx Wvu')).toEqual(['users', 'inbox']);
    expect(await erase(id)).toBe('changed');
    await traces.run();
    expect(await whereIs('zyx.wvu', 'zyx-external', 'Zyx Wvu')).toEqual([]);
    expect(await stones(id)).toEqual([{ version: 3 }]);
    expect((await eventsOf(id)).at(-1)).toBe('user.erased 3');
    expect(await erase(id)).toBe('unchanged');
    const again = await push();
    expect([again.outcome, again.id === id]).toEqual(['created', false]);
    expect(inShort(await one.handle(creation({ userId: id, userName: 'd@example.com', externalId: 'd' })))).toEqual([
      'invalid-message',
    ]);
    expect(await ask(UserCommands.release, { accountId, userId: id, actor: okta })).toBe('user-not-found');
    expect(await ask(WorkspaceUserCommands.edit, { accountId, userId: id, actor: admin, changes: [] })).toBe(
      'user-not-found',
    );
  });

  it('has one effect however often the command is delivered, and the commands before it say that the person was erased', async () => {
    const id = uuidv7();
    const made = creation({ userId: id });
    await one.handle(made);
    await release(id);
    const command = erasure(id);
    expect(inShort(await one.handle(command))).toEqual(['changed']);
    expect(inShort(await other.handle(command))).toEqual(['changed']);
    await traces.run();
    expect(inShort(await other.handle(made))).toEqual(['erased']);
    expect(await whereIs('zyx')).toEqual([]);
    expect((await eventsOf(id)).filter((event) => event.startsWith('user.erased'))).toEqual(['user.erased 3']);
  });

  it('beside the restoration of the same name: one is first, and the result is whole', async () => {
    for (let round = 0; round < 10; round++) {
      const of = { userName: `zyx.${round}@example.com`, externalId: `zyx-${round}` };
      const id = await releasedPerson(of);
      const [[erased], restored] = await Promise.all([one.handle(erasure(id)), askAsGateway(other, creation(of))]);
      const outcome = inShort([erased, restored].flatMap((each) => each ?? [])).join();
      const { body } = (restored as { reply: { body: { id: string } } }).reply;
      if (outcome === 'changed,created') expect([body.id === id, (await stones(id)).length]).toEqual([false, 1]);
      else expect([outcome, body.id === id, (await stones(id)).length]).toEqual(['not-removed,restored', true, 0]);
      const active = await db.rows('SELECT id FROM users WHERE account_id = $1 AND user_name = $2', [
        accountId,
        of.userName,
      ]);
      expect(active).toEqual([{ id: body.id }]);
    }
  });

  it('in one batch with its neighbours is decided in order', async () => {
    const id = await releasedPerson();
    const outcomes = await one.batch(erasure(id), creation({ profile: {} }), erasure(id));
    expect(inShort(outcomes)).toEqual(['changed', 'created', 'unchanged']);
  });

  it('takes password, link, and failures to sign in along', async () => {
    const { id } = await push({ passwordHash: '$argon2id$x' });
    const link = { digest: 'a'.repeat(64), expiresAt: new Date(Date.now() + 60_000).toISOString() };
    await ask(WorkspaceUserCommands.link, { accountId, userId: id, actor: admin, link });
    await ask(WorkspaceUserCommands.handBack, { accountId, userId: id, actor: admin });
    const person = digestOfPerson(accountId, 'ZYX.wvu@example.com');
    await failures.count({ person, source: '192.0.2.1', site: '192.0.2.1' });
    expect(await erase(id)).toBe('not-removed');
    await ask(WorkspaceUserCommands.edit, {
      accountId,
      userId: id,
      actor: admin,
      changes: [{ change: 'set', attribute: 'active', value: false }],
    });
    expect(await erase(id)).toBe('changed');
    await traces.run();
    for (const table of ['password_hashes', 'password_links'])
      expect(await db.rows(`SELECT FROM ${table} WHERE user_id = $1`, [id])).toEqual([]);
    expect(await db.rows('SELECT FROM sign_in_failures WHERE subject = $1', [person])).toEqual([]);
  });

  it('removes the manager’s name from others, one version and one event each', async () => {
    const id = await releasedPerson();
    const profile = { title: 'Clerk', enterprise: { manager: { value: id, displayName: 'Zyx Wvu' } } };
    const bob = await push({ userName: 'bob@example.com', externalId: 'b', profile });
    await erase(id);
    await Promise.all([traces.run(), traces.run()]);
    const [row] = await db.rows<{ version: number; profile: object }>(
      'SELECT version::int, profile FROM users WHERE id = $1',
      [bob.id],
    );
    expect(row?.version).toBe(2);
    expect(row?.profile).toMatchObject({ title: 'Clerk', enterprise: { manager: { value: id } } });
    expect(JSON.stringify(row)).not.toContain('Zyx');
    expect(await eventsOf(bob.id)).toEqual(['user.created 1', 'user.updated 2']);
    expect(await db.rows('SELECT FROM open_erasures')).toEqual([]);
  });

  it('removes it too from a reply that a batch stores which was open meanwhile', async () => {
    const id = await releasedPerson();
    const profile = { enterprise: { manager: { value: id, displayName: 'Zyx Wvu' } } };
    const bob = await push({ userName: 'bob@example.com', externalId: 'b', profile });
    await erase(id);
    let removal: Promise<void> = Promise.resolve();
    await inTransaction(batches, async (tx) => {
      await tx.query('SELECT FROM users WHERE account_id = $1 AND id = $2 FOR UPDATE', [accountId, bob.id]);
      removal = traces.run();
      await expect.poll(() => db.rows('SELECT FROM pg_locks WHERE NOT granted')).not.toEqual([]);
      await tx.query(
        `INSERT INTO inbox (message_id, consumer, account_id, reply) VALUES (uuidv7(), 'user-service', $1, $2)`,
        [accountId, { ok: true, body: { ...bob, profile } }],
      );
    });
    await removal;
    expect(await whereIs('Zyx Wvu')).toEqual([]);
  });

  it('leaves no stored reply out, however many there are, and none of another account is changed', async () => {
    const id = await releasedPerson();
    const { accountId: elsewhere } = await newAccount(one);
    const store = (of: string, count: number) =>
      db.rows(
        `INSERT INTO inbox (message_id, consumer, account_id, reply)
         SELECT uuidv7(), 'user-service', $1, '{"ok":false,"code":"user-name-taken","facts":{"userName":"Zyx.Wvu@example.com"}}'
           FROM generate_series(1, $2::int)`,
        [of, count],
      );
    await store(accountId, 1_500);
    await store(elsewhere, 1_000);
    await store(accountId, 1_500);
    const counted = async (of: string) => {
      const [row] = await db.rows<{ all: number; named: number }>(
        `SELECT count(*)::int AS all, count(*) FILTER (WHERE reply::text ILIKE '%zyx%')::int AS named FROM inbox WHERE account_id = $1`,
        [of],
      );
      return row;
    };
    const before = await counted(accountId);
    await erase(id);
    await traces.run();
    expect(await counted(accountId)).toEqual({ all: (before?.all ?? 0) + 1, named: 0 });
    expect((await counted(elsewhere))?.named).toBe(1_000);
    const [kept] = await db.rows<{ reply: object }>(
      `SELECT reply FROM inbox WHERE account_id = $1 AND reply->>'code' = 'user-name-taken' LIMIT 1`,
      [accountId],
    );
    expect(kept?.reply).toEqual({ ok: false, code: 'user-name-taken', facts: {} });
  });

  it('that was interrupted is taken up again by another instance', async () => {
    const id = await releasedPerson();
    await erase(id);
    await db.rows(`UPDATE open_erasures SET taken_until = now() + interval '1 minute' WHERE user_id = $1`, [id]);
    await traces.run();
    expect(await whereIs('zyx')).toEqual(['inbox', 'open_erasures']);
    await db.rows('UPDATE open_erasures SET taken_until = now() WHERE user_id = $1', [id]);
    await traces.run();
    expect(await whereIs('zyx')).toEqual([]);
  });
});

/** Each term that somebody takes an erasure for, and whether the one before it was over: whoever looks now and then may miss some. */
const noteTerms = `
  CREATE TABLE terms (taken_until timestamptz, was_over boolean);
  GRANT INSERT, SELECT ON terms TO PUBLIC;
  CREATE FUNCTION note_term() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN INSERT INTO terms VALUES (NEW.taken_until, OLD.taken_until < clock_timestamp()); RETURN NULL; END';
  CREATE TRIGGER note_term AFTER UPDATE OF taken_until ON open_erasures FOR EACH ROW EXECUTE FUNCTION note_term();`;

describe('the removal of traces', () => {
  it('takes many erasures along in one walk, and keeps them as long as it goes on', async () => {
    await db.rows(
      `INSERT INTO inbox (message_id, consumer, account_id, reply)
       SELECT uuidv7(), 'user-service', $1, '{"ok":true,"body":{}}' FROM generate_series(1, 30000)`,
      [accountId],
    );
    for (let n = 0; n < 60; n++)
      await erase(await releasedPerson({ userName: `many${n}@example.com`, externalId: `many${n}` }));
    const owner = await db.connect('owner', db.migrationUrl);
    await owner.query(noteTerms);
    const walk = new TraceRemoval({ dataSource, failures, logger, wake: () => undefined, afterMs: 0, keepEveryMs: 0 });
    await walk.close(); // what it does by itself
    await walk.run();
    const terms = await db.rows<{ taken: number; over: number }>(
      `SELECT count(*)::int AS taken, count(*) FILTER (WHERE was_over)::int AS over FROM terms
        GROUP BY taken_until ORDER BY taken_until`,
    );
    // Who was erased in the last moment before the walk may be left to the next one.
    expect(terms[0]?.taken).toBeGreaterThan(40);
    expect(terms.length).toBeGreaterThan(1);
    expect(terms.map(({ over }) => over)).toEqual(terms.map(() => 0));
    expect(await whereIs('many')).toEqual([]);
  });
});

describe('the setting eraseReleasedAfterDays', () => {
  const set = (eraseReleasedAfterDays: string, of = accountId) =>
    ask(AccountCommands.changeSettings, { accountId: of, actor: admin, settings: { eraseReleasedAfterDays } });
  const releasedDaysAgo = async (days: number, of: Partial<CreateUser>) => {
    const id = await releasedPerson(of);
    await db.rows('UPDATE users SET updated_at = now() - make_interval(days => $2) WHERE id = $1', [id, days]);
    return id;
  };

  it('takes never, and whole days from 1 to 3650', async () => {
    for (const value of ['1', '30', '3650', 'never']) expect(await set(value)).toBe('done');
    for (const value of ['0', '3651', '1.5', '-1', '', '007', 'soon']) expect(await set(value)).toBe('setting-invalid');
  });

  it('is told by a dry run with the number of people whose time would be over, and saves nothing', async () => {
    for (const [days, name] of [
      [31, 'old'],
      [29, 'young'],
      [400, 'oldest'],
    ] as const)
      await releasedDaysAgo(days, { userName: `${name}@example.com`, externalId: name });
    const settings = { eraseReleasedAfterDays: '30' };
    const question = asking(AccountCommands.changeSettings, { accountId, actor: admin, settings });
    const [foreseen] = await one.handle({ ...question, dryRun: true });
    expect(foreseen?.reply).toMatchObject({ ok: true, wouldChange: { peopleErased: 2 } });
    const other = asking(AccountCommands.changeSettings, {
      accountId,
      actor: admin,
      settings: { eraseReleasedAfterDays: '365' },
    });
    const again = { ...question, id: uuidv7(), dryRun: true } as const;
    const both = await one.handle({ ...other, dryRun: true }, again);
    const numbers = both.map(
      ({ reply }) => (reply as { wouldChange?: { peopleErased?: number } }).wouldChange?.peopleErased,
    );
    expect(numbers).toEqual([1, 2]); // each its own, in one batch
    const [row] = await db.rows<{ settings: object }>('SELECT settings FROM accounts WHERE id = $1', [accountId]);
    expect(row?.settings).not.toMatchObject(settings);
  });

  it('erases whose time is over, once, though two instances sweep', async () => {
    const old = await releasedDaysAgo(31, { userName: 'old@example.com', externalId: 'old' });
    const young = await releasedDaysAgo(29, { userName: 'young@example.com', externalId: 'young' });
    const inactive = await push({ userName: 'in@example.com', externalId: 'in', active: false });
    const sweep = () => Promise.all(sweeps.map((each) => each.run()));
    await sweep();
    expect(await stones(old)).toEqual([]);
    await set('30');
    await sweep();
    expect([(await stones(old)).length, (await stones(young)).length, (await stones(inactive.id)).length]).toEqual([
      1, 0, 0,
    ]);
    expect((await eventsOf(old)).filter((event) => event.startsWith('user.erased'))).toEqual(['user.erased 3']);
    await sweep();
    expect((await eventsOf(old)).at(-1)).toBe('user.erased 3');
  });

  it('erases the others where one person cannot be erased, and says who it was', async () => {
    const ids = [];
    for (const n of [3, 2, 1])
      ids.push(await releasedDaysAgo(30 + n, { userName: `s${n}@example.com`, externalId: `s${n}` }));
    const [stuck = '', ...others] = ids;
    await set('30');
    const lines: string[] = [];
    const sweep = new ReleaseSweep({
      dataSource,
      everyMs: 3_600_000,
      handle: async (message) => {
        if (message.key === stuck) throw Object.assign(new Error('zyx'), { code: '55P03' });
        await one.handle(message);
      },
      logger: createLogger('specs', { destination: { write: (line) => void lines.push(line) } }),
    });
    await sweep.run();
    await sweep.close();
    expect((await Promise.all([stuck, ...others].map(stones))).map((found) => found.length)).toEqual([0, 1, 1]);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { accountId, id: stuck, error: { code: '55P03' } },
    ]);
    expect(lines.join()).not.toContain('zyx');
    await Promise.all(sweeps.map((each) => each.run()));
    expect(await stones(stuck)).toHaveLength(1);
  });

  it('lets accounts take turns', async () => {
    const { releasedTooLong } = await import('../src/persistence/released-users.js');
    const second = await newAccount(one);
    await set('1');
    await set('1', second.accountId);
    for (let n = 0; n < 4; n++) await releasedDaysAgo(9, { userName: `a${n}@example.com`, externalId: `a${n}` });
    const first = accountId;
    accountId = second.accountId;
    await releasedDaysAgo(2, { userName: 'b@example.com', externalId: 'b' });
    const due = await releasedTooLong(dataSource, { ofEach: 3, limit: 2 });
    expect(due.map((each) => each.accountId).sort()).toEqual([first, second.accountId].sort());
    const all = await releasedTooLong(dataSource, { ofEach: 3, limit: 100 });
    expect(all.filter((each) => each.accountId === first)).toHaveLength(3);
  });
});
