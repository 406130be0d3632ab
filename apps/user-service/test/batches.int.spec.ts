import { AccountCommands, UserCommands, type CreateUser, type UserChange, type UserReply } from '@rollcall/contracts';
import type { Message, Outcome } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { creatingAccount, newAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, inShort, instanceOn } from './support/direct-transport.js';

const operator = { kind: 'operator', id: 'specs' } as const;
const actor = { kind: 'directory', id: uuidv7() } as const;
const db = await serviceDatabase();
const [one, other] = [await instanceOn(await db.connect('one')), await instanceOn(await db.connect('other'))];
let accountId: string;
let adminId: string;

beforeEach(async () => {
  ({ accountId, adminId } = await newAccount(one));
});

const create = (userName: string, of: Partial<CreateUser> = {}): Message =>
  asking(UserCommands.create, {
    accountId,
    userId: uuidv7(),
    actor,
    userName,
    profile: { name: { givenName: 'Ann', familyName: 'Lee' }, emails: [{ value: userName }] },
    ...of,
  });
const change = (userId: string, ...changes: UserChange[]) =>
  asking(UserCommands.change, { accountId, userId, actor, changes });
const set = (userId: string, attribute: string, value: unknown) => change(userId, { change: 'set', attribute, value });
const release = (userId: string) => asking(UserCommands.release, { accountId, userId, actor });
const bodyOf = (outcome: Outcome | undefined) => (outcome as { reply: { body: UserReply } }).reply.body;
const settings = (of: Record<string, string>) =>
  asking(AccountCommands.changeSettings, { accountId, actor: operator, settings: of });

const users = () =>
  db.rows<{ user_name: string; version: string; active: boolean; released: boolean; user_type: string }>(
    'SELECT user_name, version, active, released, user_type FROM users WHERE account_id = $1 AND id <> $2 ORDER BY user_name',
    [accountId, adminId],
  );
const eventsOf = async (aggregateId: string) =>
  (
    await db.rows<{ type: string; version: string }>(
      `SELECT headers->>'ce_type' AS type, headers->>'ce_aggregateversion' AS version FROM outbox WHERE message_key = $1 ORDER BY id`,
      [aggregateId],
    )
  ).map(({ type, version }) => `${type} ${version}`);

describe('one batch', () => {
  it('lets every command see what the earlier ones did: a whole life in one transaction', async () => {
    const birth = create('ann@example.com');
    const id = (birth.payload as CreateUser).userId;
    const outcomes = await one.batch(
      birth,
      create('ANN@example.com'),
      set(id, 'title', 'Pilot'),
      set(id, 'active', false),
      create('Ann@Example.com'),
      set(id, 'userName', 'anna@example.com'),
      create('ann@example.com', { userType: 'viewer' }),
      release(id),
      set(id, 'title', 'late'),
    );
    expect(inShort(outcomes)).toEqual([
      'created',
      'user-name-taken',
      'changed',
      'changed',
      'restored',
      'changed',
      'created',
      'done',
      'user-not-found',
    ]);
    expect(await users()).toEqual([
      { user_name: 'ann@example.com', version: '1', active: true, released: false, user_type: 'viewer' },
      { user_name: 'anna@example.com', version: '6', active: false, released: true, user_type: 'member' },
    ]);
    expect(await eventsOf(id)).toEqual([
      'user.created 1',
      'user.updated 2',
      'user.deactivated 3',
      'user.restored 4',
      'user.updated 5',
      'user.released 6',
    ]);
  });

  it('changes a stored user many times and saves the last state once', async () => {
    const [created] = await one.handle(create('ann@example.com'));
    const { id } = bodyOf(created);
    const outcomes = await one.batch(...['title', 'nickName', 'displayName'].map((name) => set(id, name, name)));
    expect(bodyOf(outcomes.at(-1))).toMatchObject({ version: 4, profile: { title: 'title', nickName: 'nickName' } });
    expect(await users()).toMatchObject([{ version: '4' }]);
  });

  it('keeps two accounts apart that use the same names, ids and external ids (rule 23)', async () => {
    const first = accountId;
    const id = uuidv7();
    const mine = create('ann@example.com', { userId: id, externalId: 'x' });
    ({ accountId, adminId } = await newAccount(one));
    const theirs = create('ann@example.com', { userId: id, externalId: 'x' });
    expect(inShort(await one.batch(mine, theirs))).toEqual(['created', 'created']);
    const foreign = asking(UserCommands.release, { accountId, userId: adminId, actor });
    const elsewhere = asking(UserCommands.release, { accountId: first, userId: adminId, actor });
    expect(inShort(await one.batch(elsewhere))).toEqual(['user-not-found']);
    expect(inShort(await one.batch(foreign))).toEqual(['last-admin']);
  });

  it('of nothing but refusals and unchanged people writes no user', async () => {
    const { id } = bodyOf((await one.handle(create('ann@example.com')))[0]);
    expect(inShort(await one.batch(set(id, 'active', true), create('ann@example.com'), create('no address')))).toEqual([
      'unchanged',
      'user-name-taken',
      'user-name-invalid',
    ]);
    expect(await users()).toMatchObject([{ version: '1' }]);
  });

  it('is not spoilt by texts that no database holds', async () => {
    const outcomes = await one.batch(
      create('zero\0@example.com', { profile: {} }),
      create('ann@example.com'),
      create('bob@example.com', { profile: { title: 'half \ud800' } }),
      create('cy@example.com', { externalId: 'zero\0' }),
      create('di@example.com', { userType: 'zero\0' }),
      set(adminId, 'userName', 'half\ud800@example.com'),
    );
    expect(inShort(outcomes)).toEqual([
      'user-name-invalid',
      'created',
      'attribute-invalid',
      'attribute-invalid',
      'user-type-unknown',
      'user-name-invalid',
    ]);
  });

  it('answers a repeated command with the stored reply, and does nothing again', async () => {
    const command = create('ann@example.com');
    const [first] = await one.batch(command);
    const [second] = await other.batch(command);
    expect(second).toEqual({ kind: 'seen', reply: first?.reply });
    expect(await eventsOf((command.payload as CreateUser).userId)).toEqual(['user.created 1']);
  });

  it('that is stale by another instance is a conflict, and settles one by one', async () => {
    const { id } = bodyOf((await one.handle(create('ann@example.com')))[0]);
    const attributes = ['title', 'nickName', 'displayName', 'locale', 'timezone'];
    const values: Record<string, string> = { locale: 'de', timezone: 'Europe/Berlin' };
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => {
        const name = attributes[n % attributes.length] ?? 'title';
        return (n % 2 === 0 ? one : other).handle(set(id, name, values[name] ?? `${name} ${n}`));
      }),
    );
    const [saved] = await db.rows<{ profile: object; version: string }>(
      'SELECT profile, version FROM users WHERE id = $1',
      [id],
    );
    expect(saved?.profile).toMatchObject({
      title: expect.any(String),
      nickName: expect.any(String),
      displayName: expect.any(String),
      locale: 'de',
      timezone: 'Europe/Berlin',
    });
    const versions = (await eventsOf(id)).map((each) => Number(each.split(' ')[1]));
    expect(versions).toEqual(versions.map((_, at) => at + 1));
    expect(versions.at(-1)).toBe(Number(saved?.version));
  });
});

describe('passwords', () => {
  const hashes = () => db.rows<{ hash: string }>('SELECT hash FROM password_hashes WHERE account_id = $1', [accountId]);

  it('are kept apart from people, and the last one counts (rule 6)', async () => {
    const { id } = bodyOf((await one.handle(create('ann@example.com', { passwordHash: 'first' })))[0]);
    expect(await hashes()).toEqual([{ hash: 'first' }]);
    const again = (passwordHash: string) =>
      asking(UserCommands.change, { accountId, userId: id, actor, changes: [], passwordHash });
    await one.batch(again('second'), again('third'));
    expect(await hashes()).toEqual([{ hash: 'third' }]);
    await one.batch(settings({ passwordSync: 'off' }), again('fourth'));
    expect(await hashes()).toEqual([{ hash: 'third' }]);
  });

  it('are in no event, no stored reply and no user (rule 6)', async () => {
    await one.handle(create('ann@example.com', { passwordHash: '$argon2id$canary' }));
    for (const table of ['outbox', 'inbox', 'users']) {
      expect(await db.rows(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%canary%'`)).toEqual([]);
    }
  });
});

describe('settings of an account', () => {
  it('hold for the next command of the same batch', async () => {
    const outcomes = await one.batch(
      create('Ann@example.com'),
      settings({ emailCase: 'refuse' }),
      create('Bob@example.com'),
    );
    expect(inShort(outcomes)).toEqual(['created', 'done', 'user-name-upper-case']);
  });

  it('of one account are changed one after the other, also by two instances', async () => {
    await Promise.all([
      one.handle(settings({ emailCase: 'refuse' })),
      other.handle(settings({ passwordSync: 'off' })),
      one.handle(settings({ directoryScope: 'all' })),
    ]);
    const [account] = await db.rows('SELECT version::int, settings FROM accounts WHERE id = $1', [accountId]);
    expect(account).toMatchObject({
      version: 4,
      settings: { emailCase: 'refuse', passwordSync: 'off', directoryScope: 'all' },
    });
  });

  it('a role made in a batch is a user type in it (rule 3)', async () => {
    const roleId = uuidv7();
    const role = asking(AccountCommands.createRole, {
      accountId,
      actor: operator,
      roleId,
      name: 'Contractor',
      basedOn: 'guest' as const,
    });
    expect(inShort(await one.batch(role, create('ann@example.com', { userType: roleId })))).toEqual([
      'done',
      'created',
    ]);
    expect(inShort(await one.batch(create('bob@example.com', { userType: roleId })))).toEqual(['created']);
  });
});

describe('two instances at the same time', () => {
  it('make 200 creations of one name into one user and 199 refusals (rule 1)', async () => {
    const cases = ['ann@example.com', 'Ann@example.com', 'ANN@EXAMPLE.COM', 'ann@Example.com'];
    const commands = Array.from({ length: 200 }, (_, n) => create(cases[n % cases.length] ?? ''));
    const batches = Array.from({ length: 20 }, (_, n) => commands.slice(n * 10, n * 10 + 10));
    const outcomes = await Promise.all(batches.map((batch, n) => (n % 2 === 0 ? one : other).handle(...batch)));
    const short = outcomes.flatMap(inShort);
    expect(short.filter((each) => each === 'created')).toHaveLength(1);
    expect(short.filter((each) => each === 'user-name-taken')).toHaveLength(199);
    expect(await users()).toHaveLength(1);
  });

  it('make one account of one slug', async () => {
    const slug = `s${uuidv7().replaceAll('-', '')}`;
    const attempts = Array.from({ length: 6 }, (_, n) => {
      const command = creatingAccount({ slug });
      return (n % 2 === 0 ? one : other).handle(command);
    });
    const short = (await Promise.all(attempts)).flatMap(inShort);
    expect(short.toSorted()).toEqual(['done', ...Array<string>(5).fill('slug-taken')]);
  });

  it.each(Array.from({ length: 5 }, (_, n) => n))(
    'never take the last active admin away (rule 8), time %i',
    async () => {
      const admins = [adminId];
      for (const n of [1, 2, 3]) {
        admins.push(bodyOf((await one.handle(create(`admin${n}@example.com`, { userType: 'admin' })))[0]).id);
      }
      const attempts = admins.flatMap((id, n) => [
        (n % 2 === 0 ? one : other).handle(set(id, 'userType', 'member')),
        (n % 2 === 0 ? other : one).handle(set(id, 'active', false)),
      ]);
      const short = (await Promise.all(attempts)).flatMap(inShort);
      expect(short).toContain('last-admin');
      const [left] = await db.rows<{ count: number }>(
        `SELECT count(*)::int AS count FROM users WHERE account_id = $1 AND user_type = 'admin' AND active AND NOT released`,
        [accountId],
      );
      expect(left?.count).toBe(1);
      expect(await eventsOf(accountId)).toContain('account.last-admin-guarded null');
    },
  );

  it('count an admin who was made and taken away in one batch (rule 8)', async () => {
    const birth = create('bob@example.com');
    const { userId } = birth.payload as CreateUser;
    const outcomes = await one.batch(
      birth,
      set(userId, 'userType', 'admin'),
      set(adminId, 'userType', 'member'),
      set(userId, 'active', false),
      set(adminId, 'userType', 'admin'),
      release(userId),
    );
    expect(inShort(outcomes)).toEqual(['created', 'changed', 'changed', 'last-admin', 'changed', 'done']);
  });
});
