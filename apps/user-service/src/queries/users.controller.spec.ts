import { Refusal, type Filter, type SearchUsers, type UserPage } from '@rollcall/contracts';
import { ListTurns } from '@rollcall/service-kit';
import { describe, expect, it } from 'vitest';
import type { UserListReadModel } from '../persistence/user-list-read-model.js';
import type { UserReadModel } from '../persistence/user-read-model.js';
import type { PasswordChecker } from '../sessions/password-checker.js';
import { UsersController } from './users.controller.js';

const [acme, other, third] = [1, 2, 3].map((n) => `01970000-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];
const nobody: UserPage = { total: 0, users: [] };
const settled = () => new Promise((resolve) => setImmediate(resolve));
const searching = (accountId: string, filter?: Filter, sort?: SearchUsers['sort']): SearchUsers => ({
  accountId,
  scope: 'default',
  offset: 0,
  limit: 10,
  ...(filter ? { filter } : {}),
  ...(sort ? { sort } : {}),
});
const compared = (attribute: string, is: 'equals' | 'starts-with' | 'contains' | 'greater', value: string | boolean) =>
  ({ is, attribute, value }) as const;

/** Both places for searches that look through everybody are taken, by two accounts. */
function busy(search: (query: SearchUsers, longestMs?: number) => Promise<UserPage>) {
  const turns = new ListTurns();
  const ends: (() => void)[] = [];
  const scans = [acme, other].map((each) => turns.run(each, () => new Promise<void>((end) => ends.push(end)), true));
  const readModel: Partial<UserReadModel> = { search };
  const controller = new UsersController(
    readModel as UserReadModel,
    {} as UserListReadModel, // not asked here
    turns,
    {} as PasswordChecker,
  );
  const free = async () => {
    for (const end of ends) end();
    await Promise.all(scans);
  };
  return { controller, free };
}

describe('while others look through everybody', () => {
  it.each<[string, Filter | undefined, SearchUsers['sort']]>([
    ['a name', compared('displayName', 'equals', 'Ann'), undefined],
    ['the beginning of a name', compared('displayName', 'starts-with', 'An'), undefined],
    ['a type', compared('userType', 'equals', 'guest'), undefined],
    ['activity', compared('active', 'equals', true), undefined],
    ['a change of late', compared('updatedAt', 'greater', '2026-01-01T00:00:00Z'), undefined],
    [
      'one of these, and more',
      { is: 'and', of: [compared('title', 'contains', 'x'), compared('active', 'equals', false)] },
      undefined,
    ],
    ['an order with an index', undefined, { attribute: 'displayName' }],
  ])('a search by %s is tried for a short time, in its own turn', async (_, filter, sort) => {
    const limits: (number | undefined)[] = [];
    const { controller, free } = busy((__, longestMs) => (limits.push(longestMs), Promise.resolve(nobody)));
    for (const accountId of [third, acme])
      expect(await controller.search(searching(accountId, filter, sort))).toEqual(nobody);
    expect(limits).toEqual([100, 100]);
    await free();
  });

  it.each<[string, Filter]>([
    ['a condition without an index', compared('title', 'contains', 'x')],
    ['either of two', { is: 'or', of: [compared('active', 'equals', true), compared('title', 'equals', 'x')] }],
    ['none of a type', { is: 'not', of: compared('userType', 'equals', 'guest') }],
  ])('a search by %s waits for its turn among these', async (_, filter) => {
    const limits: (number | undefined)[] = [];
    const { controller, free } = busy((__, longestMs) => (limits.push(longestMs), Promise.resolve(nobody)));
    const found = controller.search(searching(third, filter));
    await settled();
    expect(limits).toEqual([]);
    await free();
    expect([await found, limits]).toEqual([nobody, [undefined]]);
  });

  it('what the index leads to too many for waits for its turn, and no longer is a bound to it', async () => {
    const limits: (number | undefined)[] = [];
    const { controller, free } = busy((__, longestMs) => {
      limits.push(longestMs);
      return longestMs === undefined ? Promise.resolve(nobody) : Promise.reject(new Refusal('search-too-long', {}));
    });
    const found = controller.search(searching(third, compared('userType', 'equals', 'member')));
    await settled();
    expect(limits).toEqual([100]);
    await free();
    expect([await found, limits]).toEqual([nobody, [100, undefined]]);
  });

  it('another refusal is the answer', async () => {
    const { controller, free } = busy(() => Promise.reject(new Refusal('filter-not-supported', { filter: 'x' })));
    await expect(controller.search(searching(third, compared('active', 'equals', true)))).rejects.toThrow(Refusal);
    await free();
  });
});
