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
 * Requires a user that the directory may see.
 * @throws Refusal user-not-found for unknown and for released users (rule 5)
 */
export function requireProvisionedUser(accountId: string, userId: string, state: UserState): User {
  const user = state.user(accountId, userId);
  if (!user || user.released) throw new Refusal('user-not-found', { userId });
  return user;
}

/**
 * @throws Refusal version-mismatch unless the caller sent the current version, `*`, or no version (If-Match, RFC 7644
 *   §3.14)
 */
export function requireVersion(ifMatch: readonly string[] | undefined, version: number): void {
  if (ifMatch === undefined || ifMatch.includes('*') || ifMatch.includes(String(version))) return;
  throw new Refusal('version-mismatch', { version });
}
