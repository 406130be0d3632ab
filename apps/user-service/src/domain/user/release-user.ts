import { requireVersion, UserEvents, type Decision, type ReleaseReply, type ReleaseUser } from '@rollcall/contracts';
import type { Change, UserState } from '../user-state.js';
import { guardLastAdmin } from './last-admin.js';
import { brakeLeaver, noLongerHeld } from '../leavers/brake.js';
import { requireAccount, requireUnreleasedUser } from '../preconditions.js';
import type { User } from './user.js';

/**
 * The directory deletes the user, who becomes inactive and is released: SCIM finds the user no more, and password, link
 * and sessions are gone (rule 5, ADR 0034).
 * @throws Refusal account-not-found, user-not-found (also the second time), version-mismatch, last-admin, leaving-held
 */
export function decideReleaseUser(command: ReleaseUser, state: UserState, now: Date): Decision<Change, ReleaseReply> {
  const { accountId, userId, actor } = command;
  const account = requireAccount(accountId, state);
  const before = requireUnreleasedUser(accountId, userId, state);
  requireVersion(command, before.version);
  const after: User = {
    ...before,
    version: before.version + 1,
    active: false,
    managedBy: 'workspace',
    released: true,
    hasPassword: false,
    directoryKnowsPassword: false,
    deactivatedByDirectory: false, // an admin may reactivate the user by hand (rule 7)
    isHeld: false,
    updatedAt: now.toISOString(),
  };
  guardLastAdmin(before, after, account, actor, state);
  const left = brakeLeaver({ account, actor, before, leaving: 'release', now }, state);
  const changed = [
    ...(before.active ? ['active'] : []),
    ...(before.managedBy === 'directory' ? ['managedBy'] : []),
    ...(before.hasPassword ? ['password'] : []),
  ];
  const { userType, active, managedBy, version } = after;
  const payload = { accountId, userId: before.id, userType, active, managedBy, changed, actor };
  return {
    changes: [
      { kind: 'user', before, after },
      { kind: 'credentials-gone', accountId, userId: before.id },
      ...left,
      ...noLongerHeld(before, after, { actor, now }, state).changes,
    ],
    events: [{ type: UserEvents.released.type, accountId, aggregateId: before.id, version, payload }],
    reply: { id: before.id, version },
  };
}
