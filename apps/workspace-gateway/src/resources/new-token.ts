import {
  digestOf,
  hintOf,
  newTokenBody,
  signedToken,
  TokenQueries,
  type CreateToken,
  type TokenPurpose,
} from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';

/** A new secret, which is shown once, and what is sent of it. token-service signs it. */
export async function newTokenSecret(
  purpose: TokenPurpose,
  queries: Queries,
  call: Call,
): Promise<{ readonly secret: string; readonly sent: Pick<CreateToken, 'hint' | 'digest'> }> {
  const body = newTokenBody(purpose);
  const secret = signedToken(body, await queries.ask(TokenQueries.sign, { bodyDigest: digestOf(body) }, call));
  return { secret, sent: { hint: hintOf(secret), digest: digestOf(secret) } };
}
