import { describe, expect, it } from 'vitest';
import { aUser } from '../../../test/support/given.js';
import { endsLink } from './ends-link.js';
import type { User } from './user.js';

const ann = aUser({ managedBy: 'workspace', hasPassword: true });
const invited = aUser({ managedBy: 'workspace', hasPassword: false });

describe('a link to set a password with', () => {
  it.each<[string, User, Partial<User>]>([
    ['is deactivated', ann, { active: false }],
    ['is released', ann, { active: false, released: true }],
    ['is released while inactive', { ...ann, active: false }, { released: true }],
    ['has another user type', ann, { userType: 'admin' }],
    ['has another name', ann, { userName: 'ann.leemann@example.com' }],
    ['is adopted', ann, { managedBy: 'directory' }],
    ['is handed back', { ...ann, managedBy: 'directory' }, { managedBy: 'workspace' }],
    ['was invited, and is adopted with another type', invited, { managedBy: 'directory', userType: 'admin' }],
    ['was invited, and is deactivated by what adopts', invited, { managedBy: 'directory', active: false }],
    ['comes back without a password', { ...invited, active: false, released: true }, { managedBy: 'directory' }],
  ])('ends where its person %s', (_, before, change) => {
    expect(endsLink(before, { ...before, ...change })).toBe(true);
  });

  it.each<[string, User, Partial<User>]>([
    ['has another title', ann, { profile: { title: 'Lead' } }],
    ['has the name in other letters', ann, { userName: ann.userName.toUpperCase() }],
    ['was invited, has no password yet, and is adopted', invited, { managedBy: 'directory' }],
    ['is reactivated', { ...ann, active: false }, { active: true }],
  ])('stays where its person %s', (_, before, change) => {
    expect(endsLink(before, { ...before, ...change })).toBe(false);
  });
});
