import { isUuid } from '@rollcall/contracts';
import type { QueryOptions, Transaction } from '@rollcall/persistence';
import { idColumns, idPairs, setAt, type IdPairs, type IdsByAccount } from '../persistence/ids.js';

/** The users that the messages of a batch name. */
export interface NamedUsers {
  /** The users that stand in the messages themselves. */
  readonly inline: IdsByAccount;
  /** Texts, in messages or in lists, that cannot be ids of users. */
  readonly noIds: IdPairs;
  /** The staged lists, by account. */
  readonly lists: IdPairs;
}

/**
 * The named users that the replica does not have as users of the account: not replicated, or released. Reads only these:
 * nearly all named users are users of the account.
 */
export async function loadUnknownUsers(tx: Transaction, { noIds, inline, lists }: NamedUsers): Promise<IdsByAccount> {
  const unknownUserIds = new Map<string, Set<string>>();
  for (const { account_id, ids } of await readUnknownUsers(tx, idPairs(inline, isUuid), lists)) {
    for (const id of ids) setAt(unknownUserIds, account_id).add(id);
  }
  for (const [accountId, id] of noIds) setAt(unknownUserIds, accountId).add(id);
  return unknownUserIds;
}

interface UnknownUsersRow {
  readonly account_id: string;
  readonly ids: readonly string[];
}

/** One row per account: in a first push all users may be missing from the replica. */
async function readUnknownUsers(tx: Transaction, inline: IdPairs, lists: IdPairs): Promise<UnknownUsersRow[]> {
  const ask = (from: string, keys: IdPairs, options: QueryOptions) =>
    keys.length === 0
      ? []
      : tx.query<UnknownUsersRow>(
          `SELECT k.account_id, json_agg(k.user_id) AS ids
             FROM ${from} LEFT JOIN people p USING (account_id, user_id)
            WHERE p.user_id IS NULL OR p.released GROUP BY k.account_id`,
          idColumns(keys),
          options,
        );
  const staged = `(SELECT account_id, unnest(s.user_ids) AS user_id FROM unnest($1::uuid[], $2::uuid[]) AS l(account_id, stage_id)
                     JOIN staged_members s USING (account_id, stage_id)) AS k`;
  const found = await Promise.all([
    ask('unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id)', inline, { keepPlan: true }),
    ask(staged, lists, { prepare: true }),
  ]);
  return found.flat();
}
