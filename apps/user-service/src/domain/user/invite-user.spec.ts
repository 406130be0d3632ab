import { describe, expect, it } from 'vitest';
import { accountId, aUser, given, idOf, now, refusalOf, followedRelease } from '../../../test/support/given.js';
import { decideInvite, decideStorePasswordLink } from './manual-changes.js';

const invitation = {
  accountId,
  userId: idOf(2),
  userName: 'new@example.com',
  givenName: 'Nia',
  familyName: 'New',
  actor: { kind: 'admin', id: idOf(3) },
  link: { digest: 'a'.repeat(64), expiresAt: '2026-03-02T10:00:00.000Z' },
} as const;

describe('an invitation', () => {
  it('makes a user of the workspace under the proposed id', () => {
    const [change] = decideInvite(invitation, given([aUser()]), now).changes;
    expect(change).toMatchObject({ kind: 'user', after: { id: idOf(2), managedBy: 'workspace' } });
  });

  it('makes a link, and says so beside the new user, without what is in it', () => {
    const { events } = decideInvite(invitation, given([aUser()]), now);
    const { actor, link } = invitation;
    const payload = { accountId, userId: idOf(2), actor, expiresAt: link.expiresAt };
    expect(events.at(-1)).toEqual({ type: 'user.password-link-made', accountId, aggregateId: idOf(2), payload });
    expect(JSON.stringify(events)).not.toContain(link.digest);
  });

  it('overwrites nobody who has the proposed id already', () => {
    const { code, facts } = refusalOf(() => decideInvite({ ...invitation, userId: aUser().id }, given([aUser()]), now));
    expect([code, facts]).toEqual(['invalid-message', { problems: ['userId: somebody has this id already'] }]);
  });

  it('gives a released user the former id back, whatever id was proposed', () => {
    const released = aUser({ userName: invitation.userName, released: true, active: false });
    const [change] = decideInvite({ ...invitation, ...followedRelease(released) }, given([released]), now).changes;
    expect(change).toMatchObject({ kind: 'user', after: { id: released.id, released: false } });
  });

  it('gives a further link only to who is still as the sender knows', () => {
    const ann = aUser({ version: 4 });
    const linking = (...ifMatch: string[]) => {
      const { actor, link } = invitation;
      return () => decideStorePasswordLink({ accountId, userId: ann.id, actor, link, ifMatch }, given([ann]));
    };
    expect(refusalOf(linking('3')).code).toBe('version-mismatch');
    expect(linking('4')().changes).toHaveLength(1);
  });
});
