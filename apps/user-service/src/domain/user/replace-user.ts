import type { Decision, ReplaceUser, UserReply } from '@rollcall/contracts';
import type { Change, UserState } from '../user-state.js';
import { requireAccount, requireVersion, requireUnreleasedUser } from '../preconditions.js';
import { withListsAsSet } from '../profile/apply-changes.js';
import { knownProfile, withPrimaryAddress } from '../profile/profile-shape.js';
import { isAnotherPerson } from './another-person.js';
import { decideUserWrite } from './decide-user-write.js';
import { tellsPeopleApart } from './matching.js';
import { newAddresses } from './user-name.js';
import { strongestType } from './user-type.js';

/**
 * The directory replaces the whole user (RFC 7644 §3.5.1): absent attributes are cleared, except password, active and
 * type.
 * @throws Refusal account-not-found, user-not-found, version-mismatch, and what `decideUserWrite` throws
 */
export function decideReplaceUser(command: ReplaceUser, state: UserState, now: Date): Decision<Change, UserReply> {
  const account = requireAccount(command.accountId, state);
  const before = requireUnreleasedUser(command.accountId, command.userId, state);
  requireVersion(command.ifMatch, before.version);
  const { actor, userName, externalId, active, passwordHash, passwordProblem } = command;
  const userType = command.userType ?? strongestType(command.userTypes ?? [], account);
  const profile = withPrimaryAddress(withListsAsSet(knownProfile(command.profile)));
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
      ...(passwordHash === undefined ? {} : { passwordHash }),
      ...(passwordProblem === undefined ? {} : { passwordProblem }),
      said: newAddresses(before, userName, profile),
      tellsPeopleApart: tellsPeopleApart(account, command),
      isAnother: isAnotherPerson(before, command, account),
      now,
    },
    state,
  );
}
