import {
  AccountCommands,
  UserCommands,
  WorkspaceUserCommands,
  type CreateAccount,
  type ListPeople,
} from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserListReadModel } from '../src/persistence/user-list-read-model.js';
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

async function makeAccount(id: string): Promise<void> {
  const slug = `a${id.replaceAll('-', '')}`;
  const admin = { userId: uuidv7(), userName: 'ada@acme.example', givenName: 'Ada', familyName: 'Min' };
  const actor = { kind: 'operator', id: 'specs' } as const;
  const command: CreateAccount = { accountId: id, actor, slug, name: 'Acme', admin };
  await instance.handle(asking<CreateAccount>(AccountCommands.create, command));
}

beforeAll(async () => {
  await makeAccount(accountId);
  await makeAccount(otherId);
  for (const [name, family] of [
    ['ann', 'Lee'],
    ['bob', 'Łukasz'],
    ['cy', 'Lee'],
    ['dee', 'Ng'],
  ] as const) {
    const userId = uuidv7();
    ids.set(name, userId);
    const userName = `${name}@acme.example`;
    const profile = { name: { givenName: name.toUpperCase(), familyName: family } };
    await instance.handle(asking(UserCommands.create, { accountId, userId, actor: okta, userName, profile }));
  }
  const idOf = (name: string) => ({ accountId, userId: ids.get(name) ?? '' });
  await instance.handle(asking(UserCommands.release, { ...idOf('dee'), actor: okta }));
  const actor = { kind: 'admin', id: uuidv7() } as const;
  const changes = [{ change: 'set', attribute: 'active', value: false } as const];
  await instance.handle(asking(WorkspaceUserCommands.edit, { ...idOf('cy'), actor, changes }));
});
afterAll(async () => {
  await instance.close();
  await database.close();
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
