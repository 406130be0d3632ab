import {
  AccountCommands,
  UserCommands,
  WorkspaceUserCommands,
  type CreateAccount,
  nilUuid,
  type ListPeople,
  type PeoplePage,
} from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { UserListReadModel } from '../src/persistence/user-list-read-model.js';
import { newAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, instanceOn } from './support/direct-transport.js';

const database = await serviceDatabase();
const dataSource = await database.connect('people-specs');
const reads = await database.readPool();
const instance = await instanceOn(dataSource);
const okta = { kind: 'directory', id: uuidv7() } as const;
const [accountId, otherId] = [uuidv7(), uuidv7()];
const ids = new Map<string, string>();

const people = (query: Partial<ListPeople> = {}, lookedAt?: number) =>
  new UserListReadModel(reads, lookedAt).page({ accountId, limit: 50, ...query });
const names = async (query: Partial<ListPeople> = {}) =>
  (await people(query)).users.map(({ userName }) => userName.replace(/@.*/, ''));

beforeAll(async () => {
  await newAccount(instance, { accountId });
  await newAccount(instance, { accountId: otherId });
  for (const [name, family] of [
    ['ann', 'Lee'],
    ['bob', 'Łukasz'],
    ['cy', 'Lee'],
    ['dee', 'Ng'],
  ] as const) {
    const userId = uuidv7();
    ids.set(name, userId);
    const userName = `${name}@acme.example`;
    const profile = {
      name: { givenName: name.toUpperCase(), familyName: family },
      displayName: `${name.toUpperCase()} ${family}`,
      ...(name === 'dee' ? { emails: [{ value: 'd.ng@home.example' }] } : {}),
    };
    const externalId = `x-${name}`;
    await instance.handle(
      asking(UserCommands.create, { accountId, userId, actor: okta, userName, externalId, profile }),
    );
  }
  const idOf = (name: string) => ({ accountId, userId: ids.get(name) ?? '' });
  await instance.handle(asking(UserCommands.release, { ...idOf('dee'), actor: okta }));
  const actor = { kind: 'admin', id: uuidv7() } as const;
  const changes = [{ change: 'set', attribute: 'active', value: false } as const];
  await instance.handle(asking(WorkspaceUserCommands.edit, { ...idOf('cy'), actor, changes }));
});

describe('the list of people', () => {
  it('holds everybody of the account, the released too, in creation order', async () => {
    expect(await names()).toEqual(['ada', 'ann', 'bob', 'cy', 'dee']);
    const { users } = await people();
    expect(users.map(({ released }) => released)).toEqual([undefined, undefined, undefined, undefined, true]);
    expect(users.every((user) => user.accountId === accountId)).toBe(true);
  });

  it('comes by pages, none of which is repeated or left out', async () => {
    const first = await people({ limit: 2 });
    const second = await people({ limit: 2, after: first.next ?? '' });
    const third = await people({ limit: 2, after: second.next ?? '' });
    const found = [first, second, third].flatMap(({ users }) => users.map(({ userName }) => userName[0]));
    expect(found.join('')).toBe('aabcd');
    expect(third.next).toBeUndefined();
  });

  it.each<[string, Partial<ListPeople>, string[]]>([
    ['a part of the name, without regard to case', { search: 'lee' }, ['ann', 'cy']],
    ['letters of any script', { search: 'łuk' }, ['bob']],
    ['a part of the address', { search: 'NN@ac' }, ['ann']],
    ['nothing special in a pattern', { search: '%' }, []],
    ['what no database holds', { search: 'a\0' }, []],
    ['state', { active: false }, ['cy', 'dee']],
    ['type', { userType: 'admin' }, ['ada']],
    ['whom the directory has deleted', { released: true }, ['dee']],
    ['whom it has not', { released: false, active: false }, ['cy']],
    ['members', { userType: 'member' }, ['ann', 'bob', 'cy', 'dee']],
    ['who keeps them', { managedBy: 'workspace' }, ['ada', 'dee']],
    ['all of these', { search: 'lee', active: true, managedBy: 'directory' }, ['ann']],
  ])('is searched by %s', async (_what, query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('looks at a bounded number of people for one page, and says where to go on', async () => {
    const first = await people({ search: 'dee' }, 3);
    expect([first.users, first.next]).toEqual([[], ids.get('bob')]);
    const { users, next } = await people({ search: 'dee', after: first.next ?? '' }, 3);
    expect([users.map(({ id }) => id), next]).toEqual([[ids.get('dee')], undefined]);
  });
});

const rowNames = ({ rows = [] }: PeoplePage) => rows.map(({ userName }) => userName.replace(/@.*/, ''));

describe('the table of people', () => {
  it('has short rows, and the total, of this account alone', async () => {
    const page = await people({ as: 'rows', counted: true, limit: 2, offset: 1 });
    expect([page.users, rowNames(page), page.total, page.next]).toEqual([[], ['ann', 'bob'], 5, ids.get('bob')]);
    expect(page.rows?.[0]).toEqual({
      id: ids.get('ann'),
      userName: 'ann@acme.example',
      displayName: 'ANN Lee',
      userType: 'member',
      active: true,
      released: false,
      managedBy: 'directory',
      updatedAt: expect.any(String) as string,
    });
  });

  it.each<[string, Partial<ListPeople>, number]>([
    ['everybody', {}, 5],
    ['active people', { active: true }, 3],
    ['members', { userType: 'member' }, 4],
    ['whom the directory keeps', { managedBy: 'directory' }, 3],
    ['a type that nobody has', { userType: 'guest' }, 0],
    ['released people', { released: true }, 1],
  ])('has the total of %s, however short the page', async (_, query, total) => {
    expect((await people({ ...query, counted: true, limit: 1 })).total).toBe(total);
  });

  it('has no total that was not asked for', async () => {
    expect((await people()).total).toBeUndefined();
  });

  it('comes by name, from page to page and from anywhere', async () => {
    const first = await people({ as: 'rows', order: 'name', limit: 2 });
    const rest = await people({
      as: 'rows',
      order: 'name',
      limit: 50,
      after: first.next ?? '',
      afterKey: first.nextKey ?? '',
    });
    expect([...rowNames(first), ...rowNames(rest)]).toEqual(['ada', 'ann', 'bob', 'cy', 'dee']);
    expect(rowNames(await people({ as: 'rows', order: 'name', offset: 3 }))).toEqual(['cy', 'dee']);
    expect(rest.next).toBeUndefined();
  });

  it('finds people by their ids, in the order of the question, and nobody of another account', async () => {
    const [other] = (await people({ accountId: otherId })).users;
    const asked = [
      ids.get('dee') ?? '',
      other?.id ?? '',
      'no id',
      (ids.get('ann') ?? '').toUpperCase(),
      ids.get('dee') ?? '',
    ];
    expect(rowNames(await people({ as: 'rows', ids: asked, limit: 200 }))).toEqual(['dee', 'ann']);
  });
});

describe('a search of the table of people', () => {
  const found = async (query: Partial<ListPeople>, lookedAt?: number) =>
    people({ as: 'rows', counted: true, exactFirst: 'all', ...query }, lookedAt);

  it('begins with who has exactly this key, however far behind, and has nobody twice', async () => {
    const dee = ids.get('dee') ?? '';
    for (const search of [dee, 'DEE@acme.example', 'x-dee', 'd.ng@home.example']) {
      const page = await found({ search }, 2);
      expect([search, rowNames(page), page.lookedAt, page.next]).toEqual([search, ['dee'], 2, ids.get('ann')]);
    }
    const all: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await found({ search: 'dee@acme.example', ...(after === undefined ? {} : { after }) }, 2);
      all.push(...rowNames(page));
      after = page.next;
      more = after !== undefined;
    }
    expect(all).toEqual(['dee']);
  });

  it('has nobody else where only these are asked for', async () => {
    const page = await found({ search: 'dee@acme.example', exactOnly: true }, 2);
    expect([rowNames(page), page.next, page.lookedAt]).toEqual([['dee'], undefined, undefined]);
    expect((await found({ search: 'dee', exactOnly: true })).rows).toEqual([]);
  });

  it('goes on from the beginning where the page is full of these', async () => {
    const page = await found({ search: 'dee@acme.example', limit: 1 });
    expect([rowNames(page), page.lookedAt, page.next]).toEqual([['dee'], 0, nilUuid]);
    expect((await found({ search: 'dee@acme.example', limit: 1, after: nilUuid })).rows).toEqual([]);
  });

  it('takes no externalId and no other address for who may not see them', async () => {
    for (const search of ['x-dee', 'd.ng@home.example'])
      expect((await found({ search, exactFirst: 'own' })).rows).toEqual([]);
    expect(rowNames(await found({ search: 'dee@acme.example', exactFirst: 'own' }))).toEqual(['dee']);
  });

  it('keeps to its conditions, and to its account', async () => {
    expect((await found({ search: 'dee@acme.example', active: true })).rows).toEqual([]);
    const [other] = (await people({ accountId: otherId })).users;
    expect((await found({ search: other?.id ?? '' })).rows).toEqual([]);
  });

  it('says how many people it has looked at, and among how many', async () => {
    const first = await found({ search: 'lee', limit: 1 });
    expect([rowNames(first), first.lookedAt, first.total]).toEqual([['ann'], 2, 5]);
    const last = await found({ search: 'lee', after: first.next ?? '' });
    expect([rowNames(last), last.lookedAt, last.next]).toEqual([['cy'], undefined, undefined]);
  });
});

describe('the first account', () => {
  it('is made only where there is none', async () => {
    const id = uuidv7();
    const admin = { userId: uuidv7(), userName: 'ada@acme.example', givenName: 'Ada', familyName: 'Min' };
    const actor = { kind: 'admin', id: admin.userId } as const;
    const first = { accountId: id, actor, slug: 'first', name: 'First', admin, onlyIfFirst: true };
    const [outcome] = await instance.handle(asking<CreateAccount>(AccountCommands.create, first));
    expect(outcome?.reply).toMatchObject({ ok: false, code: 'setup-closed' });
    await dataSource.query('DELETE FROM custom_roles');
    await dataSource.query('DELETE FROM accounts');
    const two = [first, { ...first, accountId: uuidv7(), slug: 'second' }];
    const outcomes = await Promise.all(
      two.map((command) => instance.handle(asking<CreateAccount>(AccountCommands.create, command))),
    );
    const codes = outcomes.map(([each]) => (each?.reply?.ok === true ? 'made' : String(each?.reply?.code)));
    expect(codes.sort()).toEqual(['made', 'setup-closed']);
  });
});
