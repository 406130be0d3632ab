import type { UserWrite } from './decide-user-write.js';
import { ownSignIn } from './own-sign-in.js';

/** `taken`; `kept`: brought, and the user keeps what was; undefined where the write brings none. */
export type PasswordOutcome = 'taken' | 'kept' | undefined;

/**
 * Whether the password of a write is taken (rules 5, 6). From the directory it is not where the account does not sync
 * passwords, where the write adopts, and where a creation meets somebody who has one, because Okta sends a placeholder.
 * @throws Refusal own-sign-in
 */
export function passwordOutcome(desired: UserWrite): PasswordOutcome {
  const { account, actor, before, passwordHash, arrival, isAnother = false } = desired;
  if (passwordHash === undefined) return undefined;
  if (actor.kind !== 'directory') return 'taken';
  if (account.settings.passwordSync === 'off') return 'kept';
  if (before === undefined) return 'taken';
  const adopts = before.managedBy === 'workspace' && !before.released;
  const isCreation = arrival !== undefined;
  if (isCreation && (adopts || (before.hasPassword && !isAnother))) return 'kept';
  if (before.ownSignIn) throw ownSignIn(before, 'password');
  return adopts ? 'kept' : 'taken';
}
