import {
  Refusal,
  requireVersion,
  UserEvents,
  type Decision,
  type EraseUser,
  type ErasureReply,
} from '@rollcall/contracts';
import { requireAccount } from '../preconditions.js';
import type { Change, UserState } from '../user-state.js';
import { requireMayActFor } from '../user/own-sign-in.js';
import type { User } from '../user/user.js';

/**
 * What is known of a removed person goes for good: profile, names, credentials (rule 25). The account, the id and the
 * version stay, so that the id is never given again and events stay in order. Done before, it is done.
 * @throws Refusal account-not-found, user-not-found, version-mismatch, not-removed, not-hers-to-give
 */
export function decideEraseUser(command: EraseUser, state: UserState): Decision<Change, ErasureReply> {
  const { accountId, userId, actor, releasedBefore } = command;
  requireAccount(accountId, state);
  const before = state.user(accountId, userId);
  if (!before) {
    if (state.erasedVersion(accountId, userId) === undefined) throw new Refusal('user-not-found', { userId });
    return { changes: [], events: [], reply: { id: userId, changed: false } };
  }
  const { id, userType, active, managedBy } = before;
  requireVersion(command, before.version);
  if (!mayBeErased(before, releasedBefore)) throw new Refusal('not-removed', { active, managedBy });
  if (actor.kind === 'admin') requireMayActFor(before, actor, state);
  const version = before.version + 1;
  const changed = ['profile', 'userName', ...(before.externalId === undefined ? [] : ['externalId'])].sort();
  const payload = { accountId, userId: id, userType, active, managedBy, changed, actor };
  return {
    changes: [
      { kind: 'credentials-gone', accountId, userId: id },
      { kind: 'erased', before, version },
    ],
    events: [{ type: UserEvents.erased.type, accountId, aggregateId: id, version, payload }],
    reply: { id, changed: true },
  };
}

/**
 * Whom the directory released; and whom an admin made inactive where no directory keeps the person, since nobody else
 * could remove that one.
 */
function mayBeErased(user: User, releasedBefore: string | undefined): boolean {
  if (releasedBefore !== undefined) return user.released && Date.parse(user.updatedAt) <= Date.parse(releasedBefore);
  return user.released || (!user.active && user.managedBy === 'workspace');
}
