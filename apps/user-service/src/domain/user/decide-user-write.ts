import type {
  Actor,
  Arrival,
  Decision,
  PasswordProblem,
  PendingEvent,
  ToldRelease,
  UserReply,
} from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import type { Change, UserState } from '../user-state.js';
import { brakeLeaver, noLongerHeld, staysHeld } from '../leavers/brake.js';
import { eventsAboutAdmins, noticesAboutAdmins, requireMayMakeAdmin } from './admins-by-directory.js';
import { eventsOfChange } from './events-of-change.js';
import { checkExternalId } from './external-id.js';
import { isLeaving, keepForLeaver } from './keep-for-leaver.js';
import { guardLastAdmin } from './last-admin.js';
import { differ, requireFreeExternalId } from './matching.js';
import { losesPassword, ownershipOf, requireSignInName } from './own-sign-in.js';
import { refreshFormatted } from '../profile/person-name.js';
import { checkedProfile, type Profile } from '../profile/profile.js';
import { passwordOutcome } from './taken-password.js';
import { requireFollowedRelease } from './followed-release.js';
import { checkAddresses, checkLetterCase, checkUserName, requireFreeName, type SaidAddresses } from './user-name.js';
import { fellBack, resolveUserType, type ResolvedType } from './user-type.js';
import { viewOf, type User } from './user.js';

/** What a write is decided on, whatever command it came by: the user as it was, as it is to be, by whom and when. */
export interface UserWrite {
  readonly account: Account;
  readonly actor: Actor;
  /** The user before the write; undefined for a new user, who gets the id `id`. */
  readonly before?: User;
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string;
  /** The profile as `knownProfile` returns it. */
  readonly profile: Profile;
  /** Undefined keeps the state; a new user is then active. */
  readonly active?: boolean;
  /** As sent. Undefined or empty keeps the type, where rule 3 gives it back; a new user then gets `member`. */
  readonly userType?: string;
  readonly passwordHash?: string;
  /** Whether the `externalId` tells people apart (rule 5). */
  readonly distinguishesPeople?: boolean;
  /** Whether the user stands for another person from now on, and nothing of the former one stays (rule 5). */
  readonly isAnother?: boolean;
  /** Whether the write makes the user one of the product: an invitation does, also of a released user. */
  readonly madeInProduct?: boolean;
  /** Attributes that stay as stored although the request brings them. */
  readonly kept?: readonly string[];
  /** Whether the directory could know the password that is brought; by default where it brings it (rule 6). */
  readonly directoryKnowsPassword?: boolean;
  /** In place of a hash, where the password that came breaks the rule (rule 6). */
  readonly passwordProblem?: PasswordProblem;
  /** In place of a hash, where it was said that the password would not be taken. */
  readonly passwordUnhashed?: true;
  /** The addresses that this write brings: the setting `emailCase: refuse` applies to these only. */
  readonly said: SaidAddresses;
  /** Who manages the user from now on; by default the directory. */
  readonly managedBy?: User['managedBy'];
  /** Only for creations. */
  readonly arrival?: Arrival;
  /** As of which version team-service knows of the release of which user. */
  readonly toldRelease?: ToldRelease;
  readonly now: Date;
}

/**
 * The common end of all writes: checks the rules, and turns the difference into events, one version each. A write that
 * changes nothing raises no event and leaves the version as it is.
 * @throws Refusal by rules 1 to 6, 8, 27; release-not-followed, where nothing else refuses the write
 */
export function decideUserWrite(sent: UserWrite, state: UserState): Decision<Change, UserReply> {
  const { account, actor, before, id } = sent;
  const desired = before && isLeaving(sent) ? keepForLeaver(sent, before, state) : sent;
  checkAttributes(desired, state);
  const type = wantedType(desired);
  const password = passwordOutcome(desired);
  const takesPassword = password === 'taken';
  const becoming = wantedUser(desired, { type, takesPassword, state });
  const passwordEnds = !takesPassword && losesPassword(desired.isAnother ? undefined : before, becoming);
  const wanted = passwordEnds ? { ...becoming, hasPassword: false, directoryKnowsPassword: false } : becoming;
  const write = { account, actor, before, isAnother: desired.isAnother === true };
  if (!keepsName(before, wanted)) requireFreeName(wanted, state);
  if (desired.distinguishesPeople) requireFreeExternalId(wanted, before, state);
  requireMayMakeAdmin(write, wanted);
  guardLastAdmin(before, wanted, account, actor, state);
  const left = wanted.active
    ? []
    : brakeLeaver({ account, actor, before, leaving: 'inactive', now: desired.now }, state);
  const freed = noLongerHeld(before, wanted, { actor, now: desired.now }, state);
  requireFollowedRelease(before, desired);

  const why = [...reasonsOf(desired, before), ...(passwordEnds ? [passwordEnded] : [])];
  const facts = { ...write, arrival: desired.arrival, changesPassword: takesPassword || passwordEnds, type, why };
  const events = eventsOfChange(before, wanted, { ...facts, kept: keptOf(desired, password) });
  const warnings = type.fellBackFrom === undefined ? [] : [fellBack(account.id, id, actor, type)];
  const outcome = desired.arrival === undefined ? {} : { outcome: desired.arrival };
  if (events.length === 0) {
    const changes = before && freed.changes.length > 0 ? [userChange(before, wanted), ...freed.changes] : [];
    const said = [...warnings, ...freed.events];
    return { changes, events: said, reply: { ...viewOf(before ?? wanted), changed: false, ...outcome } };
  }
  const after = { ...wanted, version: wanted.version + events.length, updatedAt: desired.now.toISOString() };
  const others: PendingEvent[] = [...warnings, ...eventsAboutAdmins(write, after, takesPassword), ...freed.events];
  return {
    changes: [
      ...changesOf(desired, after, { takesPassword, passwordEnds }),
      ...left,
      ...freed.changes,
      ...noticesAboutAdmins(write, after, takesPassword),
    ],
    events: [...events, ...others],
    reply: { ...viewOf(after), changed: true, ...outcome },
  };
}

function userChange(before: User | undefined, after: User): Change {
  return { kind: 'user', after, ...(before ? { before } : {}) };
}

function changesOf(
  { account, before, id, isAnother, passwordHash: hash }: UserWrite,
  after: User,
  { takesPassword, passwordEnds }: { readonly takesPassword: boolean; readonly passwordEnds: boolean },
): Change[] {
  const changes: Change[] = [userChange(before, after)];
  if (isAnother || passwordEnds) changes.push({ kind: 'credentials-gone', accountId: account.id, userId: id });
  if (takesPassword && hash !== undefined) changes.push({ kind: 'password', accountId: account.id, userId: id, hash });
  return changes;
}

/** The rules about single attributes. What stays is not checked again (rule 22). */
function checkAttributes(desired: UserWrite, state: UserState): void {
  const { account, actor, before, userName, isAnother } = desired;
  checkUserName(userName, before);
  if (!isLeaving(desired)) checkAddresses(desired.said, before);
  if (desired.externalId !== before?.externalId) checkExternalId(desired.externalId);
  if (account.settings.emailCase === 'refuse' && !isLeaving(desired)) checkLetterCase(desired.said);
  requireSignInName(isAnother ? undefined : before, userName, actor, state);
}

/** Whose name stays, holds it already. A released user holds none (rule 5). */
function keepsName(before: User | undefined, { userName }: User): boolean {
  return before !== undefined && !before.released && before.userName === userName;
}

function keptOf({ account, kept = [] }: UserWrite, password: 'taken' | 'kept' | undefined): readonly string[] {
  const isPasswordKept = password === 'kept' && account.settings.passwordSync === 'on';
  return isPasswordKept && !kept.includes('password') ? [...kept, 'password'] : kept;
}

/** Rule 5: where an active user gets another `externalId`, it may stand for another person, and the event says so. */
function reasonsOf({ actor, externalId, distinguishesPeople }: UserWrite, before: User | undefined): readonly string[] {
  const isOther =
    distinguishesPeople && actor.kind === 'directory' && before?.active && differ(before.externalId, externalId);
  return isOther ? ['another externalId than the one on record: perhaps another person'] : [];
}

const passwordEnded = 'the password ended, because the directory could know it: a link is needed to set a new one';

/** Resolves the type by rule 3. An unchanged type is not resolved again: it was valid when it was set. */
function wantedType({ account, before, userType, isAnother }: UserWrite): ResolvedType {
  if (userType !== undefined && userType.trim() !== '')
    return userType === before?.userType ? { userType } : resolveUserType(userType, account);
  if (!before || isAnother) return { userType: 'member' };
  if (before.released && before.userType === 'admin')
    return { userType: 'member', reason: 'was an admin: a restoration that names no type makes a member' };
  return { userType: before.userType };
}

interface Outcomes {
  readonly type: ResolvedType;
  readonly takesPassword: boolean;
  readonly state: UserState;
}

/** The user after the write, still with the version and time from before: events raise them. */
function wantedUser(desired: UserWrite, { type: { userType }, takesPassword, state }: Outcomes): User {
  const { account, actor, before, id, userName, externalId, managedBy = 'directory', isAnother, now } = desired;
  const active = desired.active ?? before?.active ?? true;
  const former = isAnother ? undefined : before;
  const name = refreshFormatted(former?.profile.name, desired.profile.name);
  const wanted = {
    accountId: account.id,
    id,
    version: before?.version ?? 0,
    userName,
    ...(externalId === undefined || externalId === '' ? {} : { externalId }),
    userType,
    active,
    managedBy,
    released: false,
    deactivatedByDirectory:
      !active && ((desired.active === false && actor.kind === 'directory') || before?.deactivatedByDirectory === true),
    hasPassword: takesPassword || former?.hasPassword === true,
    directoryKnowsPassword: takesPassword
      ? (desired.directoryKnowsPassword ?? actor.kind === 'directory')
      : former?.directoryKnowsPassword === true,
    isHeld: staysHeld(before, { active, isSentActive: actor.kind === 'directory' && desired.active === true }),
    madeInProduct: desired.madeInProduct ?? former?.madeInProduct ?? managedBy === 'workspace',
    profile: checkedProfile(name === undefined ? desired.profile : { ...desired.profile, name }, former?.profile),
    createdAt: before?.createdAt ?? now.toISOString(),
    updatedAt: before?.updatedAt ?? now.toISOString(),
  };
  return { ...wanted, ...ownershipOf(wanted, former, actor, state) };
}
