import { describe, expect, it } from 'vitest';
import {
  anAccount,
  anOwnAdmin,
  aUser,
  given,
  now,
  ofAnn,
  outcomeOf,
  refusalOf,
  saidBy,
  set,
} from '../../../test/support/given.js';
import { decideChangeUser } from './change-user.js';
import { decideCreateUser } from './create-user.js';
import { decideReplaceUser } from './replace-user.js';

const bad = { passwordProblem: 'common' } as const;
const whole = { ...ofAnn, userName: 'ann.lee@example.com', profile: {}, ...bad };
const refused = { code: 'password-refused', facts: { problem: 'common' } };

describe('a password that breaks the rule (rule 6)', () => {
  it('refuses the request that brings it, whichever it is', () => {
    const people = given([aUser()]);
    expect(refusalOf(() => decideCreateUser(whole, given(), now))).toMatchObject(refused);
    expect(refusalOf(() => decideReplaceUser(whole, people, now))).toMatchObject(refused);
    expect(refusalOf(() => decideChangeUser({ ...ofAnn, changes: [], ...bad }, people, now))).toMatchObject(refused);
  });

  it('refuses nothing where passwords of the directory are not taken', () => {
    const account = anAccount({ passwordSync: 'off' });
    expect(outcomeOf(decideCreateUser(whole, given([], account), now)).passwords).toEqual([]);
  });

  it('refuses nothing where a placeholder meets somebody who has a password', () => {
    const before = aUser({ active: false, hasPassword: true });
    expect(outcomeOf(decideCreateUser(whole, given([before]), now)).user).toMatchObject({ active: true });
  });

  it('keeps nobody who leaves (rule 5): the former password stays', () => {
    const people = given([aUser({ hasPassword: true })]);
    const leaving = { ...ofAnn, changes: [set('active', false)], ...bad };
    expect(outcomeOf(decideChangeUser(leaving, people, now))).toMatchObject({ user: { active: false }, passwords: [] });
    const { user } = outcomeOf(decideReplaceUser({ ...whole, active: false }, given([aUser()]), now));
    expect(user?.active).toBe(false);
    expect(decideChangeUser(leaving, given([aUser()]), now).events.map(saidBy)).toEqual([{ kept: ['password'] }]);
  });

  it('refuses nothing where the request adopts, which takes no password', () => {
    const before = aUser({ managedBy: 'workspace', madeInProduct: true });
    expect(outcomeOf(decideCreateUser(whole, given([before]), now)).user).toMatchObject({ managedBy: 'directory' });
    const { user } = outcomeOf(decideReplaceUser(whole, given([before]), now));
    expect(user).toMatchObject({ managedBy: 'directory', hasPassword: false });
  });

  it('refuses the request where the user stands for another person, whose password would be taken', () => {
    const before = aUser({ active: false, hasPassword: true });
    const other = { ...whole, externalId: 'okta-2' };
    expect(refusalOf(() => decideCreateUser(other, given([before]), now))).toMatchObject(refused);
  });

  it('is not told of who is her own: her password is not the directory’s to set anyway', () => {
    const before = anOwnAdmin({ managedBy: 'directory' });
    const { code } = refusalOf(() => decideChangeUser({ ...ofAnn, changes: [], ...bad }, given([before]), now));
    expect(code).toBe('own-sign-in');
  });
});
