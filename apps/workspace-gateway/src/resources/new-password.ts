import { passwordProblem, passwordSentence, type PasswordContext, type Secret } from '@rollcall/gateway-kit';
import { problem } from '../errors/problem-table.js';

/**
 * Checks a new password by the rule (rule 6).
 * @param at where in the body it stands
 * @throws Failure password-refused
 */
export function requireGoodPassword(password: Secret, owner: PasswordContext, at: string): void {
  const found = passwordProblem(password, owner);
  if (found === undefined) return;
  throw problem('password-refused', { problem: found }, { problems: [{ at, problem: passwordSentence(found) }] });
}
