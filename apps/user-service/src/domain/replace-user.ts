import type { Decision, ReplaceUser, UserReply } from '@rollcall/contracts';
import type { Change, Directory } from './directory.js';
import { accountOf, checkVersion, visibleUser } from './existing.js';
import { knownProfile, withPrimaryAddress } from './profile-shape.js';
import { settle } from './settle.js';
import { saidAddresses } from './user-name.js';

/**
 * The directory says how the whole user looks (RFC 7644 §3.5.1): what is absent is cleared, but password, active and type stay.
 * @throws Refusal user-not-found, version-mismatch, and what `settle` throws
 */
export function decideReplaceUser(command: ReplaceUser, directory: Directory, now: Date): Decision<Change, UserReply> {
  const account = accountOf(command.accountId, directory);
  const before = visibleUser(command.accountId, command.userId, directory);
  checkVersion(command.ifMatch, before.version);
  const { actor, userName, externalId, userType, active, passwordHash } = command;
  const profile = withPrimaryAddress(knownProfile(command.profile));
  return settle(
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
      said: saidAddresses(userName, profile),
      now,
    },
    directory,
  );
}
