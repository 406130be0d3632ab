import { describe, expect, it } from 'vitest';
import {
  accountId,
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
  followedRelease,
} from '../../../test/support/given.js';
import { decideEdit, decideHandBack, decideInvite } from './manual-changes.js';

const actor = { kind: 'admin', id: idOf(2) } as const;
const byAdmin = { ...ofAnn, actor } as const;
const bea = anOwnAdmin({ id: idOf(2), userName: 'bea@example.com' });
const madeInactive = aUser({ active: false, deactivatedByDirectory: true });
const activate = { ...byAdmin, changes: [set('active', true)], ...followedRelease(aUser()) };

describe('a hand-back (rule 7)', () => {
  it('leaves inactive whom the directory made so: not to be made active by hand', () => {
    const decision = decideHandBack(byAdmin, given([madeInactive, bea]), now);
    const { user, events } = outcomeOf(decision);
    expect([events, decision.events.map(saidBy)]).toEqual([['user.handed-back 4 (managedBy)'], [{}]]);
    if (!user) throw new Error('nobody was handed back');
    expect(refusalOf(() => decideEdit(activate, given([user, bea]), now)).code).toBe('directory-inactive');
  });

  it('says otherwise where the admin does, also afterwards, and the event tells', () => {
    const handedBack = { ...madeInactive, managedBy: 'workspace' } as const;
    for (const before of [madeInactive, handedBack]) {
      const decision = decideHandBack({ ...byAdmin, allowReactivation: true }, given([before, bea]), now);
      const { user } = outcomeOf(decision);
      expect(decision.events.map(saidBy)).toEqual([{ reason: expect.stringMatching(/made active by hand/) as string }]);
      if (!user) throw new Error('nobody was handed back');
      expect(outcomeOf(decideEdit(activate, given([user, bea]), now)).user?.active).toBe(true);
    }
  });
});

describe('somebody released who comes back by hand', () => {
  const released = aUser({ released: true, active: false, managedBy: 'workspace', userType: 'admin' });
  const link = { digest: 'a'.repeat(64), expiresAt: '2026-12-01T00:00:00.000Z' };
  const invitation = { accountId, userId: idOf(9), actor, givenName: 'Ann', familyName: 'Lee', link };

  it('is a member by an invitation that names no type, and an admin only by name (rule 3)', () => {
    const invite = { ...invitation, userName: released.userName, ...followedRelease(released) };
    const state = given([released, bea]);
    expect(outcomeOf(decideInvite(invite, state, now)).user).toMatchObject({ id: idOf(1), userType: 'member' });
    expect(outcomeOf(decideInvite({ ...invite, userType: 'admin' }, state, now)).user?.userType).toBe('admin');
  });

  it('is a member too where an admin makes that person active and names no type', () => {
    expect(outcomeOf(decideEdit(activate, given([released, bea]), now)).user).toMatchObject({
      active: true,
      userType: 'member',
      managedBy: 'workspace',
    });
  });

  it('comes back only when team-service has been told of the release', () => {
    const { toldRelease: _, ...untold } = activate;
    const refusal = { code: 'release-not-followed', facts: { userId: idOf(1), version: 3 } };
    const invite = { ...invitation, userName: released.userName };
    const titled = { ...untold, changes: [set('title', 'Pilot')] };
    expect(refusalOf(() => decideEdit(untold, given([released, bea]), now))).toMatchObject(refusal);
    expect(refusalOf(() => decideEdit(titled, given([released, bea]), now))).toMatchObject(refusal);
    expect(refusalOf(() => decideInvite(invite, given([released, bea]), now))).toMatchObject(refusal);
  });

  it('comes back only under another name where the former has gone to somebody else (rule 9)', () => {
    const holder = aUser({ id: idOf(3) });
    const state = given([released, holder, bea]);
    expect(refusalOf(() => decideEdit(activate, state, now)).code).toBe('user-name-taken');
    const renamed = { ...activate, changes: [...activate.changes, set('userName', 'ann.ray@example.com')] };
    expect(outcomeOf(decideEdit(renamed, state, now)).user).toMatchObject({ id: idOf(1), active: true });
  });
});
