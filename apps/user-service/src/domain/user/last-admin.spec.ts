import type { UserChange } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  anAccount,
  aUser,
  given,
  idOf,
  inWords,
  now,
  ofAnn,
  outcomeOf,
  refusalOf,
  set,
} from '../../../test/support/given.js';
import { decideChangeUser } from './change-user.js';
import { decideCreateUser } from './create-user.js';
import { decideReleaseUser } from './release-user.js';

const admin = (of = {}) => aUser({ userType: 'admin', ...of });
const other = admin({ id: idOf(2), userName: 'bob@example.com' });
const changing = (change: UserChange) => ({ ...ofAnn, changes: [change] });

const acts = {
  deactivate: (state: ReturnType<typeof given>) => decideChangeUser(changing(set('active', false)), state, now),
  demote: (state: ReturnType<typeof given>) => decideChangeUser(changing(set('userType', 'member')), state, now),
  delete: (state: ReturnType<typeof given>) => decideReleaseUser(ofAnn, state, now),
};

describe.each(Object.entries(acts))('the last active admin (rule 8): %s', (action, act) => {
  it('is refused, with a warning that is announced although nothing changed', () => {
    const { code, facts, warnings } = refusalOf(() => act(given([admin()])));
    expect({ code, facts }).toEqual({ code: 'last-admin', facts: { userName: 'ann.lee@example.com', action } });
    expect(warnings.map(inWords)).toEqual(['account.last-admin-guarded']);
    expect(warnings[0]).toMatchObject({ aggregateId: accountId, payload: { userId: idOf(1), action } });
  });

  it('is possible while there is another active admin', () => {
    expect(outcomeOf(act(given([admin(), other]))).events).toHaveLength(1);
  });

  it.each([
    ['inactive', { active: false }],
    ['released', { active: false, released: true }],
    ['a member', { userType: 'member' }],
  ])('is refused where the other one is %s', (_, of) => {
    expect(refusalOf(() => act(given([admin(), { ...other, ...of }]))).code).toBe('last-admin');
  });

  it('is possible where the account switched the guard off', () => {
    expect(outcomeOf(act(given([admin()], anAccount({ lastAdminGuard: 'off' })))).events).toHaveLength(1);
  });

  it('sees what an earlier command of the same batch did', () => {
    const state = given([admin(), other]);
    state.apply(decideReleaseUser({ ...ofAnn, userId: idOf(2) }, state, now).changes);
    expect(refusalOf(() => act(state)).code).toBe('last-admin');
  });
});

describe('what the guard of rule 8 lets pass', () => {
  it('other changes of the last admin', () => {
    expect(outcomeOf(decideChangeUser(changing(set('title', 'CEO')), given([admin()]), now)).events).toEqual([
      'user.updated 4 (title)',
    ]);
  });

  it('an inactive admin who loses the type', () => {
    const { events } = outcomeOf(
      decideChangeUser(changing(set('userType', 'member')), given([admin({ active: false })]), now),
    );
    expect(events).toEqual(['user.type-changed 4 (userType)']);
  });

  it('but not the adoption of the last admin as a member', () => {
    const command = { ...ofAnn, userName: 'ann.lee@example.com', userType: 'member', profile: {} };
    const state = given([admin({ managedBy: 'workspace' })]);
    expect(refusalOf(() => decideCreateUser(command, state, now)).code).toBe('last-admin');
  });
});
