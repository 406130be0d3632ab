import type { ChangeUser, ReplaceUser, UserChange } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import {
  anAccount,
  anOwnAdmin,
  aUser,
  given,
  idOf,
  now,
  ofAnn,
  outcomeOf,
  refusalOf,
  saidBy,
  set,
} from '../../../test/support/given.js';
import { decideChangeUser } from './change-user.js';
import { decideReplaceUser } from './replace-user.js';

const bob = aUser({ id: idOf(2), userName: 'bob@example.com', externalId: 'okta-2' });
const strict = anAccount({ emailCase: 'refuse', unknownUserType: 'fallback', directoryAdmins: 'refuse' });

/** A PATCH that makes Ann inactive beside these changes, or the refusal of one that does not. */
const leaving = (changes: readonly UserChange[], before = aUser()) => {
  const command: ChangeUser = { ...ofAnn, changes: [set('active', false), ...changes] };
  return decideChangeUser(command, given([before, bob], strict), now);
};

describe('whoever leaves, leaves (rule 5)', () => {
  it.each([
    ['a userName that is no address', 'userName', set('userName', 'ann')],
    ['a userName with upper case', 'userName', set('userName', 'Ann@example.com')],
    ['a userName that somebody has', 'userName', set('userName', 'bob@example.com')],
    ['a userName that is no text', 'userName', set('userName', 7)],
    ['an externalId that somebody has', 'externalId', set('externalId', 'okta-2')],
    ['an externalId that is too long', 'externalId', set('externalId', 'x'.repeat(2_001))],
    ['an unknown type', 'userType', set('userType', 'boss')],
    ['a type that the directory may not give', 'userType', set('userType', 'admin')],
    ['a character that no name may hold', 'name.familyName', set('name.familyName', 'L@e')],
    ['a zone that is none', 'timezone', set('timezone', 'Mars/Base')],
    ['a locale that is none', 'locale', set('locale', '???')],
    ['an address with upper case', 'emails', set('emails', [{ value: 'ANN@example.com' }])],
    ['a title that is too long', 'title', set('title', 'x'.repeat(100_000))],
    ['a title that is no text', 'title', set('title', { a: 1 })],
    [
      'a filter that finds nothing',
      'addresses',
      {
        change: 'change-values',
        attribute: 'addresses',
        where: { is: 'greater', attribute: 'type', value: 'work' },
        value: { locality: 'Rome' },
      } as unknown as UserChange, // a filter of which no element can be made
    ],
  ] as const)('%s stays as stored, and the event says so', (_, attribute, change) => {
    const decision = leaving([change]);
    expect(outcomeOf(decision).user).toEqual({
      ...aUser(),
      active: false,
      deactivatedByDirectory: true,
      version: 4,
      updatedAt: now.toISOString(),
    });
    expect(decision.events.map(saidBy)).toEqual([{ kept: [attribute] }]);
  });

  it('takes what no rule refuses', () => {
    const decision = leaving([set('title', 'Former surveyor'), set('timezone', 'Mars/Base')]);
    expect(outcomeOf(decision).user?.profile.title).toBe('Former surveyor');
    expect(outcomeOf(decision).events).toEqual(['user.updated 4 (title)', 'user.deactivated 5 (active)']);
  });

  it('counts for a PUT too, and for who is inactive already', () => {
    const before = aUser({ active: false });
    const whole: ReplaceUser = { ...ofAnn, userName: 'bob@example.com', externalId: 'okta-1', profile: { title: 'x' } };
    const { user } = outcomeOf(decideReplaceUser(whole, given([before, bob]), now));
    expect(user).toMatchObject({ userName: 'ann.lee@example.com', active: false, profile: { title: 'x' } });
  });

  it('keeps of a whole user what was too long for the command', () => {
    const before = aUser({ profile: { title: 'Surveyor', name: { givenName: 'Ann' } } });
    const kept = ['title', 'name.givenName', 'userName'];
    const whole: ReplaceUser = { ...ofAnn, userName: 'x', externalId: 'okta-1', profile: { nickName: 'A' }, kept };
    const leaver = decideReplaceUser({ ...whole, active: false }, given([before]), now);
    const { userName, profile } = outcomeOf(leaver).user ?? {};
    expect([userName, profile]).toEqual([before.userName, { ...before.profile, nickName: 'A' }]);
    expect(leaver.events.map(saidBy)).toContainEqual({ kept: kept.toSorted() });
    expect(refusalOf(() => decideReplaceUser(whole, given([before]), now)).code).toBe('user-name-invalid');
  });

  it('keeps what was refused before the command, part by part', () => {
    const enterprise = { department: 'North', manager: { value: 'm1', displayName: 'Mia' } };
    const before = aUser({ profile: { title: 'Surveyor', enterprise } });
    const kept = ['title', 'enterprise.manager.value'];
    const changes = [set('active', false), set('nickName', 'A')];
    const changed = decideChangeUser({ ...ofAnn, changes, kept }, given([before]), now);
    expect(outcomeOf(changed).user).toMatchObject({ active: false, profile: { ...before.profile, nickName: 'A' } });
    expect(changed.events.map(saidBy)).toContainEqual({ kept: kept.toSorted() });

    const sent = { enterprise: { department: 'South' } };
    const whole: ReplaceUser = { ...ofAnn, userName: '-', active: false, profile: sent, kept: ['userName', ...kept] };
    expect(outcomeOf(decideReplaceUser(whole, given([before]), now)).user).toMatchObject({
      userName: before.userName,
      profile: { title: 'Surveyor', enterprise: { department: 'South', manager: { value: 'm1' } } },
    });
  });

  it('keeps sign-in name and password of who is her own', () => {
    const command: ChangeUser = {
      ...ofAnn,
      changes: [set('active', false), set('userName', 'eve@example.com')],
      passwordHash: '$argon2id$x',
    };
    const other = anOwnAdmin({ id: idOf(3), userName: 'cy@example.com' });
    const decision = decideChangeUser(command, given([anOwnAdmin(), other]), now);
    expect(outcomeOf(decision)).toMatchObject({
      passwords: [],
      user: { active: false, userName: 'ann.lee@example.com' },
    });
    expect(decision.events.map(saidBy).at(-1)).toEqual({ kept: ['password', 'userName'] });
  });

  it('does not count for who stays, nor against versions, the last admin, and what is malformed', () => {
    const change = (of: Partial<ChangeUser>, before = aUser()) =>
      refusalOf(() => decideChangeUser({ ...ofAnn, changes: [], ...of }, given([before]), now)).code;
    expect(change({ changes: [set('timezone', 'Mars/Base')] })).toBe('time-zone-unknown');
    expect(change({ changes: [set('active', true), set('timezone', 'x')] }, aUser({ active: false }))).toBe(
      'time-zone-unknown',
    );
    expect(change({ changes: [set('active', false)], ifMatch: ['1'] })).toBe('version-mismatch');
    expect(change({ changes: [set('active', false)] }, aUser({ userType: 'admin' }))).toBe('last-admin');
    expect(change({ changes: [set('active', 'no')] })).toBe('attribute-invalid');
  });
});
