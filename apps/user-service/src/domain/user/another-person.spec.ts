import type { ChangeUser, CreateUser, ReplaceUser } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  accountId,
  anAccount,
  aUser,
  contractor,
  directory,
  endsCredentials,
  given,
  idOf,
  inWords,
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

const passwordHash = '$argon2id$x';
const posting = (of: Partial<CreateUser> = {}): CreateUser => ({
  accountId,
  userId: idOf(9),
  actor: directory,
  userName: 'ann.lee@example.com',
  ...followedRelease(aUser()),
  externalId: 'okta-1',
  profile: {},
  ...of,
});
const released = (of = {}) => aUser({ released: true, active: false, managedBy: 'workspace', ...of });
const inactive = (of = {}) => aUser({ active: false, deactivatedByDirectory: true, hasPassword: true, ...of });
const another = { externalId: 'okta-2' };
const labels = anAccount({ externalId: 'label' });

describe('a person who comes back (rules 3, 5)', () => {
  it.each([contractor.id, 'viewer', 'member'])('gets the former type back after a release: %s', (userType) => {
    expect(outcomeOf(decideCreateUser(posting(), given([released({ userType })]), now)).user?.userType).toBe(userType);
  });

  it('is a member after a release, where an admin was released and no type is named, and the event says so', () => {
    const state = given([released({ userType: 'admin' })]);
    const decision = decideCreateUser(posting(), state, now);
    expect(decision.events.map(inWords)).toEqual([
      'user.restored 4 (managedBy, active)',
      'user.type-changed 5 (userType)',
    ]);
    const reason = 'was an admin: a restoration that names no type makes a member';
    expect(decision.events.map(saidBy)).toEqual([{ reason }, { reason }]);
    const named = decideCreateUser(posting({ userType: 'admin' }), state, now);
    expect(outcomeOf(named).user?.userType).toBe('admin');
    expect(named.events.map(({ type }) => type)).toContain('account.directory-made-admin');
  });

  it('gets everything back who was only inactive, an admin too, by POST, PUT and PATCH', () => {
    const before = inactive({ userType: 'admin' });
    const { userName, externalId, profile } = before;
    const decisions = [
      decideCreateUser(posting({ passwordHash }), given([before]), now),
      decideReplaceUser({ ...ofAnn, userName, externalId, profile, active: true }, given([before]), now),
      decideChangeUser({ ...ofAnn, changes: [set('active', true)] }, given([before]), now),
    ];
    for (const decision of decisions)
      expect(outcomeOf(decision)).toMatchObject({
        user: { userType: 'admin', active: true, hasPassword: true, profile },
        passwords: [],
      });
  });

  it('gets the password that came with the restoration after a release, which deleted the former', () => {
    expect(outcomeOf(decideCreateUser(posting({ passwordHash }), given([released()]), now)).passwords).toEqual([
      passwordHash,
    ]);
  });

  it.each([
    ['a released', released()],
    ['an inactive', inactive()],
  ])('under a new address is %s user of the same externalId: restored and renamed', (_, before) => {
    const decision = decideCreateUser(posting({ userName: 'ann.ray@example.com' }), given([before]), now);
    expect(decision.reply).toMatchObject({ id: idOf(1), outcome: 'restored', userName: 'ann.ray@example.com' });
    expect(outcomeOf(decision).user?.profile.title).toBe('Surveyor');
  });

  it('under a new address is not somebody whom the workspace made inactive', () => {
    const byHand = aUser({ active: false, managedBy: 'workspace' });
    const decision = decideCreateUser(posting({ userName: 'ann.ray@example.com' }), given([byHand]), now);
    expect(decision.reply).toMatchObject({ id: idOf(9), outcome: 'created' });
  });
});

describe('another externalId than the one on record (rule 5)', () => {
  it('leaves a released user alone and makes a new one of the same name', () => {
    const decision = decideCreateUser(posting(another), given([released()]), now);
    expect(decision.reply).toMatchObject({ id: idOf(9), outcome: 'created' });
    expect(decision.changes).toHaveLength(1);
  });

  it('finds, of two released users who had the name, the one with that externalId', () => {
    const two = [
      released({ updatedAt: now.toISOString(), externalId: undefined }),
      released({ id: idOf(2), ...another }),
    ];
    expect(
      decideCreateUser(posting({ ...another, ...followedRelease(aUser({ id: idOf(2) })) }), given(two), now).reply?.id,
    ).toBe(idOf(2));
  });

  const whole: ReplaceUser = { ...ofAnn, ...another, userName: 'ann.lee@example.com', profile: { title: 'Pilot' } };
  const part: ChangeUser = {
    ...ofAnn,
    changes: [set('externalId', 'okta-2'), set('active', true), set('title', 'Pilot')],
  };
  const admin = inactive({ userType: 'admin' });
  it.each([
    [
      'POST',
      () => decideCreateUser(posting({ ...another, passwordHash, profile: whole.profile }), given([admin]), now),
    ],
    ['PUT', () => decideReplaceUser({ ...whole, active: true, passwordHash }, given([admin]), now)],
    ['PATCH', () => decideChangeUser({ ...part, passwordHash }, given([admin]), now)],
  ])('lets an inactive user come back as another person by %s: nothing of the former stays', (_, act) => {
    const decision = act();
    const { user, passwords } = outcomeOf(decision);
    expect(user).toMatchObject({ id: idOf(1), active: true, userType: 'member', profile: { title: 'Pilot' } });
    expect(user?.profile).toEqual({ title: 'Pilot' });
    expect([passwords, endsCredentials(decision)]).toEqual([[passwordHash], true]);
    expect(decision.events[0]).toMatchObject({
      type: 'user.reassigned',
      version: 4,
      payload: { changed: ['externalId'] },
    });
    expect(saidBy(decision.events[0] ?? { type: '', accountId, aggregateId: '', payload: {} }).reason).toMatch(
      /another person/,
    );
  });

  it('counts also where the request leaves the user inactive, who comes back by a later one', () => {
    const decision = decideReplaceUser(whole, given([inactive({ userType: 'viewer' })]), now);
    expect(outcomeOf(decision).user).toMatchObject({ active: false, userType: 'member', hasPassword: false });
    expect(endsCredentials(decision)).toBe(true);
  });

  it('takes the type that is named', () => {
    const decision = decideCreateUser(posting({ ...another, userType: 'viewer' }), given([inactive()]), now);
    expect(outcomeOf(decision).user?.userType).toBe('viewer');
  });

  it('of an active user takes nothing away, and the event says so', () => {
    const before = aUser({ userType: 'admin', hasPassword: true });
    const decision = decideReplaceUser({ ...whole, profile: before.profile }, given([before]), now);
    expect(outcomeOf(decision).user).toMatchObject({ externalId: 'okta-2', userType: 'admin', hasPassword: true });
    expect(decision.events.map(saidBy)).toEqual([
      { reason: 'another externalId than the one on record: perhaps another person' },
    ]);
  });

  it.each([
    ['stored', inactive({ externalId: undefined }), another],
    ['sent', inactive(), { externalId: undefined }],
  ])('is none where none is %s', (_, before, of) => {
    const decision = decideCreateUser(posting({ ...of, userType: undefined }), given([before]), now);
    expect(decision.events.map(({ type }) => type)).toEqual(['user.restored']);
  });

  it.each([
    ['the account says so', given([inactive()], labels), {}],
    ['the sender is one whose values identify nobody', given([inactive()]), { externalIdIs: 'label' } as const],
  ])('decides nothing where it is a label, because %s', (_, state, of) => {
    const decision = decideCreateUser(posting({ ...another, ...of }), state, now);
    expect(decision.events.map(inWords)).toEqual(['user.restored 4 (externalId, active)']);
  });
});

describe('an externalId that an active user of the directory has (rule 5)', () => {
  const ann = aUser();
  const bob = aUser({ id: idOf(2), userName: 'bob@example.com', externalId: 'okta-2' });

  it('is a conflict, by POST, PUT and PATCH', () => {
    const state = given([ann, bob]);
    const acts = [
      () => decideCreateUser(posting({ userName: 'new@example.com' }), state, now),
      () => decideReplaceUser({ ...ofAnn, ...another, userName: ann.userName, profile: {} }, state, now),
      () => decideChangeUser({ ...ofAnn, changes: [set('externalId', 'okta-2')] }, state, now),
    ];
    for (const act of acts) expect(refusalOf(act).code).toBe('external-id-taken');
  });

  it('is free again with that user’s release, and where it is a label', () => {
    const taken = posting({ userName: 'new@example.com', ...another, ...followedRelease(bob) });
    expect(decideCreateUser(taken, given([{ ...bob, active: false, released: true }]), now).reply?.id).toBe(idOf(2));
    expect(decideCreateUser(taken, given([bob], labels), now).reply?.outcome).toBe('created');
  });

  it('stays with whom it is stored already (rule 22)', () => {
    const state = given([ann, { ...bob, externalId: 'okta-1' }]);
    const { userName, externalId } = ann;
    expect(() => decideReplaceUser({ ...ofAnn, userName, externalId, profile: {} }, state, now)).not.toThrow();
  });
});
