import {
  Refusal,
  requireVersion,
  type ChangeUser,
  type Decision,
  type UserChange,
  type UserReply,
} from '@rollcall/contracts';
import type { UserTree } from '../profile/apply-changes.js';
import type { Account } from '../account/account.js';
import type { Change, UserState } from '../user-state.js';
import { requireAccount, requireUnreleasedUser } from '../preconditions.js';
import { withPrimaryAddress } from '../profile/profile-shape.js';
import { isAnotherPerson } from './another-person.js';
import { applyToLeaver, applyToUser } from './applied-changes.js';
import { decideUserWrite, type UserWrite } from './decide-user-write.js';
import { isLeaving } from './keep-for-leaver.js';
import { distinguishesPeople } from './matching.js';
import { withoutShownAddress, withShownAddress } from './shown-address.js';
import { saidPassword, type SaidPassword } from './taken-password.js';
import { newAddresses } from './user-name.js';
import { strongestType } from './user-type.js';
import type { User } from './user.js';

/**
 * The directory changes some attributes and leaves the others (RFC 7644 §3.5.2). The changes apply to the user as it is
 * under the row lock, so parallel changes of different attributes all survive.
 * @throws Refusal account-not-found, user-not-found, version-mismatch, attribute-invalid, no-target, and what `decideUserWrite` throws
 */
export function decideChangeUser(command: ChangeUser, state: UserState, now: Date): Decision<Change, UserReply> {
  const account = requireAccount(command.accountId, state);
  const before = requireUnreleasedUser(command.accountId, command.userId, state);
  requireVersion(command, before.version);
  return decideUserWrite(desiredByChanges(command, { account, before, now }), state);
}

/**
 * The write that partial changes ask for. For another person than the one the user stood for, they apply to nothing.
 * @throws Refusal attribute-invalid, no-target
 */
export function desiredByChanges(
  command: Pick<ChangeUser, 'actor' | 'changes' | 'externalIdIs' | 'kept'> & SaidPassword,
  { account, before, now }: { account: Account; before: User; now: Date },
): UserWrite {
  const { actor, externalIdIs } = command;
  const changes = command.changes.map((change) => withStrongestType(change, account));
  const says = (name: string) => changes.some(({ attribute }) => attribute === name);
  const isLeaver = isLeaving({ actor, before, ...saidActive(changes) });
  const applied = isLeaver ? applyToLeaver : applyToUser;
  const from = says('emails') ? withShownAddress(treeOf(before), before) : treeOf(before);
  const onTop = applied(before, from, changes);
  const isAnother = isAnotherPerson(before, { actor, externalIdIs, externalId: onTop.externalId }, account);
  const { tree, profile: known, kept, ...texts } = isAnother ? applied(before, identityOf(before), changes) : onTop;
  const { userName, externalId, userType } = texts;
  const profile = says('emails') ? withPrimaryAddress(withoutShownAddress(known, before, changes)) : known;
  return {
    account,
    actor,
    before,
    id: before.id,
    userName,
    ...(externalId === undefined ? {} : { externalId }),
    profile,
    ...(says('active') ? activeOf(tree) : {}),
    ...(userType === undefined || !says('userType') ? {} : { userType }),
    ...saidPassword(command),
    said: newAddresses(before, userName, profile),
    distinguishesPeople: distinguishesPeople(account, { externalIdIs }),
    isAnother,
    kept: isLeaver ? [...new Set([...kept, ...(command.kept ?? [])])] : kept,
    now,
  };
}

/** A change that names several types, as one that names the strongest (rule 3). */
function withStrongestType(change: UserChange, account: Account): UserChange {
  if (change.attribute !== 'userType' || !Array.isArray(change.value)) return change;
  return {
    ...change,
    value: strongestType(
      change.value.filter((type) => typeof type === 'string'),
      account,
    ),
  };
}

/** What `active` is after the changes, where they say it well. */
function saidActive(changes: readonly UserChange[]): { active?: boolean } {
  const last = changes.findLast(({ attribute }) => attribute === 'active');
  return typeof last?.value === 'boolean' ? { active: last.value } : {};
}

/** What stays of a user who stands for another person from now on. */
function identityOf({ userName, externalId, active }: User): UserTree {
  return { userName, active, ...(externalId === undefined ? {} : { externalId }) };
}

function treeOf({ userName, externalId, userType, active, profile }: User): UserTree {
  return { ...profile, userName, userType, active, ...(externalId === undefined ? {} : { externalId }) };
}

function activeOf({ active }: UserTree): { active?: boolean } {
  if (active === undefined) return {};
  if (typeof active === 'boolean') return { active };
  throw new Refusal('attribute-invalid', { attribute: 'active', problem: 'true or false is expected' });
}
