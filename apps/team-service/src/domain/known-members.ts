import { Refusal } from '@rollcall/contracts';
import type { Account, TeamState } from './team-state.js';

export interface KnownMembers {
  readonly known: ReadonlySet<string>;
  /** Unknown users that are left out, because the account's setting says so. */
  readonly skipped: readonly string[];
}

/** How many unknown ids a refusal names: people read its text. */
const maxNamed = 20;

/**
 * Checks rule 12: every member must be a user of the account; released users do not count.
 * @throws Refusal members-unknown, unless the account skips unknown users; dependency-away where user-service could not
 *   be asked about them
 */
export function knownMembers(userIds: ReadonlySet<string>, account: Account, state: TeamState): KnownMembers {
  const skipped = state.unknownAmong(account.id, userIds);
  if (skipped.length === 0) return { known: userIds, skipped };
  if (!state.isAsked(account.id)) throw new Refusal('dependency-away', { service: 'user-service' });
  if (account.settings.unknownMembers === 'refuse') {
    const groups = state.groupsAmong(account.id, skipped);
    const isGroup = new Set(groups);
    const unknownIds = skipped.filter((id) => !isGroup.has(id)).slice(0, maxNamed);
    const facts = { unknownIds, count: skipped.length - groups.length };
    if (groups.length === 0) throw new Refusal('members-unknown', facts);
    throw new Refusal('members-unknown', { ...facts, groupIds: groups.slice(0, maxNamed) });
  }
  return { known: userIds.difference(new Set(skipped)), skipped };
}
