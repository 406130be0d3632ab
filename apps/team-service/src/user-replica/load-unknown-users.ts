import { isUuid } from '@rollcall/contracts';
import { createYielder, type QueryOptions, type Transaction } from '@rollcall/persistence';
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

/** So many ids of a staged list come in one row, and are taken in without a pause. */
export const idsPerRow = 10_000;

/**
 * The named users that the replica does not have as users of the account: not replicated, or released. Reads only these:
 * nearly all named users are users of the account. Those of staged lists are in the order of their ids.
 * @param yieldIfLong called after every few: a list of unknown users may be as long as any other
 */
export async function loadUnknownUsers(
  tx: Transaction,
  { noIds, inline, lists }: NamedUsers,
  yieldIfLong: () => Promise<void> | undefined = createYielder(),
): Promise<IdsByAccount> {
  const unknownUserIds = new Map<string, Set<string>>();
  for (const { account_id, ids } of await readUnknownUsers(tx, idPairs(inline, isUuid), lists)) {
    const unknown = setAt(unknownUserIds, account_id);
    for (const id of ids) unknown.add(id);
    await yieldIfLong();
  }
  for (const [accountId, id] of noIds) setAt(unknownUserIds, accountId).add(id);
  return unknownUserIds;
}

interface UnknownUsersRow {
  readonly account_id: string;
  readonly ids: readonly string[];
}

/** Few rows: in a first push all users may be missing from the replica. */
async function readUnknownUsers(tx: Transaction, inline: IdPairs, lists: IdPairs): Promise<UnknownUsersRow[]> {
  const ask = (from: string, keys: IdPairs, options: QueryOptions, part: string) =>
    keys.length === 0
      ? []
      : tx.query<UnknownUsersRow>(
          `SELECT account_id, json_agg(user_id) AS ids
             FROM (SELECT k.account_id, k.user_id, ${part} AS part FROM ${from} LEFT JOIN people p USING (account_id, user_id)
                    WHERE p.user_id IS NULL OR p.released) AS u
            GROUP BY account_id, part`,
          idColumns(keys),
          options,
        );
  const staged = `(SELECT account_id, unnest(s.user_ids) AS user_id FROM unnest($1::uuid[], $2::uuid[]) AS l(account_id, stage_id)
                     JOIN staged_members s USING (account_id, stage_id)) AS k`;
  const found = await Promise.all([
    ask('unnest($1::uuid[], $2::uuid[]) AS k(account_id, user_id)', inline, { keepPlan: true }, '0'),
    ask(staged, lists, { prepare: true }, `row_number() OVER (ORDER BY k.user_id) / ${idsPerRow}`),
  ]);
  return found.flat();
}
