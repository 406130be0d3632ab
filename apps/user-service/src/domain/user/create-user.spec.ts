import type { CreateUser } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  anAccount,
  aUser,
  contractor,
  directory,
  given,
  idOf,
  now,
  outcomeOf,
  refusalOf,
  followedRelease,
} from '../../../test/support/given.js';
import { decideCreateUser } from './create-user.js';

const bob = (of: Partial<CreateUser> = {}): CreateUser => ({
  accountId,
  userId: idOf(2),
  actor: directory,
  userName: 'Bob.Ray@example.com',
  externalId: 'okta-2',
  profile: { name: { givenName: 'Bob', familyName: 'Ray' }, title: 'Pilot' },
  ...of,
});
const ann = (of: Partial<CreateUser> = {}) => bob({ userName: 'Ann.Lee@example.com', externalId: 'okta-1', ...of });

describe('somebody whom nobody knows', () => {
  it('has one primary e-mail address: where none says so, the first that holds something', () => {
    const emails = [{ type: 'home', primary: true }, { value: 'a@example.com' }, { value: 'b@example.com' }];
    expect(outcomeOf(decideCreateUser(bob({ profile: { emails } }), given(), now)).user?.profile.emails).toEqual([
      { value: 'a@example.com', primary: true },
      { value: 'b@example.com' },
    ]);
  });

  it('becomes an active member whom the directory keeps (rules 3, 5)', () => {
    const { events, user } = outcomeOf(decideCreateUser(bob(), given(), now));
    expect(events).toEqual(['user.created 1 (externalId, name.familyName, name.givenName, title, userName)']);
    expect(user).toMatchObject({
      id: idOf(2),
      version: 1,
      userName: 'Bob.Ray@example.com',
      userType: 'member',
      active: true,
      managedBy: 'directory',
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
    });
  });

  it('is told in the reply, with the case in which the userName was sent (rule 1)', () => {
    const { reply } = decideCreateUser(bob(), given(), now);
    expect(reply).toMatchObject({
      id: idOf(2),
      userName: 'Bob.Ray@example.com',
      version: 1,
      outcome: 'created',
      changed: true,
    });
  });

  it('may begin inactive: one event, and the directory is known to have said so (rule 7)', () => {
    const { events, user } = outcomeOf(decideCreateUser(bob({ active: false }), given(), now));
    expect(events).toHaveLength(1);
    expect(user).toMatchObject({ active: false, deactivatedByDirectory: true });
  });

  it('brings a password, which is an attribute without a value in the event (rule 6)', () => {
    const { events, user, passwords } = outcomeOf(decideCreateUser(bob({ passwordHash: '$argon2id$x' }), given(), now));
    expect(events[0]).toContain('password');
    expect(JSON.stringify(events)).not.toContain('argon2id');
    expect(user?.hasPassword).toBe(true);
    expect(passwords).toEqual(['$argon2id$x']);
  });

  it('brings a password in vain where the account does not sync passwords (rule 6)', () => {
    const state = given([], anAccount({ passwordSync: 'off' }));
    const { events, user, passwords } = outcomeOf(decideCreateUser(bob({ passwordHash: '$argon2id$x' }), state, now));
    expect(events[0]).not.toContain('password');
    expect([user?.hasPassword, passwords]).toEqual([false, []]);
  });

  it('may not have an id that somebody has already', () => {
    const holder = aUser({ id: idOf(2) });
    expect(refusalOf(() => decideCreateUser(bob(), given([holder]), now)).code).toBe('invalid-message');
  });

  it('needs an account that exists', () => {
    const elsewhere = bob({ accountId: idOf(77) });
    expect(refusalOf(() => decideCreateUser(elsewhere, given(), now)).code).toBe('account-not-found');
  });
});

describe('somebody whose userName is known (rule 5)', () => {
  it('is a conflict while the directory keeps that person active, whatever the case of the name (rule 1)', () => {
    const { code, facts } = refusalOf(() =>
      decideCreateUser(ann({ userName: 'ANN.LEE@Example.com' }), given([aUser()]), now),
    );
    expect({ code, facts }).toEqual({ code: 'user-name-taken', facts: { userName: 'ANN.LEE@Example.com' } });
  });

  it('is restored with id, type and everything else when inactive', () => {
    const inactive = aUser({ active: false, deactivatedByDirectory: true, userType: contractor.id });
    const decision = decideCreateUser(ann({ profile: { title: 'Head of survey' } }), given([inactive]), now);
    const { events, user } = outcomeOf(decision);
    expect(decision.reply).toMatchObject({ id: idOf(1), outcome: 'restored', version: 4 });
    expect(events).toEqual(['user.restored 4 (title, userName, active)']);
    expect(user).toMatchObject({
      active: true,
      deactivatedByDirectory: false,
      userType: contractor.id,
      externalId: 'okta-1',
      profile: { displayName: 'Ann Lee', title: 'Head of survey' },
    });
  });

  it('is restored from release, and the directory keeps that person again', () => {
    const released = aUser({ active: false, released: true, managedBy: 'workspace' });
    const { events, user } = outcomeOf(
      decideCreateUser(ann({ profile: {}, ...followedRelease(released) }), given([released]), now),
    );
    expect(events).toEqual(['user.restored 4 (userName, managedBy, active)']);
    expect(user).toMatchObject({ id: idOf(1), released: false, managedBy: 'directory', active: true });
  });

  it.each([
    ['said of nobody', {}],
    ['of an earlier one', followedRelease(aUser({ version: 2 }))],
    ['of somebody else', followedRelease(aUser({ id: idOf(7) }))],
  ])('is not restored before team-service has been told of the release: %s', (_, followed) => {
    const released = aUser({ active: false, released: true, managedBy: 'workspace' });
    const { code, facts } = refusalOf(() => decideCreateUser(ann(followed), given([released]), now));
    expect([code, facts]).toEqual(['release-not-followed', { userId: idOf(1), version: 3 }]);
  });

  it('is refused by every other rule first: of whom does not come back, no team hears', () => {
    const released = aUser({ active: false, released: true, managedBy: 'workspace' });
    const unknownType = ann({ userType: 'nobody' });
    expect(refusalOf(() => decideCreateUser(unknownType, given([released]), now)).code).toBe('user-type-unknown');
  });

  it('is restored with another type as two facts (rule 3)', () => {
    const inactive = aUser({ active: false });
    const { events } = outcomeOf(decideCreateUser(ann({ userType: 'viewer', profile: {} }), given([inactive]), now));
    expect(events).toEqual(['user.restored 4 (userName, active)', 'user.type-changed 5 (userType)']);
  });

  it('is found but stays inactive where the creation says inactive: nothing changed, and the answer still says restored', () => {
    const inactive = aUser({ active: false });
    const same = ann({ userName: 'ann.lee@example.com', externalId: 'okta-1', active: false, profile: {} });
    const decision = decideCreateUser(same, given([inactive]), now);
    expect(outcomeOf(decision)).toEqual({ events: [], user: undefined, passwords: [] });
    expect(decision.reply).toMatchObject({ outcome: 'restored', changed: false, version: 3 });
  });

  it('is adopted when made in the product, first of all facts (rule 9)', () => {
    const workspace = aUser({ managedBy: 'workspace', externalId: undefined, userType: 'admin' });
    const decision = decideCreateUser(ann({ profile: { title: 'CEO' } }), given([workspace]), now);
    const { events, user } = outcomeOf(decision);
    expect(decision.reply).toMatchObject({ id: idOf(1), outcome: 'adopted' });
    expect(events).toEqual(['user.adopted 4 (managedBy)', 'user.updated 5 (externalId, title, userName)']);
    expect(user).toMatchObject({ managedBy: 'directory', userType: 'admin', version: 5 });
  });

  it('is adopted and restored when made in the product and inactive', () => {
    const workspace = aUser({ managedBy: 'workspace', active: false });
    const { events } = outcomeOf(decideCreateUser(ann({ profile: {} }), given([workspace]), now));
    expect(events).toEqual(['user.adopted 4 (managedBy)', 'user.restored 5 (userName, active)']);
  });

  it.each([
    ['restored', aUser({ active: false, hasPassword: true })],
    ['adopted', aUser({ managedBy: 'workspace', hasPassword: true })],
  ])('keeps the password that somebody uses when %s: Okta sends a placeholder (rule 5)', (_, before) => {
    const { events, passwords } = outcomeOf(
      decideCreateUser(ann({ passwordHash: '$argon2id$x' }), given([before]), now),
    );
    expect(passwords).toEqual([]);
    expect(events.join()).not.toContain('password');
  });

  it('gets the password that came with the restoration where there was none', () => {
    const { passwords } = outcomeOf(
      decideCreateUser(ann({ passwordHash: '$argon2id$x' }), given([aUser({ active: false })]), now),
    );
    expect(passwords).toEqual(['$argon2id$x']);
  });

  it('says in each event how access is after it', () => {
    const inactive = aUser({ active: false });
    const { events } = decideCreateUser(ann({ userType: 'viewer', profile: {} }), given([inactive]), now);
    expect(events.map(({ payload }) => payload)).toMatchObject([
      { userType: 'member', active: true, managedBy: 'directory' },
      { userType: 'viewer', active: true, managedBy: 'directory' },
    ]);
  });
});
