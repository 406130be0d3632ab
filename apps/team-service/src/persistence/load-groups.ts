import { isUuid } from '@rollcall/contracts';
import type { Transaction } from '@rollcall/persistence';
import type { NamedUsers } from '../user-replica/load-unknown-users.js';
import { idColumns, idPairs, setAt, type IdPairs, type IdsByAccount } from './ids.js';

/**
 * Of ids that are no users', those of teams: groups within groups are refused by that name (rule 12). Those in staged lists are found where
 * the lists are: there may be 150,000.
 */
export async function loadGroups(
  tx: Transaction,
  { unknownUserIds, inline, lists }: { readonly unknownUserIds: IdsByAccount } & Pick<NamedUsers, 'inline' | 'lists'>,
): Promise<IdsByAccount> {
  const groups = new Map<string, Set<string>>();
  if (unknownUserIds.size === 0) return groups;
  const unknown = [...inline].map(
    ([accountId, ids]) => [accountId, ids.intersection(unknownUserIds.get(accountId) ?? noIds)] as const,
  );
  const found = await Promise.all([
    findGroups(tx, 'unnest($1::uuid[], $2::uuid[]) AS k(account_id, id)', idPairs(new Map(unknown), isUuid)),
    findGroups(
      tx,
      `(SELECT account_id, unnest(s.user_ids) AS id FROM unnest($1::uuid[], $2::uuid[]) AS l(account_id, stage_id)
          JOIN staged_members s USING (account_id, stage_id)) AS k`,
      lists,
    ),
  ]);
  for (const { account_id, id } of found.flat()) setAt(groups, account_id).add(id);
  return groups;
}

const noIds: ReadonlySet<string> = new Set();

async function findGroups(tx: Transaction, from: string, keys: IdPairs) {
  if (keys.length === 0) return [];
  return tx.query<{ account_id: string; id: string }>(
    `SELECT t.account_id, t.id FROM ${from} JOIN teams t USING (account_id, id)`,
    idColumns(keys),
  );
}
