import { isObject, requireVersion, type Decision, type ReplaceUser, type UserReply } from '@rollcall/contracts';
import type { Change, UserState } from '../user-state.js';
import { requireAccount, requireUnreleasedUser } from '../preconditions.js';
import { withListsAsSet } from '../profile/apply-changes.js';
import type { Profile } from '../profile/profile.js';
import { knownProfile, withPrimaryAddress } from '../profile/profile-shape.js';
import { isAnotherPerson } from './another-person.js';
import { decideUserWrite } from './decide-user-write.js';
import { isLeaving } from './keep-for-leaver.js';
import { distinguishesPeople } from './matching.js';
import { saidPassword } from './taken-password.js';
import { newAddresses } from './user-name.js';
import { strongestType } from './user-type.js';
import type { User } from './user.js';

/**
 * The directory replaces the whole user (RFC 7644 §3.5.1): absent attributes are cleared, except password, active and
 * type.
 * @throws Refusal account-not-found, user-not-found, version-mismatch, and what `decideUserWrite` throws
 */
export function decideReplaceUser(command: ReplaceUser, state: UserState, now: Date): Decision<Change, UserReply> {
  const account = requireAccount(command.accountId, state);
  const before = requireUnreleasedUser(command.accountId, command.userId, state);
  requireVersion(command, before.version);
  const { actor, active } = command;
  const kept = isLeaving({ actor, before, ...(active === undefined ? {} : { active }) }) ? (command.kept ?? []) : [];
  const userName = kept.includes('userName') ? before.userName : command.userName;
  const externalId = kept.includes('externalId') ? before.externalId : command.externalId;
  const userType = command.userType ?? strongestType(command.userTypes ?? [], account);
  const profile = withStored(kept, withPrimaryAddress(withListsAsSet(knownProfile(command.profile))), before);
  return decideUserWrite(
    {
      account,
      actor,
      before,
      id: before.id,
      userName,
      ...(externalId === undefined ? {} : { externalId }),
      profile,
      ...(active === undefined ? {} : { active }),
      ...(userType === undefined ? {} : { userType }),
      ...saidPassword(command),
      kept,
      said: newAddresses(before, userName, profile),
      distinguishesPeople: distinguishesPeople(account, command),
      isAnother: isAnotherPerson(before, command, account),
      now,
    },
    state,
  );
}

/** The profile with what is stored of these attributes. */
function withStored(kept: readonly string[], profile: Profile, { profile: stored }: User): Profile {
  return kept.reduce<Tree>((all, attribute) => withValueOf(stored, attribute.split('.'), all), profile);
}

type Tree = Readonly<Record<string, unknown>>;

/** The tree with what another one has at a path, where it has anything there. */
function withValueOf(other: Tree, [name = '', ...rest]: readonly string[], tree: Tree): Tree {
  const held = other[name];
  if (held === undefined) return tree;
  if (rest.length === 0 || !isObject(held)) return { ...tree, [name]: held };
  const own = tree[name];
  return { ...tree, [name]: withValueOf(held, rest, isObject(own) ? own : {}) };
}
