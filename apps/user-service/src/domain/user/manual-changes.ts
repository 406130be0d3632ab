import {
  Refusal,
  UserEvents,
  type Decision,
  type EditUser,
  type HandBackUser,
  type InviteUser,
  type LinkUser,
  type SetPasswordByLink,
  type UserReply,
} from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import { desiredByChanges } from './change-user.js';
import type { Change, UserState } from '../user-state.js';
import { requireAccount, requireUnreleasedUser, requireUnusedId, requireVersion } from '../preconditions.js';
import { knownProfile } from '../profile/profile-shape.js';
import { decideUserWrite } from './decide-user-write.js';
import { saidAddresses } from './user-name.js';
import { viewOf, type User } from './user.js';

type Decided = Decision<Change, UserReply>;

/**
 * An admin invites a person. A user whom the directory released comes back, as a workspace-managed user (rule 7).
 * @throws Refusal account-not-found, user-name-taken for any other user with this name, invalid-message where another
 *   user has the proposed id, and what `decideUserWrite` throws
 */
export function decideInvite(command: InviteUser, state: UserState, now: Date): Decided {
  const account = withManualSettings(requireAccount(command.accountId, state));
  const { userName, givenName, familyName, userType, actor, link } = command;
  const holder = state.userNamed(account.id, userName);
  if (holder && !holder.released) throw new Refusal('user-name-taken', { userName });
  if (!holder) requireUnusedId(account.id, command.userId, state);
  const profile = knownProfile({
    name: { givenName, familyName },
    displayName: `${givenName} ${familyName}`,
    emails: [{ value: userName, type: 'work', primary: true }],
  });
  const desired = {
    account,
    actor,
    id: holder?.id ?? command.userId,
    userName,
    profile,
    active: true,
    managedBy: 'workspace',
    said: saidAddresses(userName, profile),
    arrival: holder ? 'restored' : 'created',
    now,
    ...(holder ? { before: holder } : {}),
    ...(userType === undefined ? {} : { userType }),
  } as const;
  const decision = decideUserWrite(desired, state);
  return { ...decision, changes: [...decision.changes, linked(account.id, desired.id, link)] };
}

/**
 * A person changes a user by hand. Users whom the directory deactivated can be activated by the directory only (rule
 * 7).
 * @throws Refusal account-not-found, user-not-found, version-mismatch, directory-inactive, and what `decideUserWrite` throws
 */
export function decideEdit(command: EditUser, state: UserState, now: Date): Decided {
  const account = withManualSettings(requireAccount(command.accountId, state));
  const before = requireUser(command.accountId, command.userId, state);
  requireVersion(command.ifMatch, before.version);
  const desired = { ...desiredByChanges(command, { account, before, now }), managedBy: before.managedBy };
  if (desired.active === true && !before.active && before.deactivatedByDirectory) {
    throw new Refusal('directory-inactive', { userName: before.userName });
  }
  return decideUserWrite(desired, state);
}

/**
 * The user becomes workspace-managed. Nothing else changes, and the directory's next push adopts the user again.
 * @throws Refusal account-not-found, user-not-found, version-mismatch
 */
export function decideHandBack(command: HandBackUser, state: UserState, now: Date): Decided {
  const { accountId, userId, actor } = command;
  requireAccount(accountId, state);
  const before = requireUnreleasedUser(accountId, userId, state);
  requireVersion(command.ifMatch, before.version);
  if (before.managedBy === 'workspace')
    return { changes: [], events: [], reply: { ...viewOf(before), changed: false } };
  const version = before.version + 1;
  const after: User = {
    ...before,
    version,
    managedBy: 'workspace',
    deactivatedByDirectory: false,
    updatedAt: now.toISOString(),
  };
  const { userType, active, managedBy } = after;
  const payload = { accountId, userId: before.id, userType, active, managedBy, changed: ['managedBy'], actor };
  return {
    changes: [{ kind: 'user', before, after }],
    events: [{ type: UserEvents.handedBack.type, accountId, aggregateId: before.id, version, payload }],
    reply: { ...viewOf(after), changed: true },
  };
}

/**
 * Stores a new link to set a password with. The user's version stays, since no attribute has changed.
 * @throws Refusal account-not-found, user-not-found
 */
export function decideStorePasswordLink({ accountId, userId, link }: LinkUser, state: UserState): Decided {
  requireAccount(accountId, state);
  const user = requireUnreleasedUser(accountId, userId, state);
  return { changes: [linked(accountId, user.id, link)], events: [], reply: { ...viewOf(user), changed: false } };
}

/**
 * Sets a password by a link. Inactive and unknown users get the same refusal as a wrong link, so that a link reveals
 * nothing about users.
 * @throws Refusal link-invalid
 */
export function decideSetPasswordByLink(command: SetPasswordByLink, state: UserState, now: Date): Decided {
  const { accountId, userId, digest, passwordHash, actor } = command;
  const account = state.account(accountId);
  const before = state.user(accountId, userId);
  const link = state.link(accountId, userId);
  const isValid = link?.digest === digest && Date.parse(link.expiresAt) > now.getTime();
  if (!account || !before?.active || before.released || !isValid) throw new Refusal('link-invalid');
  const desired = desiredByChanges(
    { actor, changes: [], passwordHash },
    { account: withManualSettings(account), before, now },
  );
  const decision = decideUserWrite({ ...desired, managedBy: before.managedBy }, state);
  return { ...decision, changes: [...decision.changes, { kind: 'link', accountId, userId: before.id }] };
}

/**
 * The account with the settings that hold for changes by hand, not with its own: invalid values are refused, without fallbacks and without the directory's
 * settings, because the person who typed them sees the refusal at once.
 */
export function withManualSettings(account: Account): Account {
  const settings = {
    ...account.settings,
    unknownUserType: 'refuse',
    passwordSync: 'on',
    emailCase: 'normalise',
    lastAdminGuard: 'on',
  } as const;
  return { ...account, settings };
}

/**
 * Requires a user, released or not: admins see released users too, and may reactivate them as workspace-managed users.
 * @throws Refusal user-not-found
 */
function requireUser(accountId: string, userId: string, state: UserState): User {
  const user = state.user(accountId, userId);
  if (!user) throw new Refusal('user-not-found', { userId });
  return user;
}

function linked(accountId: string, userId: string, link: InviteUser['link']): Change {
  return { kind: 'link', accountId, userId, link: { digest: link.digest, expiresAt: link.expiresAt } };
}
