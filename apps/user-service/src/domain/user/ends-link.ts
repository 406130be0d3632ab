import { userNameKey, type User } from './user.js';

/**
 * Whether a change of a user ends the link to set a password with. It was made for a person as they were then: who is
 * deactivated or released, or has another type, name or manager, needs a new one. The exception is an adoption: the
 * link of an invitation is the only way in for somebody who has no password yet.
 */
export function endsLink(before: User, after: User): boolean {
  return (
    (before.active && !after.active) ||
    (!before.released && after.released) ||
    before.userType !== after.userType ||
    userNameKey(before.userName) !== userNameKey(after.userName) ||
    (before.managedBy !== after.managedBy && !isAdoptedInvitation(before, after))
  );
}

const isAdoptedInvitation = (before: User, after: User): boolean =>
  before.active && !before.released && after.managedBy === 'directory' && !before.hasPassword;
