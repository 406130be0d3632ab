import type { Decision, ReplaceUser, UserReply } from '@rollcall/contracts';
import type { Change, UserState } from '../user-state.js';
import { requireAccount, requireVersion, requireUnreleasedUser } from '../preconditions.js';
import { knownProfile, withPrimaryAddress } from '../profile/profile-shape.js';
import { decideUserWrite } from './decide-user-write.js';
import { saidAddresses } from './user-name.js';

/**
 * The directory replaces the whole user (RFC 7644 §3.5.1): absent attributes are cleared, except password, active and
 * type.
 * @throws Refusal account-not-found, user-not-found, version-mismatch, and what `decideUserWrite` throws
 */
export function decideReplaceUser(command: ReplaceUser, state: UserState, now: Date): Decision<Change, UserReply> {
  const account = requireAccount(command.accountId, state);
  const before = requireUnreleasedUser(command.accountId, command.userId, state);
  requireVersion(command.ifMatch, before.version);
  const { actor, userName, externalId, userType, active, passwordHash, passwordProblem } = command;
  const profile = withPrimaryAddress(knownProfile(command.profile));
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
      said: saidAddresses(userName, profile),
      now,
    },
    state,
  );
}
