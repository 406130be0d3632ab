import { Refusal, type PasswordWrite } from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import { requireUnreleasedUser, requireVersion } from '../preconditions.js';
import type { UserState } from '../user-state.js';
import { isAnotherPerson } from './another-person.js';
import { meetingOf } from './create-user.js';
import { outcomeOfAny, type PasswordFacts } from './taken-password.js';

/**
 * Whether a good password in this write of the directory would be taken (rules 5, 6), so that one that would not is not hashed.
 * What the write says beside the password is not looked at.
 */
export function takesPassword(write: PasswordWrite, state: UserState): boolean {
  const account = state.account(write.accountId);
  if (!account || account.closing) return false;
  try {
    return outcomeOfAny(factsOf(write, account, state)) === 'taken';
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** @throws Refusal user-not-found, version-mismatch, user-name-taken, external-id-taken: where the command would be refused */
function factsOf(write: PasswordWrite, account: Account, state: UserState): PasswordFacts {
  const { accountId, userId, userName = '', ifMatch } = write;
  const actor = { kind: 'directory' } as const;
  if (userId !== undefined) {
    const before = requireUnreleasedUser(accountId, userId, state);
    requireVersion(ifMatch, before.version);
    return { account, actor, before };
  }
  const { match, arrival } = meetingOf({ ...write, userName }, account, state);
  const isAnother = isAnotherPerson(match, { ...write, actor }, account);
  return { account, actor, arrival, isAnother, ...(match ? { before: match } : {}) };
}
