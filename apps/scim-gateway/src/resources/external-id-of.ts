import type { CreateUser } from '@rollcall/contracts';
import { providerAgents } from '@rollcall/gateway-kit';
import { speakerOf, type WriteRequest } from '../http/request-context.js';

/**
 * What the sender's `externalId` is, for user-service. Entra's default for own apps is the mail alias, which is neither
 * unique nor lasting (rule 5). Where the token does not say whose it is: Entra sends no User-Agent, or one with its name; all others that
 * we know send theirs.
 */
export function externalIdOf(request: Pick<WriteRequest, 'headers' | 'scim'>): Pick<CreateUser, 'externalIdIs'> {
  const speaker = speakerOf(request) ?? '';
  return speaker === '' || providerAgents.entra.test(speaker) ? { externalIdIs: 'label' } : {};
}
