import { describe, expect, it } from 'vitest';
import { accountId, aUser, directory, given, idOf, now, ofAnn, outcomeOf } from '../../../test/support/given.js';
import { decideChangeUser } from '../user/change-user.js';
import { decideCreateUser } from '../user/create-user.js';
import { decideReplaceUser } from '../user/replace-user.js';
import type { Profile } from './profile.js';

/** What a POST, a PUT and a PATCH that replaces the lists keep of the same lists. */
function keptOf(profile: Profile): (Profile | undefined)[] {
  const creation = { accountId, userId: idOf(2), actor: directory, userName: 'bob@example.com', profile };
  const replacement = { ...ofAnn, userName: 'ann.lee@example.com', profile };
  const changes = Object.entries(profile).map(([attribute, value]) => ({ change: 'set' as const, attribute, value }));
  const bare = aUser({ profile: {} });
  return [
    decideCreateUser(creation, given([]), now).reply?.profile,
    decideReplaceUser(replacement, given([bare]), now).reply?.profile,
    decideChangeUser({ ...ofAnn, changes }, given([bare]), now).reply?.profile,
  ];
}

describe('lists of a POST, of a PUT and of a PATCH come out alike', () => {
  it.each<[string, Profile, Profile]>([
    [
      'two primary addresses: the last one is (RFC 7643 §2.4)',
      {
        emails: [
          { value: 'a@example.com', primary: true },
          { value: 'b@example.com', primary: true },
        ],
      },
      {
        emails: [
          { value: 'a@example.com', primary: false },
          { value: 'b@example.com', primary: true },
        ],
      },
    ],
    [
      'two primary phones and postal addresses',
      {
        phoneNumbers: [{ value: '1', primary: true }, { value: '2' }, { value: '3', primary: true }],
        addresses: [
          { locality: 'Berlin', primary: true },
          { locality: 'Rome', primary: true },
        ],
      },
      {
        phoneNumbers: [{ value: '1', primary: false }, { value: '2' }, { value: '3', primary: true }],
        addresses: [
          { locality: 'Berlin', primary: false },
          { locality: 'Rome', primary: true },
        ],
      },
    ],
    [
      'an address that is there in another case: it is one',
      {
        emails: [
          { value: 'Ann@example.com', type: 'work' },
          { value: 'ann@EXAMPLE.com', type: 'work', primary: true },
        ],
      },
      { emails: [{ value: 'Ann@example.com', type: 'work', primary: true }] },
    ],
    [
      'an address with two labels: both stay',
      {
        emails: [
          { value: 'Ann@example.com', type: 'work', primary: true },
          { value: 'ann@example.com', type: 'home' },
        ],
      },
      {
        emails: [
          { value: 'Ann@example.com', type: 'work', primary: true },
          { value: 'ann@example.com', type: 'home' },
        ],
      },
    ],
    [
      'the same phone twice: it is one',
      { phoneNumbers: [{ value: '1' }, { value: '1' }] },
      { phoneNumbers: [{ value: '1' }] },
    ],
  ])('%s', (_, sent, kept) => {
    expect(keptOf(sent)).toEqual([kept, kept, kept]);
  });

  it('an address that is added in another case changes nothing', () => {
    const user = aUser({ profile: { emails: [{ value: 'One@example.com', type: 'work', primary: true }] } });
    const change = { change: 'add-values', attribute: 'emails', value: [{ value: 'one@example.com', type: 'work' }] };
    const decision = decideChangeUser({ ...ofAnn, changes: [change as never] }, given([user]), now);
    expect(outcomeOf(decision).events).toEqual([]);
  });

  it.each([
    [
      'of one value',
      { change: 'change-values', where: { is: 'present', attribute: 'value' }, value: { value: '1', type: 'work' } },
    ],
    ['of one type', { change: 'change-values', where: { is: 'and', of: [] }, value: { type: 'work' } }],
    ['without their types', { change: 'remove-values', where: { is: 'and', of: [] }, subAttribute: 'type' }],
  ])('values that a PATCH makes the same, %s, are one (RFC 7643 §2.4)', (_, of) => {
    const phoneNumbers = [
      { value: '1', type: 'work' },
      { value: '1', type: 'home', primary: true },
    ];
    const user = aUser({ profile: { phoneNumbers } });
    const change = { attribute: 'phoneNumbers', ...of };
    const { reply } = decideChangeUser({ ...ofAnn, changes: [change as never] }, given([user]), now);
    expect(reply?.profile.phoneNumbers).toHaveLength(1);
    expect(reply?.profile.phoneNumbers?.[0]).toMatchObject({ value: '1', primary: true });
  });

  it('equal values of a list that a PATCH does not name stay as they are stored', () => {
    const profile = { phoneNumbers: [{ value: '1' }, { value: '1' }] };
    const change = { change: 'set', attribute: 'title', value: 'Pilot' };
    const decision = decideChangeUser({ ...ofAnn, changes: [change as never] }, given([aUser({ profile })]), now);
    expect(outcomeOf(decision).events).toEqual(['user.updated 4 (title)']);
  });
});
