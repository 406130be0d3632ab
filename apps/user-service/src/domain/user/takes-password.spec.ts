import { describe, expect, it } from 'vitest';
import {
  accountId,
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
  followedRelease,
} from '../../../test/support/given.js';
import { decideChangeUser } from './change-user.js';
import { decideCreateUser } from './create-user.js';
import { decideReplaceUser } from './replace-user.js';
import { forecastPassword } from './takes-password.js';
import type { User } from './user.js';

const takesPassword = (...asked: Parameters<typeof forecastPassword>) => forecastPassword(...asked).taken;
const { userId } = ofAnn;
const named = { accountId, userName: 'ann.lee@example.com' };
const whole = { ...ofAnn, userName: named.userName, profile: {} };
const off = anAccount({ passwordSync: 'off' });

/** Everybody whom a write may meet, and whether a creation and a change of her would take a password. */
const people: readonly (readonly [string, User | undefined, creation: boolean, change: boolean])[] = [
  ['nobody yet', undefined, true, false],
  ['an active user of the directory', aUser(), false, true],
  ['the same with a password', aUser({ hasPassword: true }), false, true],
  ['an inactive one', aUser({ active: false }), true, true],
  ['an inactive one with a password', aUser({ active: false, hasPassword: true }), false, true],
  ['a released one', aUser({ active: false, released: true, managedBy: 'workspace' }), true, false],
  ['somebody made in the product', aUser({ managedBy: 'workspace', madeInProduct: true }), false, false],
  ['an invitation', aUser({ managedBy: 'workspace', madeInProduct: true, externalId: undefined }), false, false],
  ['an admin of her own', anOwnAdmin(), false, false],
  ['an admin of her own whom the directory keeps', anOwnAdmin({ managedBy: 'directory' }), false, false],
  ['an inactive one of them', anOwnAdmin({ managedBy: 'directory', active: false }), false, false],
];

describe('whether a password would be taken', () => {
  it.each(people)('is said of %s', (_, before, creation, change) => {
    const state = given(before ? [before] : []);
    expect(takesPassword(named, state)).toBe(creation);
    expect(takesPassword({ accountId, userId }, state)).toBe(change);
  });

  it.each(people)('is as the command decides it, of %s', (_, before) => {
    const state = () => given(before ? [before] : []);
    const hash = { passwordHash: 'h' };
    const taken = (decide: () => ReturnType<typeof decideCreateUser>) => {
      try {
        return outcomeOf(decide()).passwords.length > 0;
      } catch {
        return false;
      }
    };
    const creating = { ...whole, ...hash, ...(before ? followedRelease(before) : {}) };
    expect(takesPassword(named, state())).toBe(taken(() => decideCreateUser(creating, state(), now)));
    const changing = takesPassword({ accountId, userId }, state());
    expect(changing).toBe(taken(() => decideReplaceUser({ ...whole, ...hash }, state(), now)));
    expect(changing).toBe(taken(() => decideChangeUser({ ...ofAnn, changes: [], ...hash }, state(), now)));
  });

  it('is no where the account does not sync passwords, is unknown, or is being closed', () => {
    expect(takesPassword(named, given([], off))).toBe(false);
    expect(takesPassword({ accountId, userId }, given([aUser()], off))).toBe(false);
    const closing = anAccount({}, { closing: { endsAt: now.toISOString() } });
    expect(takesPassword(named, given([], closing))).toBe(false);
    expect(takesPassword({ ...named, accountId: userId }, given())).toBe(false);
  });

  it('is yes where the user stands for another person from then on', () => {
    const before = given([aUser({ active: false, hasPassword: true })]);
    expect(takesPassword({ ...named, externalId: 'okta-2' }, before)).toBe(true);
    expect(takesPassword({ ...named, externalId: 'okta-2', externalIdIs: 'label' }, before)).toBe(false);
  });

  it('looks for the person by externalId too, and is no where an active one has it', () => {
    const renamed = { accountId, userName: 'ann.new@example.com', externalId: 'okta-1' };
    expect(takesPassword(renamed, given([aUser({ active: false, hasPassword: true })]))).toBe(false);
    expect(takesPassword(renamed, given([aUser()]))).toBe(false);
  });

  it('is no where If-Match names another version', () => {
    expect(takesPassword({ accountId, userId, ifMatch: ['2'] }, given([aUser()]))).toBe(false);
    expect(takesPassword({ accountId, userId, ifMatch: ['3'] }, given([aUser()]))).toBe(true);
  });
});

describe('what a password must not be', () => {
  const ofAcme = { accountSlug: 'acme' };
  const ann = { userName: 'ann.lee@example.com', displayName: 'Ann Lee', givenName: 'Ann', familyName: 'Lee' };

  it('is told of whom the write meets, and of the account', () => {
    expect(forecastPassword({ accountId, userId }, given([aUser()])).owner).toEqual({ ...ofAcme, ...ann });
    expect(forecastPassword(named, given([aUser({ active: false })])).owner).toEqual({ ...ofAcme, ...ann });
    const nameless = given([aUser({ profile: {} })]);
    expect(forecastPassword({ accountId, userId }, nameless).owner).toEqual({ ...ofAcme, userName: ann.userName });
  });

  it('is of a new person the account alone, and nothing where the write is refused', () => {
    expect(forecastPassword(named, given()).owner).toEqual(ofAcme);
    const another = { ...named, externalId: 'okta-2' };
    expect(forecastPassword(another, given([aUser({ active: false })])).owner).toEqual(ofAcme);
    expect(forecastPassword({ accountId, userId }, given()).owner).toBeUndefined();
  });
});

describe('a password that came unhashed', () => {
  const unhashed = { passwordUnhashed: true } as const;

  it('is kept out as one that is hashed, and the event says so', () => {
    const inactive = given([aUser({ active: false, hasPassword: true })]);
    const decision = decideCreateUser({ ...whole, ...unhashed }, inactive, now);
    expect(outcomeOf(decision)).toMatchObject({ user: { active: true }, passwords: [] });
    expect(decision.events.map(saidBy)).toEqual([{ kept: ['password'] }]);
    expect(outcomeOf(decideCreateUser({ ...whole, ...unhashed }, given([], off), now)).passwords).toEqual([]);
  });

  it('refuses the write where it would be taken after all, whichever it is', () => {
    const refused = { code: 'password-needed', facts: {} };
    const state = given([aUser()]);
    expect(refusalOf(() => decideCreateUser({ ...whole, ...unhashed }, given(), now))).toMatchObject(refused);
    expect(refusalOf(() => decideReplaceUser({ ...whole, ...unhashed }, state, now))).toMatchObject(refused);
    expect(refusalOf(() => decideChangeUser({ ...ofAnn, changes: [], ...unhashed }, state, now))).toMatchObject(
      refused,
    );
  });

  it('of who leaves is not lost either', () => {
    const leaving = { ...ofAnn, changes: [set('active', false)], ...unhashed };
    expect(refusalOf(() => decideChangeUser(leaving, given([aUser()]), now)).code).toBe('password-needed');
    const own = given([anOwnAdmin({ managedBy: 'directory', userType: 'member' })]);
    expect(outcomeOf(decideChangeUser(leaving, own, now)).user).toMatchObject({ active: false });
  });

  it('of an admin of her own is refused as every other', () => {
    const own = given([anOwnAdmin({ managedBy: 'directory' })]);
    expect(refusalOf(() => decideChangeUser({ ...ofAnn, changes: [], ...unhashed }, own, now)).code).toBe(
      'own-sign-in',
    );
  });
});
