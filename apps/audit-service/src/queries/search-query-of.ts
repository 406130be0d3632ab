import { auditWords, type AuditWords } from '@rollcall/contracts';
import type { NameClient } from '../clients/name-client.js';
import { addressesIn, readSearchQuery, withIds, type SearchQuery } from '../domain/search-query.js';
import { orRefused } from './or-refused.js';

/**
 * What is looked for, with ids in place of addresses of mail.
 * @throws Refusal audit-question-invalid with a sentence that says why
 */
export function searchQueryOf(
  { accountId, ...asked }: AuditWords & { readonly accountId: string },
  names: Pick<NameClient, 'idsOf'>,
): Promise<SearchQuery> {
  return orRefused(async () => {
    const words = Object.entries(asked).filter(([name]) => name === 'q' || isWord(name));
    const query = readSearchQuery(Object.fromEntries(words));
    const ids = await names.idsOf(accountId, addressesIn(query));
    return withIds(query, (address) => ids.get(address));
  });
}

const isWord = (name: string) => auditWords.some((word) => word === name);
