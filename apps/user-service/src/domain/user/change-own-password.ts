import { Refusal, requireVersion, type ChangeOwnPassword, type Decision, type UserReply } from '@rollcall/contracts';
import { requireAccount, requireUnreleasedUser } from '../preconditions.js';
import type { Change, UserState } from '../user-state.js';
import { desiredByChanges } from './change-user.js';
import { decideUserWrite } from './decide-user-write.js';
import { withManualSettings } from './manual-changes.js';

/**
 * A person sets a new password of their own. The present one was compared for the version that the command names: after
 * any later change it must be compared again. The session of the change goes on, all others end. Where the directory could
 * know the present password, it could have made the change too (rule 6).
 * @throws Refusal user-not-found, version-mismatch
 */
export function decideChangeOwnPassword(
  command: ChangeOwnPassword,
  state: UserState,
  now: Date,
): Decision<Change, UserReply> {
  const { accountId, userId, actor, passwordHash, sessionDigest } = command;
  const account = withManualSettings(requireAccount(accountId, state));
  const before = requireUnreleasedUser(accountId, userId, state);
  if (!before.active) throw new Refusal('user-not-found', { userId });
  requireVersion(command, before.version);
  const desired = desiredByChanges({ actor, changes: [], passwordHash }, { account, before, now });
  const decision = decideUserWrite(
    { ...desired, managedBy: before.managedBy, directoryKnowsPassword: before.directoryKnowsPassword },
    state,
  );
  const keepSession = (change: Change) =>
    change.kind === 'password' ? { ...change, keptSession: sessionDigest } : change;
  return { ...decision, changes: decision.changes.map(keepSession) };
}
