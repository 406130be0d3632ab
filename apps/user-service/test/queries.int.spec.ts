import {
  AccountCommands,
  Refusal,
  everything,
  maxIds,
  nothing,
  UserCommands,
  type CreateUser,
  type Filter,
  type SearchUsers,
} from '@rollcall/contracts';
import { createDataSource, inTransaction } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { AccountReadModel } from '../src/persistence/account-read-model.js';
import { UserReadModel } from '../src/persistence/user-read-model.js';
import { newAccount } from './support/accounts.js';
import { serviceDatabase, type ServiceDatabase } from './support/database.js';
import { asking, instanceOn } from './support/direct-transport.js';
import { address, equals } from './support/filters.js';

const operator = { kind: 'operator', id: 'specs' } as const;
const actor = { kind: 'directory', id: uuidv7() } as const;
const db = await serviceDatabase();
const dataSource = await db.connect('one');
const instance = await instanceOn(dataSource);
const readModel = new UserReadModel(dataSource);
const accounts = new AccountReadModel(await db.readPool());

const acme = uuidv7();
const beta = uuidv7();
const ids: Record<string, string> = {};

beforeAll(async () => {
  for (const [accountId, slug] of [
    [acme, 'acme'],
    [beta, 'beta'],
  ] as const) {
    const admin = {
      userId: uuidv7(),
      userName: 'Ada@example.com',
      givenName: 'Ada',
      familyName: 'Min',
      passwordHash: 'ada',
    };
    ids[`${slug}.ada`] = admin.userId;
    await newAccount(instance, { accountId, slug, name: slug, admin });
  }
  await people();
});

/** Ann (with another address), Bob (inactive), Cy (released), Dee (no address at all); and Ann of beta. */
async function people(): Promise<void> {
  const create = (name: string, of: Partial<CreateUser> = {}, accountId = acme) => {
    const userId = uuidv7();
    ids[`${accountId === acme ? 'acme' : 'beta'}.${name}`] = userId;
    const userName = `${name}@example.com`;
    const profile = { emails: [{ value: userName, type: 'work', primary: true }] };
    return asking(UserCommands.create, { accountId, userId, actor, userName, externalId: `x-${name}`, profile, ...of });
  };
  const both = {
    emails: [{ value: 'Ann@example.com' }, { value: 'A.Lee@HÖME.example', type: 'Home', primary: true }],
  };
  await instance.batch(
    create('Ann', { profile: both, passwordHash: 'ann' }),
    create('bob', { active: false, passwordHash: 'bob' }),
    create('cy', { passwordHash: 'cy' }),
    create('dee', { profile: {} }),
    create('Ann', { profile: both }, beta),
  );
  await instance.batch(asking(UserCommands.release, { accountId: acme, userId: ids['acme.cy'] ?? '', actor }));
}

const search = async (filter?: Filter, of: Partial<SearchUsers> = {}) => {
  const page = await readModel.search({
    accountId: acme,
    scope: 'default',
    offset: 0,
    limit: 100,
    ...(filter ? { filter } : {}),
    ...of,
  });
  return [page.total, ...page.users.map(({ userName }) => userName)];
};

/** So many people of account `$1`, in the order of their names `$2`. */
const peopleOf = `INSERT INTO users (account_id, id, version, user_name, user_name_key, user_type, active, managed_by, released,
    deactivated_by_directory, has_password, profile, created_at, updated_at)
  SELECT $1::uuid, ('01890a5d-ac96-774b-bcce-' || lpad(to_hex(at), 12, '0'))::uuid, 1, name, lower(name), 'member', true, 'directory', false,
    false, false, '{}', now(), now() FROM unnest($2::text[]) WITH ORDINALITY AS n(name, at)`;

it('the name beside an id is told where it is asked for, also of who was released', async () => {
  const userIds = [ids['acme.ada'], ids['acme.cy'], ids['beta.Ann']].filter((id) => id !== undefined);
  const named = await readModel.briefs(acme, userIds, true);
  expect(new Map(named.map(({ userName, displayName }) => [userName, displayName]))).toEqual(
    new Map([
      ['Ada@example.com', 'Ada Min'],
      ['cy@example.com', undefined],
    ]),
  );
  expect((await readModel.briefs(acme, userIds)).filter(({ displayName }) => displayName !== undefined)).toEqual([]);
});

const ofTwoAddresses = address(equals('type', 'home'), equals('value', 'ann@example.com'));

describe('a search', () => {
  it.each<[string, Filter, (string | number)[]]>([
    ['a userName in any case', equals('userName', 'ANN@example.com'), [1, 'Ann@example.com']],
    ['the userName of nobody', equals('userName', 'zed@example.com'), [0]],
    ['a userName that no database holds', equals('userName', 'ann\0@example.com'), [0]],
    ['the userName of a released user (rule 9)', equals('userName', 'cy@example.com'), [0]],
    ['the userName of a workspace user (rule 9)', equals('userName', 'ada@example.com'), [0]],
    ['an inactive user by name (rule 5)', equals('userName', 'bob@example.com'), [1, 'bob@example.com']],
    ['an externalId', equals('externalId', 'x-bob'), [1, 'bob@example.com']],
    ['an externalId in another case, which is another', equals('externalId', 'X-BOB'), [0]],
    ['an address that is the userName', equals('emails.value', 'BOB@example.com'), [1, 'bob@example.com']],
    ['an address beside the userName', equals('emails.value', 'a.lee@höme.example'), [1, 'Ann@example.com']],
    [
      'the userName of somebody without an address, which is shown as one',
      equals('emails.value', 'dee@example.com'),
      [1, 'dee@example.com'],
    ],
    ['a part of a name of everybody', { is: 'contains', attribute: 'userName', value: 'E@' }, [1, 'dee@example.com']],
    [
      'either of two',
      { is: 'or', of: [equals('userName', 'bob@example.com'), equals('externalId', 'x-dee')] },
      [2, 'bob@example.com', 'dee@example.com'],
    ],
    ['a userName that is missing', { is: 'equals', attribute: 'userName', value: null }, [0]],
    ['what is said of nobody', equals('title', 'Pilot'), [0]],
    [
      'the contrary of what is said of nobody',
      { is: 'not', of: equals('title', 'Pilot') },
      [3, 'Ann@example.com', 'bob@example.com', 'dee@example.com'],
    ],
    ['one of some ids, one of them none', { is: 'one-of', attribute: 'id', values: ['x'] }, [0]],
    ['everything', everything, [3, 'Ann@example.com', 'bob@example.com', 'dee@example.com']],
    ['nothing', nothing, [0]],
    [
      'an address of a type, both in any case',
      address(equals('type', 'home'), equals('value', 'A.LEE@HÖme.example')),
      [1, 'Ann@example.com'],
    ],
    [
      'an address that is the userName, of a type',
      address(equals('type', 'Work'), equals('value', 'BOB@example.com')),
      [1, 'bob@example.com'],
    ],
    ['an address of another type', address(equals('type', 'work'), equals('value', 'a.lee@höme.example')), [0]],
    ['the type of one address and the value of another', ofTwoAddresses, [0]],
    [
      'an address by all its parts',
      address(
        { is: 'and', of: [equals('type', 'home'), equals('primary', true)] },
        equals('value', 'a.lee@höme.example'),
      ),
      [1, 'Ann@example.com'],
    ],
    ['an address in brackets', address(equals('value', 'bob@example.com')), [1, 'bob@example.com']],
    [
      'an address of a type among active users',
      { is: 'and', of: [address(equals('type', 'work'), equals('value', 'bob@example.com')), equals('active', true)] },
      [0],
    ],
    [
      'an address of a type that no database holds',
      address(equals('type', '\0'), equals('value', 'bob@example.com')),
      [0],
    ],
    ['inactive users', equals('active', false), [1, 'bob@example.com']],
    ['active users', equals('active', true), [2, 'Ann@example.com', 'dee@example.com']],
    ['what is no id', equals('id', 'x-bob'), [0]],
    [
      'several things at once',
      { is: 'and', of: [equals('userName', 'ann@example.com'), equals('active', true)] },
      [1, 'Ann@example.com'],
    ],
    [
      'several things that do not fit',
      { is: 'and', of: [equals('userName', 'ann@example.com'), equals('active', false)] },
      [0],
    ],
  ])('for %s', async (_, filter, expected) => {
    expect(await search(filter)).toEqual(expected);
  });

  it('by id finds one of this account only (rule 23)', async () => {
    expect(await search(equals('id', ids['acme.bob'] ?? ''))).toEqual([1, 'bob@example.com']);
    expect(await search(equals('id', ids['beta.Ann'] ?? ''))).toEqual([0]);
  });

  it('without a filter lists in the order of creation, page by page', async () => {
    const everybody = [3, 'Ann@example.com', 'bob@example.com', 'dee@example.com'];
    expect(await search()).toEqual(everybody);
    expect(await search(undefined, { offset: 1, limit: 1 })).toEqual([3, 'bob@example.com']);
    expect(await search(undefined, { offset: 2, limit: 2 })).toEqual([3, 'dee@example.com']);
    expect(await search(undefined, { offset: 3, limit: 2 })).toEqual([3]);
    expect(await search(undefined, { limit: 0 })).toEqual([3]);
    expect(await search(equals('userName', 'bob@example.com'), { offset: 1 })).toEqual([1]);
  });

  it('goes on behind the page before it, and finds the same page where it does not remember that', async () => {
    const accountId = uuidv7();
    const names = Array.from({ length: 25 }, (_, n) => `Page-${String(n).padStart(2, '0')}@example.com`);
    await db.rows(peopleOf, [accountId, names]);
    const pageAt = async (reader: UserReadModel, offset: number) => {
      const { total, users } = await reader.search({ accountId, scope: 'default', offset, limit: 7 });
      return [total, ...users.map(({ userName }) => userName)];
    };
    for (const offset of [0, 7, 14, 21, 28]) {
      const expected = [25, ...names.slice(offset, offset + 7)];
      expect(await pageAt(readModel, offset)).toEqual(expected);
      expect(await pageAt(new UserReadModel(await db.connect('other')), offset)).toEqual(expected);
    }
  });

  it('says how many there are, and finds nobody beyond them, where people before a page that it remembers are gone', async () => {
    const accountId = uuidv7();
    const names = Array.from({ length: 12 }, (_, n) => `Gone-${String(n).padStart(2, '0')}@example.com`);
    await db.rows(peopleOf, [accountId, names]);
    const pageAt = async (offset: number) => {
      const { total, users } = await readModel.search({ accountId, scope: 'default', offset, limit: 5 });
      return [total, ...users.map(({ userName }) => userName)];
    };
    expect(await pageAt(0)).toEqual([12, ...names.slice(0, 5)]);
    expect(await pageAt(5)).toEqual([12, ...names.slice(5, 10)]);
    const remove = 'DELETE FROM users WHERE account_id = $1 AND user_name < $2';
    await db.rows(remove, [accountId, names[3]]);
    expect(await pageAt(5)).toEqual([9, ...names.slice(5, 10)]); // who reads on misses nobody
    expect(await pageAt(10)).toEqual([9]);
    await db.rows(remove, [accountId, names[8]]);
    expect(await pageAt(5)).toEqual([4]);
    expect(await pageAt(0)).toEqual([4, ...names.slice(8)]);
  });

  it('says how many there are in all, whoever changes the table and however', async () => {
    const accountId = uuidv7();
    const totals = async () => {
      const both = (['managed', 'all'] as const).map((scope) =>
        readModel.search({ accountId, scope, offset: 0, limit: 0 }).then(({ total }) => total),
      );
      return Promise.all(both);
    };
    const counted = async () => {
      const [row] = await db.rows<{ managed: number; all: number }>(
        `SELECT count(*) FILTER (WHERE managed_by = 'directory')::int AS managed, count(*)::int AS all
           FROM users WHERE account_id = $1 AND NOT released`,
        [accountId],
      );
      return [row?.managed, row?.all];
    };
    expect(await totals()).toEqual([0, 0]);
    await db.rows(peopleOf, [accountId, Array.from({ length: 20 }, (_, n) => `n${n}@example.com`)]);
    expect(await totals()).toEqual([20, 20]);
    for (const change of [
      `SET managed_by = 'workspace' WHERE user_name LIKE 'n1%'`,
      `SET released = true WHERE user_name LIKE '%5@example.com'`,
      `SET released = false, managed_by = 'directory' WHERE user_name IN ('n5@example.com', 'n15@example.com')`,
      `SET user_type = 'viewer' WHERE true`,
    ]) {
      await db.rows(`UPDATE users ${change} AND account_id = $1`, [accountId]);
      expect(await totals()).toEqual(await counted());
    }
    await db.rows(`DELETE FROM users WHERE account_id = $1 AND user_name < 'n2'`, [accountId]);
    expect(await totals()).toEqual(await counted());
    await db.rows('DELETE FROM users WHERE account_id = $1', [accountId]);
    expect(await totals()).toEqual([0, 0]);
  });

  it('of scope all shows workspace users too, released ones never (rule 9)', async () => {
    const all = [4, 'Ada@example.com', 'Ann@example.com', 'bob@example.com', 'dee@example.com'];
    expect(await search(undefined, { scope: 'all' })).toEqual(all);
    expect(await search(equals('userName', 'ada@example.com'), { scope: 'all' })).toEqual([1, 'Ada@example.com']);
  });

  it('follows the account’s directoryScope where nothing else is asked (rule 9)', async () => {
    const setScope = (directoryScope: string) =>
      instance.batch(
        asking(AccountCommands.changeSettings, { accountId: beta, actor: operator, settings: { directoryScope } }),
      );
    const ada = equals('userName', 'ada@example.com');
    await setScope('all');
    expect(await search(ada, { accountId: beta })).toEqual([1, 'Ada@example.com']);
    expect(await search(undefined, { accountId: beta })).toEqual([2, 'Ada@example.com', 'Ann@example.com']);
    expect(await search(ada, { accountId: beta, scope: 'managed' })).toEqual([0]);
    await setScope('managed');
    expect(await search(ada, { accountId: beta })).toEqual([0]);
    expect(await search(undefined, { accountId: beta })).toEqual([1, 'Ann@example.com']);
  });

  it('of an account that is none finds nobody', async () => {
    expect(await search(undefined, { accountId: 'acme' })).toEqual([0]);
    expect(await search(equals('userName', 'ann@example.com'), { accountId: uuidv7() })).toEqual([0]);
  });

  it.each<[string, Filter]>([
    ['shoeSize', equals('shoeSize', '46')],
    ['constructor', equals('constructor', 'x')],
    ['name', equals('name', 'x')],
    ['size', address(equals('size', 'L'), equals('value', 'bob@example.com'))],
    ['emails.size', { is: 'some', attribute: 'emails.size', where: everything }],
    ['active', { is: 'contains', attribute: 'active', value: 'x' }],
  ])('that it cannot answer says so: %s', async (said, filter) => {
    const refusal: unknown = await search(filter).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'filter-not-supported', facts: { filter: said } });
  });
});

describe('a search that looks through everybody', () => {
  it('is stopped after its time, and says so (rule 24)', async () => {
    const accountId = uuidv7();
    const names = Array.from({ length: 3_000 }, (_, n) => `slow-${n}@example.com`);
    await db.rows(peopleOf, [accountId, names]);
    const hurried = new UserReadModel(await db.connect('hurried'), await db.readPool(), 5);
    const where: Filter = {
      is: 'and',
      of: Array.from({ length: 99 }, (_, n) => ({ is: 'not', of: equals('nickName', `${n}`) })),
    };
    const asked = hurried.search({ accountId, scope: 'all', offset: 0, limit: 0, filter: where });
    await expect(asked).rejects.toMatchObject({ code: 'search-too-long' });
    expect((await readModel.search({ accountId, scope: 'all', offset: 0, limit: 1, filter: where })).total).toBe(3_000);
  });

  it.each<[string, Filter]>([
    ['an address', equals('emails.value', 'all@example.com')],
    ['an address of a type', address(equals('type', 'work'), equals('value', 'all@example.com'))],
    ['an externalId', equals('externalId', 'all')],
  ])('is stopped too where all have the same: %s', async (_, same) => {
    const accountId = uuidv7();
    await db.rows(peopleOf, [accountId, Array.from({ length: 3_000 }, (__, n) => `same-${n}@example.com`)]);
    await db.rows(
      `UPDATE users SET external_id = 'all', email_keys = ARRAY['all@example.com'],
              profile = '{"emails": [{"value": "all@example.com", "type": "work"}]}' WHERE account_id = $1`,
      [accountId],
    );
    const slow = Array.from({ length: 99 }, (__, n): Filter => ({ is: 'not', of: equals('nickName', `${n}`) }));
    const asked = { accountId, scope: 'all', offset: 0, limit: 0, filter: { is: 'and', of: [same, ...slow] } } as const;
    const hurried = new UserReadModel(await db.connect('hurried'), await db.readPool(), 5);
    await expect(hurried.search(asked)).rejects.toMatchObject({ code: 'search-too-long' });
    expect((await readModel.search(asked)).total).toBe(3_000);
  });

  it('says so too where it is the pool’s limit that stops it', async () => {
    const limited = await createDataSource({ name: 'limited', url: db.url, poolSize: 1, statementTimeoutMs: 300 });
    const owner = await db.connect('owner', db.migrationUrl);
    await inTransaction(owner, async (tx) => {
      await tx.query('LOCK TABLE users');
      const asked = new UserReadModel(limited).search({ accountId: acme, scope: 'all', offset: 0, limit: 100 });
      await expect(asked).rejects.toMatchObject({ code: 'search-too-long' });
    });
    await limited.destroy();
  });

  it('is found among as many ids as another service may name', async () => {
    const values = [...Array.from({ length: maxIds - 1 }, () => uuidv7()), ids['acme.bob'] ?? ''];
    expect(await search({ is: 'one-of', attribute: 'id', values })).toEqual([1, 'bob@example.com']);
  });

  it('tells ids, those of released users too', async () => {
    expect(await readModel.ids({ accountId: acme, filter: equals('active', false) })).toContain(ids['acme.cy']);
  });
});

describe('one user', () => {
  it('is found by id, workspace-managed too (rule 9)', async () => {
    expect(await readModel.user(acme, ids['acme.ada'] ?? '')).toMatchObject({ userName: 'Ada@example.com' });
    expect(await readModel.user(acme, ids['acme.bob'] ?? '')).toMatchObject({ active: false });
  });
  it('who is released is found only where that is wanted (rule 5)', async () => {
    expect(await readModel.user(acme, ids['acme.cy'] ?? '')).toBeUndefined();
    expect(await readModel.user(acme, ids['acme.cy'] ?? '', true)).toMatchObject({ released: true });
  });
  it.each(['42', '', 'x'.repeat(10_000), '01890a5d', "' OR 1=1", 'zero\0'])(
    'is nobody for the id "%.20s"',
    async (id) => {
      expect(await readModel.user(acme, id)).toBeUndefined();
    },
  );
  it('of another account is nobody (rule 23)', async () => {
    expect(await readModel.user(beta, ids['acme.bob'] ?? '')).toBeUndefined();
  });
});

describe('accounts', () => {
  it('tell seats, users and active admins; the inactive and the released are no seats (rule 5)', async () => {
    const expected = {
      id: acme,
      slug: 'acme',
      seats: 3,
      users: 4,
      activeAdmins: 1,
      settings: { emailCase: 'normalise' },
    };
    expect(await accounts.account('acme')).toMatchObject(expected);
    expect(await accounts.account(acme)).toMatchObject(expected);
    expect(await accounts.account('nobody')).toBeUndefined();
  });
  it('tell their roles by name', async () => {
    for (const name of ['Zoo', 'Auditor']) {
      const role = { accountId: beta, actor: operator, roleId: uuidv7(), name, basedOn: 'guest' as const };
      await instance.batch(asking(AccountCommands.createRole, role));
    }
    expect((await accounts.roles('beta'))?.map(({ name }) => name)).toEqual(['Auditor', 'Zoo']);
    expect([await accounts.roles(acme), await accounts.roles('nobody')]).toEqual([[], undefined]);
  });
});

describe('credentials', () => {
  it('belong to active people with a password only', async () => {
    expect(await readModel.credential(acme, 'ANN@example.com')).toEqual({ userId: ids['acme.Ann'], hash: 'ann' });
    for (const name of ['bob', 'cy', 'dee', 'zed', 'zero\0']) {
      expect(await readModel.credential(acme, `${name}@example.com`)).toBeUndefined();
    }
    expect(await readModel.credential(beta, 'ann@example.com')).toBeUndefined();
  });
});

describe('look-ups that arrive together', () => {
  it('become one statement, and each gets its own answer', async () => {
    const spied = await db.connect('spied');
    const { statements, stop } = statementsOf(spied);
    const gathering = new UserReadModel(spied);
    const names = ['ann', 'bob', 'cy', 'ada', 'zed'];
    const found = await Promise.all(
      names.map((name) => {
        const filter = equals('userName', `${name}@example.com`);
        return gathering.search({ accountId: acme, scope: 'default', offset: 0, limit: 1, filter });
      }),
    );
    stop();
    expect(found.map(({ total }) => total)).toEqual([1, 1, 0, 0, 0]);
    expect(statements).toHaveLength(1);
  });
});

/** The texts of the statements that a pool sends; a listener beside the driver, which does its work. */
function statementsOf(dataSource: Awaited<ReturnType<ServiceDatabase['connect']>>) {
  const { master } = dataSource.driver as unknown as { master: { query: (...args: unknown[]) => unknown } }; // the pool, which TypeORM does not type
  const { query } = master;
  const statements: unknown[] = [];
  master.query = (...args: unknown[]) => {
    statements.push(args[0]);
    return query.apply(master, args);
  };
  return { statements, stop: () => (master.query = query) };
}

describe('how the people of an account divide', () => {
  it('is told as far as it can be counted in time', async () => {
    const reads = await db.readPool();
    const all = await new AccountReadModel(reads).people(acme);
    expect(all).toMatchObject({ users: 4, inactive: 1, released: 1 });
    const { users, directory: readModel, workspace } = all;
    const other = await db.connect('holds-people');
    const counted = await inTransaction(other, async (tx) => {
      await tx.query('LOCK TABLE users IN ACCESS EXCLUSIVE MODE', []); // whoever reads people waits
      return new AccountReadModel(reads, 100).people(acme);
    });
    expect(counted).toEqual({ users, directory: readModel, workspace });
  });
});
