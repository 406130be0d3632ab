import {
  PasswordLinkEvents,
  Refusal,
  requireVersion,
  UserEvents,
  type Actor,
  type Decision,
  type EditUser,
  type HandBackUser,
  type HandOverUser,
  type InviteUser,
  type LinkUser,
  type PendingEvent,
  type SetPasswordByLink,
  type UserReply,
} from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import { desiredByChanges } from './change-user.js';
import type { Change, UserState } from '../user-state.js';
import { requireAccount, requireUnreleasedUser, requireUnusedId } from '../preconditions.js';
import { knownProfile } from '../profile/profile-shape.js';
import { noLongerHeld } from '../leavers/brake.js';
import { decideUserWrite } from './decide-user-write.js';
import { mayVouch, requireMayActFor } from './own-sign-in.js';
import { saidAddresses } from './user-name.js';
import { viewOf, type User } from './user.js';

type Decided = Decision<Change, UserReply>;

/**
 * An admin invites a person, as a member where she names no type (rule 3). A user whom the directory released comes
 * back, as a workspace-managed user (rule 7).
 * @throws Refusal account-not-found, user-name-taken for any other user with this name, invalid-message where another
 *   user has the proposed id, not-hers-to-give, and what `decideUserWrite` throws
 */
export function decideInvite(command: InviteUser, state: UserState, now: Date): Decided {
  const account = withManualSettings(requireAccount(command.accountId, state));
  const { userName, givenName, familyName, userType = 'member', actor, link, toldRelease } = command;
  const holder = state.userNamed(account.id, userName);
  if (holder) throw new Refusal('user-name-taken', { userName });
  const former = state.releasedNamed(account.id, userName)[0];
  if (former) requireMayActFor(former, actor, state);
  else requireUnusedId(account.id, command.userId, state);
  const profile = knownProfile({
    name: { givenName, familyName },
    displayName: `${givenName} ${familyName}`,
    emails: [{ value: userName, type: 'work', primary: true }],
  });
  const desired = {
    account,
    actor,
    id: former?.id ?? command.userId,
    userName,
    profile,
    active: true,
    managedBy: 'workspace',
    said: saidAddresses(userName, profile),
    arrival: former ? 'restored' : 'created',
    madeInProduct: true,
    now,
    ...(former ? { before: former } : {}),
    ...(toldRelease === undefined ? {} : { toldRelease }),
    userType,
  } as const;
  const decision = decideUserWrite(desired, state);
  return {
    ...decision,
    changes: [...decision.changes, linked(account.id, desired.id, { link, actor }, state)],
    events: [...decision.events, linkMade(account.id, desired.id, { link, actor })],
  };
}

/**
 * A person changes a user by hand. Users whom the directory deactivated can be activated by the directory only (rule
 * 7).
 * @throws Refusal account-not-found, user-not-found, version-mismatch, directory-inactive, and what `decideUserWrite` throws
 */
export function decideEdit(command: EditUser, state: UserState, now: Date): Decided {
  const account = withManualSettings(requireAccount(command.accountId, state));
  const before = requireUser(command.accountId, command.userId, state);
  requireVersion(command, before.version);
  const { toldRelease } = command;
  const desired = {
    ...desiredByChanges(command, { account, before, now }),
    managedBy: before.managedBy,
    ...(toldRelease === undefined ? {} : { toldRelease }),
  };
  if (desired.active === true && !before.active && before.deactivatedByDirectory) {
    throw new Refusal('directory-inactive', { userName: before.userName });
  }
  return decideUserWrite(desired, state);
}

/**
 * The user becomes workspace-managed, and is held by no brake (rule 27). Nothing else changes, and the directory's next push adopts the user again. Whom the
 * directory made inactive, only the directory makes active, unless the admin says otherwise (rule 7).
 * @throws Refusal account-not-found, user-not-found, version-mismatch
 */
export function decideHandBack(command: HandBackUser, state: UserState, now: Date): Decided {
  const { accountId, userId, actor } = command;
  requireAccount(accountId, state);
  const before = requireUnreleasedUser(accountId, userId, state);
  requireVersion(command, before.version);
  const lifts = command.allowReactivation === true && before.deactivatedByDirectory;
  if (before.managedBy === 'workspace' && !lifts) return unchanged(before);
  const given = { managedBy: 'workspace', deactivatedByDirectory: before.deactivatedByDirectory && !lifts } as const;
  const reason = 'may be made active by hand, although the directory made the user inactive';
  const handedBack = { actor, now, event: UserEvents.handedBack.type, ...(lifts ? { reason } : {}) };
  const after = { ...given, isHeld: false };
  const decision = givenTo(before, after, handedBack);
  const freed = noLongerHeld(before, { ...before, ...after }, { actor, now }, state);
  return {
    ...decision,
    changes: [...decision.changes, ...freed.changes],
    events: [...decision.events, ...freed.events],
  };
}

/**
 * The opposite: the user becomes the directory's, and so do the name and the password to sign in with, of who was her
 * own too (rule 6). A released user stays released.
 * @throws Refusal user-not-found, version-mismatch, not-hers-to-give
 */
export function decideHandOver(command: HandOverUser, state: UserState, now: Date): Decided {
  const { accountId, userId, actor } = command;
  requireAccount(accountId, state);
  const before = requireUser(accountId, userId, state);
  requireVersion(command, before.version);
  requireMayActFor(before, actor, state);
  const managedBy = before.released ? before.managedBy : 'directory';
  if (before.managedBy === managedBy && !before.madeInProduct) return unchanged(before);
  const given = { managedBy, madeInProduct: false, ownSignIn: false, mayHandOver: false } as const;
  return givenTo(before, given, { actor, now, event: UserEvents.handedOver.type });
}

const unchanged = (user: User): Decided => ({
  changes: [],
  events: [],
  reply: { ...viewOf(user), changed: false },
});

/** A user who gets another keeper, as one event. */
function givenTo(
  before: User,
  given: Partial<User>,
  { actor, now, event, ...why }: { actor: Actor; now: Date; event: string; reason?: string },
): Decided {
  const { accountId, id } = before;
  const version = before.version + 1;
  const after: User = { ...before, ...given, version, updatedAt: now.toISOString() };
  const { userType, active, managedBy } = after;
  const changed = [
    ...(before.managedBy === managedBy ? [] : ['managedBy']),
    ...(before.ownSignIn === after.ownSignIn ? [] : ['ownSignIn']),
  ];
  const payload = { accountId, userId: id, userType, active, managedBy, changed, actor, ...why };
  return {
    changes: [{ kind: 'user', before, after }],
    events: [{ type: event, accountId, aggregateId: id, version, payload }],
    reply: { ...viewOf(after), changed: true },
  };
}

/**
 * Stores a new link to set a password with. The user's version stays, since no attribute has changed.
 * @throws Refusal account-not-found, user-not-found, version-mismatch, not-hers-to-give
 */
export function decideStorePasswordLink(command: LinkUser, state: UserState): Decided {
  const { accountId, userId, link, actor } = command;
  requireAccount(accountId, state);
  const user = requireUnreleasedUser(accountId, userId, state);
  requireVersion(command, user.version);
  requireMayActFor(user, actor, state);
  return {
    changes: [linked(accountId, user.id, { link, actor }, state)],
    events: [linkMade(accountId, user.id, { link, actor })],
    reply: { ...viewOf(user), changed: false },
  };
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
  const { managedBy } = before;
  const decision = decideUserWrite({ ...desired, managedBy, directoryKnowsPassword: link.directoryKnows }, state);
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

function linkMade(accountId: string, userId: string, { link, actor }: Pick<LinkUser, 'link' | 'actor'>): PendingEvent {
  const payload = { accountId, userId, actor, expiresAt: link.expiresAt };
  return { type: PasswordLinkEvents.made.type, accountId, aggregateId: userId, payload };
}

function linked(
  accountId: string,
  userId: string,
  { link: { digest, expiresAt }, actor }: Pick<LinkUser, 'link' | 'actor'>,
  state: UserState,
): Change {
  const directoryKnows = !mayVouch(accountId, actor, state); // an admin whom the directory made sees it
  return { kind: 'link', accountId, userId, link: { digest, expiresAt, directoryKnows } };
}
