import { maxIds, Refusal } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import type { Call } from '../http/request-context.js';
import { withSortKeys } from './sort-keys.js';

const call = {} as Call; // nobody who answers here looks at it
const many = (count: number) => Array.from({ length: count }, (_, n) => `id-${n}`);

/** Services with so many users, all in one team, and as many teams, each with a first member of its own. */
const services = (count: number, name = 'Crew') => ({
  users: {
    ids: () => Promise.resolve(many(count)),
    briefs: (ids: readonly string[]) => {
      expect(ids.length).toBeLessThanOrEqual(5_000);
      const brief = { version: 1, active: true, managedBy: 'directory', released: false } as const;
      return Promise.resolve(ids.map((id) => ({ ...brief, id, userName: name })));
    },
  },
  teams: {
    firstTeams: (userIds: readonly string[]) =>
      Promise.resolve([{ id: 't', displayName: name, userIds: [...userIds] }]),
    firstMembers: () => Promise.resolve(many(count)),
  },
});

describe('what a list is sorted by that another service has', () => {
  it('is asked for of nobody where its owner has it', async () => {
    const sort = { attribute: 'displayName', descending: true };
    expect(await withSortKeys(sort, { idsInFilter: 0 }, services(1), call)).toBe(sort);
  });

  it('are texts without regard to case, by their first 200 characters, of whole characters', async () => {
    const long = `É${'\u{1F600}'.repeat(300)}`;
    const key = `é${'\u{1F600}'.repeat(199)}`;
    const sorted = (attribute: string) =>
      withSortKeys({ attribute, descending: true }, { idsInFilter: 0 }, services(1, long), call);
    const keys = [{ key, ids: ['id-0'] }];
    expect(await sorted('groups.display')).toEqual({ attribute: 'id', descending: true, keys });
    expect(await sorted('members.display')).toEqual({ attribute: 'members.value', descending: true, keys });
  });

  it.each([
    ['groups.display', 'users', 'displayName'],
    ['groups.value', 'users', 'displayName'],
    ['members.display', 'groups', 'members.value'],
  ])(
    'by %s is of a list of 100,000, ids of the filter included; of a longer one it is refused with a way out',
    async (attribute, what, other) => {
      const sorted = (count: number, idsInFilter: number, name?: string) =>
        withSortKeys({ attribute }, { idsInFilter }, services(count, name), call);
      await expect(sorted(maxIds - 5, 5, 'x')).resolves.toMatchObject({
        attribute: /members/.test(attribute) ? 'members.value' : 'id',
      });
      const refusal = {
        status: 400,
        scimType: 'tooMany',
        message: expect.stringMatching(
          new RegExp(`list of ${what}.* 100,000 .*Narrow it with a filter.*${other}`),
        ) as string,
      };
      await expect(sorted(maxIds - 5, 6, 'x')).rejects.toMatchObject(refusal);
      const refusing = services(1);
      const found = () => Promise.reject(new Refusal('too-many-found', { most: maxIds }));
      const both = { users: { ...refusing.users, ids: found }, teams: { ...refusing.teams, firstMembers: found } };
      await expect(withSortKeys({ attribute }, { idsInFilter: 0 }, both, call)).rejects.toMatchObject(refusal);
    },
  );

  it('has keys that fit into a question together', async () => {
    const sorted = withSortKeys(
      { attribute: 'members.display' },
      { idsInFilter: 0 },
      services(20_000, 'x'.repeat(200)),
      call,
    );
    await expect(sorted).rejects.toMatchObject({ scimType: 'tooMany' });
  });

  it('fails as its service fails', async () => {
    const { users, teams } = services(1);
    const failing = {
      users: { ...users, ids: () => Promise.reject(new Refusal('search-too-long', { seconds: 5 })) },
      teams,
    };
    const sorted = withSortKeys({ attribute: 'groups.type' }, { idsInFilter: 0 }, failing, call);
    await expect(sorted).rejects.toMatchObject({ code: 'search-too-long' });
  });
});
