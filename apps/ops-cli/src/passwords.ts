import { hash } from '@node-rs/argon2';
import type { PasswordContext } from '@rollcall/gateway-kit';
import { argon2id, preparedPassword } from '@rollcall/service-kit';
import { ExitCode, OpsFailure } from './failure.js';

/**
 * A new password's argon2id hash in PHC form: the password itself never leaves this process.
 * @throws OpsFailure where the password breaks the rule
 */
export async function hashPassword(password: string, owner: PasswordContext): Promise<string> {
  // Loaded where it is needed: other commands start without Fastify and the list of common passwords.
  const { passwordProblem, passwordSentence, Secret } = await import('@rollcall/gateway-kit');
  const problem = passwordProblem(new Secret(password), owner);
  if (problem !== undefined) throw new OpsFailure(passwordSentence(problem), ExitCode.usage);
  return hash(preparedPassword(password), argon2id);
}
