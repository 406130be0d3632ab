import { Refusal } from '@rollcall/contracts';
import type { Account } from './account/account.js';
import type { UserState } from './user-state.js';
import type { User } from './user/user.js';

/**
 * The account of a command.
 * @throws Refusal account-not-found
 */
export function requireAccount(accountId: string, state: UserState): Account {
  const account = state.account(accountId);
  if (!account) throw new Refusal('account-not-found');
  return account;
}

/**
 * Requires a user whom the directory has not deleted, whoever manages the user.
 * @throws Refusal user-not-found for unknown and for released users (rule 5)
 */
export function requireUnreleasedUser(accountId: string, userId: string, state: UserState): User {
  const user = state.user(accountId, userId);
  if (!user || user.released) throw new Refusal('user-not-found', { userId });
  return user;
}

/**
 * Callers propose the ids of new users. An id that another user has, or had before an erasure, is the caller's mistake and must not overwrite that
 * user.
 * @throws Refusal invalid-message
 */
export function requireUnusedId(accountId: string, userId: string, state: UserState): void {
  if (!state.user(accountId, userId) && state.erasedVersion(accountId, userId) === undefined) return;
  throw new Refusal('invalid-message', { problems: ['userId: somebody has this id already'] });
}
