import { keyOf, type Transaction } from '@rollcall/persistence';
import type { TeamReads } from '../reads.js';
import { idColumns } from './ids.js';

/** A takeover that knows of somebody: who was pushed, put on or off, would lose access, or was in the team before. */
export interface KnowingTakeover {
  readonly accountId: string;
  readonly takeoverId: string;
  readonly teamId: string;
}

/** By `keyOf` of the user. */
export type TakeoversOfPeople = ReadonlyMap<string, readonly KnowingTakeover[]>;

/** The takeovers that know of users who leave the account or come back. Without such messages this takes no query. */
export async function findTakeoversOfPeople(tx: Transaction, reads: readonly TeamReads[]): Promise<TakeoversOfPeople> {
  const found = new Map<string, KnowingTakeover[]>();
  const people = reads.flatMap(({ accountId, leaver, returning }) => {
    const userId = leaver ?? returning;
    return userId === undefined ? [] : [[accountId, userId] as const];
  });
  if (people.length === 0) return found;
  const rows = await tx.query<{ account_id: string; user_id: string; takeover_id: string; team_id: string }>(
    `SELECT DISTINCT x.account_id, x.user_id, x.takeover_id, o.team_id
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id) JOIN takeover_people x USING (account_id, user_id)
       JOIN takeovers o ON o.account_id = x.account_id AND o.id = x.takeover_id`,
    idColumns(people),
  );
  for (const { account_id: accountId, user_id, takeover_id: takeoverId, team_id: teamId } of rows) {
    const key = keyOf(accountId, user_id);
    found.set(key, [...(found.get(key) ?? []), { accountId, takeoverId, teamId }]);
  }
  return found;
}
