import { Refusal, type ChangeUser, type Decision, type UserReply } from '@rollcall/contracts';
import type { UserTree } from '../profile/apply-changes.js';
import type { Account } from '../account/account.js';
import type { Change, UserState } from '../user-state.js';
import { requireAccount, requireVersion, requireUnreleasedUser } from '../preconditions.js';
import { applyRequest } from '../profile/apply-request.js';
import { knownProfile, withPrimaryAddress } from '../profile/profile-shape.js';
import { decideUserWrite, type UserWrite } from './decide-user-write.js';
import { newAddresses } from './user-name.js';
import type { Profile } from '../profile/profile.js';
import type { User } from './user.js';

/**
 * The directory changes some attributes and leaves the others (RFC 7644 §3.5.2). The changes apply to the user as it is
 * under the row lock, so parallel changes of different attributes all survive.
 * @throws Refusal account-not-found, user-not-found, version-mismatch, attribute-invalid, no-target, and what `decideUserWrite` throws
 */
export function decideChangeUser(command: ChangeUser, state: UserState, now: Date): Decision<Change, UserReply> {
  const account = requireAccount(command.accountId, state);
  const before = requireUnreleasedUser(command.accountId, command.userId, state);
  requireVersion(command.ifMatch, before.version);
  return decideUserWrite(desiredByChanges(command, { account, before, now }), state);
}

/**
 * The write that partial changes ask for.
 * @throws Refusal attribute-invalid, no-target
 */
export function desiredByChanges(
  command: Pick<ChangeUser, 'actor' | 'changes' | 'passwordHash' | 'passwordProblem'>,
  { account, before, now }: { account: Account; before: User; now: Date },
): UserWrite {
  const tree = applyRequest(treeOf(before), command.changes);
  const userName = text('userName', tree.userName);
  if (userName === undefined)
    throw new Refusal('attribute-invalid', { attribute: 'userName', problem: 'it is required' });
  const externalId = text('externalId', tree.externalId);
  const userType = text('userType', tree.userType);
  const known: Profile = knownProfile(tree);
  const profile = command.changes.some(({ attribute }) => attribute === 'emails') ? withPrimaryAddress(known) : known;
  const saysActive = command.changes.some(({ attribute }) => attribute === 'active');
  return {
    account,
    actor: command.actor,
    before,
    id: before.id,
    userName,
    ...(externalId === undefined ? {} : { externalId }),
    profile,
    ...(saysActive ? activeOf(tree) : {}),
    ...(userType === undefined ? {} : { userType }),
    ...(command.passwordHash === undefined ? {} : { passwordHash: command.passwordHash }),
    ...(command.passwordProblem === undefined ? {} : { passwordProblem: command.passwordProblem }),
    said: newAddresses(before, userName, profile),
    now,
  };
}

function treeOf({ userName, externalId, userType, active, profile }: User): UserTree {
  return { ...profile, userName, userType, active, ...(externalId === undefined ? {} : { externalId }) };
}

/** Empty means absent (rule 4). */
function text(attribute: string, value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new Refusal('attribute-invalid', { attribute, problem: 'a text is expected' });
}

function activeOf({ active }: UserTree): { active?: boolean } {
  if (active === undefined) return {};
  if (typeof active === 'boolean') return { active };
  throw new Refusal('attribute-invalid', { attribute: 'active', problem: 'true or false is expected' });
}
