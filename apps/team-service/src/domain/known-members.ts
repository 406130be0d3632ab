import { Refusal } from '@rollcall/contracts';
import type { Account, TeamState } from './team-state.js';

export interface KnownMembers {
  readonly known: ReadonlySet<string>;
  /** Left out, because the account's setting says so. */
  readonly skipped: readonly string[];
}

/** How many unknown ids a refusal names: the sentence is read by a person. */
const namedAtMost = 20;

/**
 * Rule 12: every member must be a user of the account; the released are none.
 * @throws Refusal members-unknown, unless the account skips them; dependency-away where nobody could be asked about them
 */
export function knownMembers(userIds: ReadonlySet<string>, account: Account, state: TeamState): KnownMembers {
  const skipped = state.unknownAmong(account.id, userIds);
  if (skipped.length === 0) return { known: userIds, skipped };
  if (!state.isAsked(account.id)) throw new Refusal('dependency-away', { service: 'user-service' });
  if (account.settings.unknownMembers === 'refuse') {
    throw new Refusal('members-unknown', { unknownIds: skipped.slice(0, namedAtMost), count: skipped.length });
  }
  return { known: userIds.difference(new Set(skipped)), skipped };
}
