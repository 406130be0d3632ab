import type { ReleaseUser } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { aUser, endsCredentials, given, idOf, now, ofAnn, outcomeOf, refusalOf } from '../../../test/support/given.js';
import { decideReleaseUser } from './release-user.js';

const releasing = (of: Partial<ReleaseUser> = {}): ReleaseUser => ({
  ...ofAnn,
  ...of,
});

describe('a release (rule 5)', () => {
  it('makes inactive, and the user the workspace’s again, who may be taken back by hand (rule 7)', () => {
    const decision = decideReleaseUser(releasing(), given([aUser()]), now);
    const { events, user } = outcomeOf(decision);
    expect(events).toEqual(['user.released 4 (active, managedBy)']);
    expect(user).toMatchObject({
      active: false,
      released: true,
      managedBy: 'workspace',
      deactivatedByDirectory: false,
    });
    expect(decision.reply).toEqual({ id: idOf(1), version: 4 });
  });

  it('of somebody inactive is one fact too', () => {
    const { events } = outcomeOf(decideReleaseUser(releasing(), given([aUser({ active: false })]), now));
    expect(events).toEqual(['user.released 4 (managedBy)']);
  });

  it('says in its event that access is over', () => {
    const { events } = decideReleaseUser(releasing(), given([aUser()]), now);
    expect(events[0]?.payload).toMatchObject({ active: false, managedBy: 'workspace', userType: 'member' });
  });

  it('deletes password, link and sessions with it', () => {
    const decision = decideReleaseUser(releasing(), given([aUser({ hasPassword: true })]), now);
    const { events, user } = outcomeOf(decision);
    expect([endsCredentials(decision), user?.hasPassword]).toEqual([true, false]);
    expect(events).toEqual(['user.released 4 (active, managedBy, password)']);
  });

  it('does not find somebody released already, nor nobody', () => {
    for (const users of [[aUser({ released: true, active: false })], []]) {
      expect(refusalOf(() => decideReleaseUser(releasing(), given(users), now)).code).toBe('user-not-found');
    }
  });

  it('under another version is refused', () => {
    expect(refusalOf(() => decideReleaseUser(releasing({ ifMatch: ['2'] }), given([aUser()]), now)).code).toBe(
      'version-mismatch',
    );
  });
});
