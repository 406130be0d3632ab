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

/** The named users that are no users of the account or have left it; and those that are not replicated. */
export interface UnknownUsers {
  readonly unknownUserIds: IdsByAccount;
  readonly notReplicated: IdsByAccount;
}

/** Reads only the exceptions: nearly all named users are users of the account. */
export async function loadUnknownUsers(tx: Transaction, { noIds, inline, lists }: NamedUsers): Promise<UnknownUsers> {
  const unknownUserIds = new Map<string, Set<string>>();
  const notReplicated = new Map<string, Set<string>>();
  for (const row of await readUnknownUsers(tx, idPairs(inline, isUuid), lists)) {
    for (const id of row.notReplicated ?? []) setAt(notReplicated, row.account_id).add(id);
    for (const id of [...(row.notReplicated ?? []), ...(row.released ?? [])])
      setAt(unknownUserIds, row.account_id).add(id);
  }
  for (const [accountId, id] of noIds) setAt(unknownUserIds, accountId).add(id);
  return { unknownUserIds, notReplicated };
}

/** The users of one account that are not replicated, and those who have left it. */
interface UnknownUsersRow {
  readonly account_id: string;
  readonly notReplicated: readonly string[] | null;
  readonly released: readonly string[] | null;
}

/** One row per account: in a first push all users may be missing from the replica. */
async function readUnknownUsers(tx: Transaction, inline: IdPairs, lists: IdPairs): Promise<UnknownUsersRow[]> {
  const ask = (from: string, keys: IdPairs, options: QueryOptions) =>
    keys.length === 0
      ? []
      : tx.query<UnknownUsersRow>(
          `SELECT k.account_id, json_agg(k.user_id) FILTER (WHERE p.user_id IS NULL) AS "notReplicated",
                  json_agg(k.user_id) FILTER (WHERE p.released) AS released
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
