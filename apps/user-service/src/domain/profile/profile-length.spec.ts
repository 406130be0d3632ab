import { describe, expect, it } from 'vitest';
import { aUser, given, now, ofAnn, outcomeOf, refusalOf, saidBy, set } from '../../../test/support/given.js';
import { decideChangeUser } from '../user/change-user.js';
import { decideCreateUser } from '../user/create-user.js';
import { decideReplaceUser } from '../user/replace-user.js';
import { longestProfile } from './profile.js';

/** Addresses of so many characters together, each within its own limits. */
const addresses = (characters: number) =>
  Array.from({ length: Math.ceil(characters / 1_000) }, (_, n) => ({ type: `t${n}`, locality: 'x'.repeat(960) }));
const long = addresses(longestProfile + 2_000);
const most = addresses(longestProfile - 2_000);
const among = (before = aUser()) => given([before]);
const changing = (value: object[], before = aUser(), active?: boolean) =>
  decideChangeUser(
    { ...ofAnn, changes: [set('addresses', value), ...(active === undefined ? [] : [set('active', active)])] },
    among(before),
    now,
  );

describe('what is known of one person (rule 24)', () => {
  it('is bounded as a whole, however it comes', () => {
    const { userName, profile } = aUser();
    const whole = { ...ofAnn, userName, profile: { ...profile, addresses: long } };
    const named = { ...whole, userName: 'new@example.com', userId: '01890a5d-ac96-774b-bcce-b302099a8063' };
    for (const refused of [
      () => changing(long),
      () => decideReplaceUser(whole, among(), now),
      () => decideCreateUser(named, among(), now),
    ]) {
      const { code, facts } = refusalOf(refused);
      expect([code, facts]).toEqual([
        'attribute-invalid',
        { attribute: 'All attributes together', problem: expect.stringMatching(/at most 65,536 characters/) as string },
      ]);
    }
    expect(outcomeOf(changing(most)).user?.profile.addresses).toHaveLength(most.length);
  });

  it('may stay as long as it was before there was a bound, and become shorter (rule 22)', () => {
    const before = aUser({ profile: { ...aUser().profile, addresses: addresses(2 * longestProfile) } });
    expect(outcomeOf(changing(long, before)).user?.profile.addresses).toHaveLength(long.length);
    expect(refusalOf(() => changing(addresses(3 * longestProfile), before)).code).toBe('attribute-invalid');
  });

  it('keeps nobody who leaves: what was stored stays (rule 5)', () => {
    const decision = changing(long, aUser(), false);
    expect(outcomeOf(decision).user).toMatchObject({ active: false, profile: aUser().profile });
    expect(decision.events.map(saidBy)[0]).toMatchObject({ kept: expect.arrayContaining(['addresses']) as string[] });
  });
});
