import { fits, RecordedFacts, type RefusalFacts } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { recordedFacts } from './recorded-facts.js';

const some = (count: number, id = 'x') => Array.from({ length: count }, (_, at) => `${id}${at}`);

describe('the facts of a refusal on its record', () => {
  it.each<[string, RefusalFacts]>([
    ['members who are no users', { unknownIds: ['00u1'], count: 1, groupIds: ['00g1'] }],
    ['leavers who are held', { held: 3, declined: 0, left: 20, limit: 20 }],
    ['what has the problem', { attribute: 'name.givenName' }],
    ['which account an unknown token names', { claimedAccount: 'acme' }],
    ['whom it is about', { userId: '01890a5d-ac96-774b-bcce-b302099a8058', action: 'demote' }],
  ])('name %s', (_, facts) => {
    expect(recordedFacts(facts)).toEqual(facts);
  });

  it('hold no values: whoever reads the record need not know them', () => {
    const values = {
      userName: 'ann@example.com',
      displayName: 'Design',
      value: 'Ann',
      valid: ['x'],
      problem: 'has a "#"',
    };
    expect(recordedFacts({ ...values, action: 'demote' })).toEqual({ action: 'demote' });
    expect(recordedFacts({ ...values, userId: 'ann@example.com' })).toBeUndefined();
    expect(recordedFacts()).toBeUndefined();
  });

  it.each(['', 'Acme', 'acme corp', 'ann@example.com', 'a'.repeat(13), 'acme\n', 7])(
    'name as an account no other text: %j',
    (claimedAccount) => {
      expect(recordedFacts({ claimedAccount })).toBeUndefined();
      expect(fits(RecordedFacts, { claimedAccount })).toBe(false);
    },
  );

  it('name twenty ids at most, and of each the beginning', () => {
    const recorded = recordedFacts({ unknownIds: some(500, 'long'.repeat(100)), count: 500 });
    expect(recorded?.unknownIds).toHaveLength(20);
    expect(fits(RecordedFacts, recorded)).toBe(true);
  });

  it('hold no token that somebody has sent as an id', () => {
    const token = `rollcall_scim_${'a1B2'.repeat(12)}xyz`;
    expect(recordedFacts({ unknownIds: ['x', token, `Bearer ${token}`], userId: token })).toEqual({
      unknownIds: ['x'],
    });
  });
});
