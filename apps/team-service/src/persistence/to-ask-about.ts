import { isUuid, messageDefinition } from '@rollcall/contracts';
import { createYielder, type LoadRequest } from '@rollcall/persistence';
import type { Account } from '../domain/team-state.js';
import type { TeamReads } from '../reads.js';
import { setAt, type IdsByAccount } from './ids.js';

/**
 * Of the accounts and users that commands name, those about which the replica cannot say that they are there: its no is no
 * answer. Events are left out: an event about a user that is not replicated needs no query.
 */
export async function toAskAbout(
  requests: readonly LoadRequest<TeamReads>[],
  { accounts, unknownUserIds }: { readonly accounts: readonly Account[]; readonly unknownUserIds: IdsByAccount },
): Promise<Map<string, Set<string>>> {
  const known = new Set(accounts.map(({ id }) => id));
  const found = new Map<string, Set<string>>();
  const yieldIfLong = createYielder();
  for (const { message, reads } of requests) {
    if (messageDefinition(message.type)?.kind !== 'command') continue;
    const { accountId, userIds = [], replicateOnly = [] } = reads;
    if (!known.has(accountId)) setAt(found, accountId);
    const unknown = unknownUserIds.get(accountId);
    if (!unknown) continue;
    for (const ids of [userIds, replicateOnly])
      for (const id of ids.map((each) => each.toLowerCase())) {
        if (unknown.has(id) && isUuid(id)) setAt(found, accountId).add(id);
      }
    await yieldIfLong();
  }
  return found;
}
