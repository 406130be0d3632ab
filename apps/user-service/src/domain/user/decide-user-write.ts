import { Refusal, type Actor, type Arrival, type Decision, type UserReply, isStorable } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import type { Change, UserState } from '../user-state.js';
import { eventsOfChange } from './events-of-change.js';
import { guardLastAdmin } from './last-admin.js';
import { refreshFormatted } from '../profile/person-name.js';
import { checkedProfile, type Profile } from '../profile/profile.js';
import { checkAddresses, checkLetterCase, checkUserName, type SaidAddresses } from './user-name.js';
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
  /** As sent. Undefined or empty keeps the type; a new user then gets `member` (rule 3). */
  readonly userType?: string;
  readonly passwordHash?: string;
  /** The addresses that this write brings: the setting `emailCase: refuse` applies to these only. */
  readonly said: SaidAddresses;
  /** Who manages the user from now on; by default the directory. */
  readonly managedBy?: User['managedBy'];
  /** Only for creations. */
  readonly arrival?: Arrival;
  readonly now: Date;
}

/**
 * The common end of all writes: checks the rules, and turns the difference into events, one version each. A write that
 * changes nothing raises no event and leaves the version as it is.
 * @throws Refusal by rules 1, 2, 3, 4, 8
 */
export function decideUserWrite(desired: UserWrite, state: UserState): Decision<Change, UserReply> {
  const { account, actor, before, id } = desired;
  checkUserName(desired.userName, before);
  checkAddresses(desired.said, before);
  checkExternalId(desired.externalId);
  if (account.settings.emailCase === 'refuse') checkLetterCase(desired.said);
  const type = wantedType(desired);
  const takesPassword = desired.passwordHash !== undefined && account.settings.passwordSync === 'on';
  const wanted = wantedUser(desired, type, takesPassword);
  if (wanted.userName !== before?.userName) requireFreeName(wanted, state);
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

/** In UTF-8. An index entry can always hold this much, whatever the text. */
const maxBytesOfExternalId = 2_000;

function checkExternalId(externalId = ''): void {
  const refusal = (problem: string) => new Refusal('attribute-invalid', { attribute: 'externalId', problem });
  if (!isStorable(externalId)) throw refusal('it holds characters that are no text');
  if (new TextEncoder().encode(externalId).length > maxBytesOfExternalId)
    throw refusal(`at most ${maxBytesOfExternalId} bytes are allowed`);
}

/** Resolves the type by rule 3. An unchanged type is not resolved again: it was valid when it was set. */
function wantedType({ account, before, userType }: UserWrite): ResolvedType {
  if (userType === undefined || userType.trim() === '') return { userType: before?.userType ?? 'member' };
  return userType === before?.userType ? { userType } : resolveUserType(userType, account);
}

/** The user after the write, still with the version and time from before: events raise them. */
function wantedUser(desired: UserWrite, { userType }: ResolvedType, takesPassword: boolean): User {
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

/** Checks rule 1: userNames are unique among all users, also those that SCIM does not show (rule 9). */
function requireFreeName({ accountId, id, userName }: User, state: UserState): void {
  const holder = state.userNamed(accountId, userName);
  if (holder && holder.id !== id) throw new Refusal('user-name-taken', { userName });
}
