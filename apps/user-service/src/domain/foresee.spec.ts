import { describe, expect, it } from 'vitest';
import { aUser, given, now, ofAnn, set } from '../../test/support/given.js';
import { foresee } from './foresee.js';
import { decideChangeUser } from './user/change-user.js';
import { decideReleaseUser } from './user/release-user.js';

const changing = (changes: ReturnType<typeof set>[], user = aUser(), of = {}) =>
  foresee(decideChangeUser({ ...ofAnn, changes, ...of }, given([user]), now));

describe('what a decision about a user would change', () => {
  it('is told with the values before and after', () => {
    expect(changing([set('title', 'Chef'), set('userType', 'viewer')])).toEqual({
      changed: true,
      events: ['user.updated', 'user.type-changed'],
      attributes: [
        { attribute: 'title', from: 'Surveyor', to: 'Chef' },
        { attribute: 'userType', from: 'member', to: 'viewer' },
      ],
    });
  });

  it('is nothing where all is so already', () => {
    expect(changing([set('title', 'Surveyor')])).toEqual({ changed: false, events: [], attributes: [] });
  });

  it('is a seat less and no session, where somebody becomes inactive', () => {
    expect(changing([set('active', false)])).toMatchObject({ seats: -1, sessionsEnd: true });
    expect(changing([set('active', true)], aUser({ active: false }))).toMatchObject({ seats: 1 });
  });

  it('names a password as set, and never itself or its hash', () => {
    const told = changing([], aUser(), { passwordHash: '$argon2id$canary' });
    expect(told).toMatchObject({ password: 'set', sessionsEnd: true });
    expect(JSON.stringify(told)).not.toContain('canary');
  });

  it('is an adoption where the user was made in the product', () => {
    const told = changing([set('title', 'Chef')], aUser({ managedBy: 'workspace' }));
    expect(told).toMatchObject({ outcome: 'adopted' });
    expect(told.attributes).toContainEqual({ attribute: 'managedBy', from: 'workspace', to: 'directory' });
  });

  it('is a release, by which the password goes', () => {
    const user = aUser({ hasPassword: true });
    const told = foresee(decideReleaseUser({ ...ofAnn }, given([user]), now));
    expect(told).toMatchObject({ outcome: 'released', seats: -1, password: 'removed', sessionsEnd: true });
  });

  it('tells nothing of how a released user was: nobody may read that', () => {
    const before = aUser({ released: true, active: false, managedBy: 'workspace' });
    const after = aUser();
    const { attributes, seats } = foresee({ changes: [{ kind: 'user', before, after }], events: [] });
    expect(attributes.every((each) => !('from' in each))).toBe(true);
    expect(seats).toBe(1);
  });
});
