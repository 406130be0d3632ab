import {
  Refusal,
  requireVersion,
  type KnownOwner,
  type PasswordForecast,
  type PasswordWrite,
} from '@rollcall/contracts';
import type { Account } from '../account/account.js';
import { requireUnreleasedUser } from '../preconditions.js';
import type { UserState } from '../user-state.js';
import { isAnotherPerson } from './another-person.js';
import { meetingOf } from './create-user.js';
import { outcomeOfAny, type PasswordFacts } from './taken-password.js';

/**
 * Whether a good password in this write of the directory would be taken (rules 5, 6), so that one that would not is not hashed;
 * and what it must not be. What the write says beside the password is not looked at.
 */
export function forecastPassword(write: PasswordWrite, state: UserState): PasswordForecast {
  const account = state.account(write.accountId);
  if (!account || account.closing) return { taken: false };
  try {
    const facts = factsOf(write, account, state);
    return { taken: outcomeOfAny(facts) === 'taken', owner: ownerOf(facts) };
  } catch (error) {
    if (error instanceof Refusal) return { taken: false };
    throw error;
  }
}

/** Nothing of the former person, where the user stands for another one. */
function ownerOf({ account: { slug: accountSlug }, before, isAnother = false }: PasswordFacts): KnownOwner {
  if (!before || isAnother) return { accountSlug };
  const { userName, profile } = before;
  const { displayName, name: { givenName, familyName } = {} } = profile;
  return {
    accountSlug,
    userName,
    ...(displayName === undefined ? {} : { displayName }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(familyName === undefined ? {} : { familyName }),
  };
}

/** @throws Refusal user-not-found, version-mismatch, user-name-taken, external-id-taken: where the command would be refused */
function factsOf(write: PasswordWrite, account: Account, state: UserState): PasswordFacts {
  const { accountId, userId, userName = '' } = write;
  const actor = { kind: 'directory' } as const;
  if (userId !== undefined) {
    const before = requireUnreleasedUser(accountId, userId, state);
    requireVersion(write, before.version);
    return { account, actor, before };
  }
  const { match, arrival } = meetingOf({ ...write, userName }, account, state);
  const isAnother = isAnotherPerson(match, { ...write, actor }, account);
  return { account, actor, arrival, isAnother, ...(match ? { before: match } : {}) };
}
