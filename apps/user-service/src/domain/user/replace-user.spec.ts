import type { ReplaceUser } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { anAccount, aUser, given, idOf, now, ofAnn, outcomeOf, refusalOf } from '../../../test/support/given.js';
import { decideReplaceUser } from './replace-user.js';

const replacing = (of: Partial<ReplaceUser> = {}): ReplaceUser => ({
  ...ofAnn,
  userName: 'ann.lee@example.com',
  externalId: 'okta-1',
  profile: aUser().profile,
  ...of,
});

describe('a replacement', () => {
  it('makes the first e-mail address the primary one where none is', () => {
    const profile = { emails: [{ value: 'a@example.com' }, { value: 'b@example.com' }] };
    expect(outcomeOf(decideReplaceUser(replacing({ profile }), given([aUser()]), now)).user?.profile).toEqual({
      emails: [{ value: 'a@example.com', primary: true }, { value: 'b@example.com' }],
    });
  });

  it('that changes nothing raises nothing: same version, same time', () => {
    const decision = decideReplaceUser(replacing(), given([aUser()]), now);
    expect(outcomeOf(decision)).toEqual({ events: [], user: undefined, passwords: [] });
    expect(decision.reply).toMatchObject({ version: 3, updatedAt: aUser().updatedAt, changed: false });
    expect(decision.reply).not.toHaveProperty('outcome');
  });

  it('of what was read is never refused, whatever rules have come since (rule 22)', () => {
    const stored = aUser({
      userName: 'Ann Lee@Example',
      externalId: 'x'.repeat(3_000),
      userType: 'gone-type',
      profile: {
        name: { givenName: '★', formatted: '<Ann>' },
        timezone: 'Mars/Base',
        locale: 'foo bar',
        preferredLanguage: 'foo bar',
        profileUrl: 'javascript:alert(1)',
        emails: [{ value: 'no Address', primary: true }],
      },
    });
    const { userName, externalId, userType, profile } = stored;
    const echo = replacing({ userName, ...(externalId === undefined ? {} : { externalId }), userType, profile });
    for (const settings of [{}, { emailCase: 'refuse' }, { unknownUserType: 'refuse' }] as const) {
      const state = given([stored], anAccount(settings));
      expect(outcomeOf(decideReplaceUser(echo, state, now)).events).toEqual([]);
      const titled = { ...echo, profile: { ...profile, title: 'Pilot' } };
      expect(outcomeOf(decideReplaceUser(titled, state, now)).events).toEqual(['user.updated 4 (title)']);
    }
  });

  it('clears what it does not mention, but type, active and password stay (rule 3)', () => {
    const before = aUser({ userType: 'viewer', active: false, hasPassword: true });
    const { events, user } = outcomeOf(
      decideReplaceUser(replacing({ profile: { title: 'Pilot' } }), given([before]), now),
    );
    expect(events).toEqual([
      'user.updated 4 (displayName, emails, name.familyName, name.formatted, name.givenName, title)',
    ]);
    expect(user).toMatchObject({ userType: 'viewer', active: false, hasPassword: true, profile: { title: 'Pilot' } });
    expect(user?.profile).toEqual({ title: 'Pilot' });
  });

  it('of several things is several facts, each with its version', () => {
    const { events, user } = outcomeOf(
      decideReplaceUser(
        replacing({ profile: { ...aUser().profile, title: 'Pilot' }, userType: 'guest', active: false }),
        given([aUser()]),
        now,
      ),
    );
    expect(events).toEqual(['user.updated 4 (title)', 'user.type-changed 5 (userType)', 'user.deactivated 6 (active)']);
    expect(user).toMatchObject({ version: 6, deactivatedByDirectory: true, updatedAt: now.toISOString() });
  });

  it('gives back everything on reactivation, under the same id (rule 5)', () => {
    const { events, user } = outcomeOf(
      decideReplaceUser(
        replacing({ active: true }),
        given([aUser({ active: false, deactivatedByDirectory: true })]),
        now,
      ),
    );
    expect(events).toEqual(['user.reactivated 4 (active)']);
    expect(user).toEqual(aUser({ version: 4, updatedAt: now.toISOString() }));
  });

  it('of a workspace user adopts that user, also where nothing else changes (rule 9)', () => {
    const { events } = outcomeOf(decideReplaceUser(replacing(), given([aUser({ managedBy: 'workspace' })]), now));
    expect(events).toEqual(['user.adopted 4 (managedBy)']);
  });

  it('says that a hand made an adopted user inactive, not the directory (rule 7)', () => {
    const before = aUser({ managedBy: 'workspace', active: false });
    expect(outcomeOf(decideReplaceUser(replacing(), given([before]), now)).user?.deactivatedByDirectory).toBe(false);
  });

  it('takes a new password whoever had one before (rule 6)', () => {
    const { events, passwords } = outcomeOf(
      decideReplaceUser(replacing({ passwordHash: '$argon2id$y' }), given([aUser({ hasPassword: true })]), now),
    );
    expect([events, passwords]).toEqual([['user.updated 4 (password)'], ['$argon2id$y']]);
  });

  it('does not find released people, nor those of nobody (rule 5)', () => {
    for (const users of [[aUser({ released: true, active: false })], []]) {
      const { code, facts } = refusalOf(() => decideReplaceUser(replacing(), given(users), now));
      expect({ code, facts }).toEqual({ code: 'user-not-found', facts: { userId: idOf(1) } });
    }
  });

  it.each([
    ['another version', ['2'], 'version-mismatch'],
    ['none at all', [], 'version-mismatch'],
    ['the current version', ['3'], undefined],
    ['the current version among others', ['1', '3'], undefined],
    ['any', ['*'], undefined],
  ])('that names %s is compared as opaque text', (_, ifMatch, code) => {
    const act = () => decideReplaceUser(replacing({ ifMatch }), given([aUser()]), now);
    expect(code === undefined ? act().reply?.version : refusalOf(act).code).toBe(code ?? 3);
  });

  it.each([
    ['an active one', aUser({ id: idOf(2), userName: 'bob@example.com' })],
    ['a workspace one', aUser({ id: idOf(2), userName: 'bob@example.com', managedBy: 'workspace' })],
  ])('may not take the userName of somebody else, %s (rules 1, 9)', (_, holder) => {
    const state = given([aUser(), holder]);
    expect(refusalOf(() => decideReplaceUser(replacing({ userName: 'BOB@example.com' }), state, now)).code).toBe(
      'user-name-taken',
    );
  });

  it('may take the userName of a released user, which is nobody’s (rule 5)', () => {
    const former = aUser({ id: idOf(2), userName: 'bob@example.com', released: true, active: false });
    const decision = decideReplaceUser(replacing({ userName: 'bob@example.com' }), given([aUser(), former]), now);
    expect(outcomeOf(decision).user?.userName).toBe('bob@example.com');
  });

  it('may change the case of its own userName, which is then returned so (rule 1)', () => {
    const { events, user } = outcomeOf(
      decideReplaceUser(replacing({ userName: 'Ann.Lee@example.com' }), given([aUser()]), now),
    );
    expect([events, user?.userName]).toEqual([['user.updated 4 (userName)'], 'Ann.Lee@example.com']);
  });

  it('sends back the formatted name that it was given: that is stale when the parts changed', () => {
    const profile = { ...aUser().profile, name: { givenName: 'Anna', familyName: 'Lee', formatted: 'Ann Lee' } };
    const { user } = outcomeOf(decideReplaceUser(replacing({ profile }), given([aUser()]), now));
    expect(user?.profile).toMatchObject({ name: { formatted: 'Anna Lee' }, displayName: 'Ann Lee' });
  });

  it('keeps a type that is no longer known where it is the one the user has', () => {
    const before = aUser({ userType: idOf(901) });
    const decision = decideReplaceUser(
      replacing({ userType: idOf(901) }),
      given([before], anAccount({}, { roles: [] })),
      now,
    );
    expect(decision.reply?.changed).toBe(false);
  });

  it('drops empty texts, and attributes that nobody knows (rule 4)', () => {
    const profile = { title: '', shoeSize: '9', phoneNumbers: [{ type: 'work', value: '' }] };
    const { user } = outcomeOf(decideReplaceUser(replacing({ externalId: '', profile }), given([aUser()]), now));
    expect(user?.profile).toEqual({});
    expect(user).not.toHaveProperty('externalId');
  });
});
