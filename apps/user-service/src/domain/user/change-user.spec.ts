import type { ChangeUser, UserChange } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, aUser, given, idOf, now, ofAnn, outcomeOf, refusalOf, set } from '../../../test/support/given.js';
import { decideChangeUser } from './change-user.js';

const changing = (changes: UserChange[], of: Partial<ChangeUser> = {}): ChangeUser => ({
  ...ofAnn,
  changes,
  ...of,
});
const after = (changes: UserChange[], user = aUser()) =>
  outcomeOf(decideChangeUser(changing(changes), given([user]), now));

describe('a partial change', () => {
  it('names exactly what it changed', () => {
    expect(after([set('name.givenName', 'Anna'), set('enterprise.department', 'Survey')]).events).toEqual([
      'user.updated 4 (enterprise.department, name.formatted, name.givenName)',
    ]);
  });

  it('of what is so already raises nothing', () => {
    const decision = decideChangeUser(changing([set('title', 'Surveyor'), set('active', true)]), given([aUser()]), now);
    expect([decision.changes, decision.events, decision.reply?.changed]).toEqual([[], [], false]);
  });

  it('deactivates, which the directory is known to have said (rules 5, 7)', () => {
    const { events, user } = after([set('active', false)]);
    expect(events).toEqual(['user.deactivated 4 (active)']);
    expect(user).toMatchObject({ active: false, deactivatedByDirectory: true, managedBy: 'directory' });
  });

  it('adopts a workspace user and deactivates, in this order (rule 9)', () => {
    const { events } = after([set('active', false)], aUser({ managedBy: 'workspace' }));
    expect(events).toEqual(['user.adopted 4 (managedBy)', 'user.deactivated 5 (active)']);
  });

  it('brings a password beside its changes, or alone', () => {
    const command = changing([], { passwordHash: '$argon2id$z' });
    const { events, passwords } = outcomeOf(decideChangeUser(command, given([aUser()]), now));
    expect([events, passwords]).toEqual([['user.updated 4 (password)'], ['$argon2id$z']]);
  });

  it('may clear the type, which then stays (rule 3)', () => {
    expect(after([{ change: 'clear', attribute: 'userType' }], aUser({ userType: 'viewer' })).events).toEqual([]);
  });

  it('may clear externalId, but not the userName', () => {
    expect(after([set('externalId', '')]).user).not.toHaveProperty('externalId');
    const act = () => after([{ change: 'clear', attribute: 'userName' }]);
    expect(refusalOf(act)).toMatchObject({ code: 'attribute-invalid', facts: { attribute: 'userName' } });
  });

  it.each([
    ['active', 'yes'],
    ['userName', 7],
    ['title', { text: 'x' }],
    ['displayName', true],
    ['emails', [{ value: 7 }]],
    ['emails', [{ value: 'x', primary: 'true' }]],
    ['externalId', ['x']],
    ['title', 'x'.repeat(8_193)],
    ['phoneNumbers', Array.from({ length: 101 }, (_, n) => ({ value: String(n) }))],
  ])('is refused where %s gets a value of another kind', (attribute, value) => {
    expect(refusalOf(() => after([set(attribute, value)])).code).toBe('attribute-invalid');
  });

  it('finds by the mark of the primary address the one that is shown with it: the first, where the request before left none', () => {
    const isPrimary = { is: 'equals', attribute: 'primary', value: true } as const;
    const emails = [{ value: 'a@example.com', primary: true }, { value: 'b@example.com' }, { value: 'c@example.com' }];
    const { user } = after(
      [{ change: 'remove-values', attribute: 'emails', where: isPrimary }],
      aUser({ profile: { emails } }),
    );
    expect(user?.profile.emails).toEqual([{ value: 'b@example.com', primary: true }, { value: 'c@example.com' }]);
    const value = { value: 'd@example.com' };
    expect(
      after([{ change: 'change-values', attribute: 'emails', where: isPrimary, value }], user).user?.profile,
    ).toEqual({
      emails: [{ value: 'd@example.com', primary: true }, { value: 'c@example.com' }],
    });
  });

  describe('of the addresses of somebody of whom none was sent, is about the one that is shown: the userName', () => {
    const bare = aUser({ profile: {} });
    const shown = { value: 'ann.lee@example.com', type: 'work', primary: true };
    const where = { is: 'equals', attribute: 'type', value: 'work' } as const;
    const home = { value: 'ann@home.example', type: 'home' };

    it.each([home, { ...home, primary: true }])('puts the first one that is sent in its place: %o', (sent) => {
      const { user } = after([{ change: 'add-values', attribute: 'emails', value: [sent] }], bare);
      expect(user?.profile.emails).toEqual([{ ...home, primary: true }]);
    });

    it('finds it by a filter, also where no element may be made', () => {
      const value = { display: 'Ann' };
      const change = { change: 'change-values', attribute: 'emails', where, value, existingOnly: true } as const;
      expect(after([change], bare).user?.profile.emails).toEqual([{ ...shown, ...value }]);
    });

    it.each<[string, UserChange]>([
      ['added', { change: 'add-values', attribute: 'emails', value: [shown] }],
      ['set', { change: 'change-values', attribute: 'emails', where, value: { value: shown.value } }],
      ['removed', { change: 'remove-values', attribute: 'emails', where }],
    ])('changes nothing where that is %s, so that it goes with the userName', (_, change) => {
      expect(after([change], bare).events).toEqual([]);
    });

    it('keeps it where the whole list is said so', () => {
      expect(after([set('emails', [shown])], bare).user?.profile.emails).toEqual([shown]);
    });

    it('is not refused for it, whatever rules have come since (rule 22)', () => {
      const old = aUser({ userName: 'Ann Lee@Example', profile: {} });
      const change = { change: 'change-values', attribute: 'emails', where, value: { display: 'Ann' } } as const;
      const { user } = after([change, { change: 'add-values', attribute: 'emails', value: [home] }], old);
      expect(user?.profile.emails).toEqual([{ ...shown, value: 'Ann Lee@Example', display: 'Ann' }, home]);
    });
  });

  it('marks no address while it speaks of other things', () => {
    const user = aUser({ profile: { emails: [{ value: 'a@example.com' }] } });
    expect(after([set('title', 'CEO')], user).events).toEqual(['user.updated 4 (title)']);
  });

  it('keeps a custom formatted name while the parts stay', () => {
    const user = aUser({ profile: { name: { formatted: 'Lee, Ann', givenName: 'Ann', familyName: 'Lee' } } });
    expect(after([set('title', 'CEO')], user).user?.profile.name?.formatted).toBe('Lee, Ann');
  });

  it('follows others in a batch: each sees what the earlier ones did', () => {
    const state = given([aUser()]);
    for (const change of [set('title', 'A'), set('nickName', 'B')]) {
      state.apply(decideChangeUser(changing([change]), state, now).changes);
    }
    expect(state.user(accountId, idOf(1))).toMatchObject({ version: 5, profile: { title: 'A', nickName: 'B' } });
  });
});
