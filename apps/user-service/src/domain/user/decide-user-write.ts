import { Refusal, type Actor, type Arrival, type Decision, type UserReply, isStorable } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import type { Change, UserState } from '../user-state.js';
import { eventsOfChange } from './events-of-change.js';
import { guardLastAdmin } from './last-admin.js';
import { refreshFormatted } from '../profile/person-name.js';
import { checkedProfile, type Profile } from '../profile/profile.js';
import { checkLetterCase, checkUserName, type SaidAddresses } from './user-name.js';
import { fellBack, resolveUserType, type ResolvedType } from './user-type.js';
import { viewOf, type User } from './user.js';

/** A write, reduced to the user that it wants. */
export interface DesiredUser {
  readonly account: Account;
  readonly actor: Actor;
  /** Undefined for somebody new, who will have `id`. */
  readonly before?: User;
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string;
  /** As `knownProfile` gives it. */
  readonly profile: Profile;
  /** Undefined: stays; somebody new is active. */
  readonly active?: boolean;
  /** As sent; undefined or empty: the type stays, or is `member` for somebody new (rule 3). */
  readonly userType?: string;
  readonly passwordHash?: string;
  /** The addresses that this write itself brings: only they are held against `emailCase: refuse`. */
  readonly said: SaidAddresses;
  /** Who keeps the user from now on; the directory, where nothing is said. */
  readonly managedBy?: User['managedBy'];
  /** Set for a creation. */
  readonly arrival?: Arrival;
  readonly now: Date;
}

/**
 * Where every write ends: checks the rules, and turns the difference into events, one new version each.
 * A write that changes nothing raises no event and leaves the version alone.
 * @throws Refusal by rules 1, 2, 3, 4, 8
 */
export function decideUserWrite(desired: DesiredUser, state: UserState): Decision<Change, UserReply> {
  const { account, actor, before, id } = desired;
  checkUserName(desired.userName);
  checkExternalId(desired.externalId);
  if (account.settings.emailCase === 'refuse') checkLetterCase(desired.said);
  const type = wantedType(desired);
  const takesPassword = desired.passwordHash !== undefined && account.settings.passwordSync === 'on';
  const wanted = wantedUser(desired, type, takesPassword);
  requireFreeName(wanted, state);
  guardLastAdmin(before, wanted, account, actor, state);

  const events = eventsOfChange(before, wanted, { arrival: desired.arrival, takesPassword, type, actor });
  const warnings = type.fellBackFrom === undefined ? [] : [fellBack(account.id, id, actor, type)];
  const outcome = desired.arrival === undefined ? {} : { outcome: desired.arrival };
  if (events.length === 0) {
    return { changes: [], events: warnings, reply: { ...viewOf(before ?? wanted), changed: false, ...outcome } };
  }
  const after = { ...wanted, version: wanted.version + events.length, updatedAt: desired.now.toISOString() };
  const changes: Change[] = [{ kind: 'user', after, ...(before ? { before } : {}) }];
  if (takesPassword) changes.push({ kind: 'password', accountId: account.id, userId: id, hash: desired.passwordHash });
  return { changes, events: [...events, ...warnings], reply: { ...viewOf(after), changed: true, ...outcome } };
}

/** In UTF-8: what an index entry holds for certain. */
const maxBytesOfExternalId = 2_000;

function checkExternalId(externalId = ''): void {
  const refuse = (problem: string) => new Refusal('attribute-invalid', { attribute: 'externalId', problem });
  if (!isStorable(externalId)) throw refuse('it holds characters that are no text');
  if (new TextEncoder().encode(externalId).length > maxBytesOfExternalId)
    throw refuse(`at most ${maxBytesOfExternalId} bytes are kept`);
}

/** Rule 3. A type that is said again is not looked up: it was valid when it was given. */
function wantedType({ account, before, userType }: DesiredUser): ResolvedType {
  if (userType === undefined || userType.trim() === '') return { userType: before?.userType ?? 'member' };
  return userType === before?.userType ? { userType } : resolveUserType(userType, account);
}

/** The user that the write leads to, with the version and time of before: only events raise them. */
function wantedUser(desired: DesiredUser, { userType }: ResolvedType, takesPassword: boolean): User {
  const { account, before, id, userName, externalId, managedBy = 'directory', now } = desired;
  const active = desired.active ?? before?.active ?? true;
  const name = refreshFormatted(before?.profile.name, desired.profile.name);
  return {
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
      !active &&
      ((desired.active === false && desired.actor.kind === 'directory') || before?.deactivatedByDirectory === true),
    hasPassword: takesPassword || before?.hasPassword === true,
    profile: checkedProfile(name === undefined ? desired.profile : { ...desired.profile, name }, before?.profile),
    createdAt: before?.createdAt ?? now.toISOString(),
    updatedAt: before?.updatedAt ?? now.toISOString(),
  };
}

/** Rule 1: a name is taken by anybody who has it, shown or not (rule 9). */
function requireFreeName({ accountId, id, userName }: User, state: UserState): void {
  const holder = state.userNamed(accountId, userName);
  if (holder && holder.id !== id) throw new Refusal('user-name-taken', { userName });
}
