import type { CreateUser } from '@rollcall/contracts';
import type { FastifyRequest } from 'fastify';
import { providerAgents } from '@rollcall/gateway-kit';

/**
 * What the sender's `externalId` is, for user-service. Entra's default for own apps is the mail alias, which is neither
 * unique nor lasting (rule 5). Entra sends no User-Agent, or one with its name; all others that we know send theirs.
 */
export function externalIdOf({ headers }: Pick<FastifyRequest, 'headers'>): Pick<CreateUser, 'externalIdIs'> {
  const { 'user-agent': userAgent = '' } = headers;
  return userAgent === '' || providerAgents.entra.test(userAgent) ? { externalIdIs: 'label' } : {};
}
