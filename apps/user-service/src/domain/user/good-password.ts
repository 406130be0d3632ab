import { Refusal } from '@rollcall/contracts';
import type { UserWrite } from './decide-user-write.js';

/**
 * Checks that a password which would be taken fulfils the rule; the gateway says so, because only it sees passwords.
 * Whoever leaves, leaves (rule 5): a write after which an existing user is inactive leaves the former password.
 * @throws Refusal password-refused
 */
export function requireGoodPassword({ account, before, active, passwordProblem }: UserWrite): void {
  if (passwordProblem === undefined || account.settings.passwordSync === 'off') return;
  const isLeaving = before !== undefined && !(active ?? before.active);
  if (!isLeaving) throw new Refusal('password-refused', { problem: passwordProblem });
}
