import { maxIds, Refusal, type Filter } from '@rollcall/contracts';
import { Urns, readPatchOp, groupResourceSchema } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { withFoundMembers } from './found-members.js';
import { teamSteps } from './team-steps.js';

const [ann, bob, cy, dee] = [1, 2, 3, 4].map((n) => `01890a5d-ac96-774b-bcce-b302099a800${n}`) as [
  string,
  string,
  string,
  string,
];

const stepsOf = (...Operations: object[]) =>
  teamSteps(readPatchOp({ schemas: [Urns.patchOp], Operations }, groupResourceSchema, {}));

/** An account so large that everybody but somebody is too many. */
const largeAccount = (but: readonly string[]) => {
  const asked: Filter[] = [];
  let membersRead = 0;
  return {
    asked,
    membersRead: () => membersRead,
    who: {
      users: (filter: Filter) => {
        asked.push(filter);
        // first who is meant, then who is not
        if (asked.length % 2 === 1) return Promise.reject(new Refusal('too-many-found', { most: maxIds }));
        return Promise.resolve(but);
      },
      members: () => {
        membersRead += 1;
        return Promise.resolve([ann, bob, cy]);
      },
    },
  };
};

describe('a PATCH that removes whom a filter finds', () => {
  it.each([`members[value ne "${bob}"]`, `members[not (value eq "${bob}")]`, 'members[display ne "bob@example.com"]'])(
    'removes %s of a group in an account in which that is more than 100,000 people',
    async (path) => {
      const { who, asked, membersRead } = largeAccount([bob]);
      const steps = await withFoundMembers(stepsOf({ op: 'remove', path }), 'https://x.io/scim/v2', who);
      expect(steps).toEqual([{ change: 'remove-members', userIds: [ann, cy] }]);
      expect([asked[1], membersRead()]).toEqual([{ is: 'not', of: asked[0] }, 1]);
    },
  );

  it('removes those too whom it has added before, and keeps whom it adds afterwards', async () => {
    const { who, membersRead } = largeAccount([bob]);
    const removal = { op: 'remove', path: `members[value ne "${bob}"]` };
    const add = (value: string) => ({ op: 'add', path: 'members', value: [{ value }] });
    const steps = await withFoundMembers(
      stepsOf(add(dee.toUpperCase()), removal, add(ann), removal),
      'https://x.io/scim/v2',
      who,
    );
    expect(steps.map((step) => ('userIds' in step ? [step.change, ...step.userIds] : []))).toEqual([
      ['add-members', expect.stringMatching(new RegExp(dee, 'i'))],
      ['remove-members', ann, cy, dee],
      ['add-members', ann],
      ['remove-members', ann, cy, dee],
    ]);
    expect(membersRead()).toBe(1);
  });

  it('does not ask who the members are where those who are meant can be named', async () => {
    const members = () => Promise.reject(new Error('nobody asks'));
    const steps = await withFoundMembers(stepsOf({ op: 'remove', path: 'members[display sw "a"]' }), 'https://x.io', {
      users: () => Promise.resolve([ann]),
      members,
    });
    expect(steps).toEqual([{ change: 'remove-members', userIds: [ann] }]);
  });

  it('is refused where both those who are meant and those who are not are too many', async () => {
    const users = () => Promise.reject(new Refusal('too-many-found', { most: maxIds }));
    const steps = withFoundMembers(stepsOf({ op: 'remove', path: 'members[display sw "a"]' }), 'https://x.io', {
      users,
      members: () => Promise.resolve([]),
    });
    await expect(steps).rejects.toMatchObject({ code: 'too-many-found' });
  });
});
