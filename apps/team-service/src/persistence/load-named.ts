import { keyOf, type QueryOptions, type Transaction } from '@rollcall/persistence';
import type { TeamReads } from '../reads.js';
import { idColumns, isId, setAt, type IdsByAccount } from './ids.js';

/** A list that was staged: how many of its parts are here, and whom they name. */
export interface StagedList {
  readonly accountId: string;
  readonly parts: number;
  readonly ids: ReadonlySet<string>;
}

type Pairs = readonly (readonly [string, string])[];

/** Whom the messages of a batch name. */
export interface Named {
  /** Lists that were staged before, by `keyOf` of the list. */
  readonly staged: ReadonlyMap<string, StagedList>;
  /** Those who stand in messages. */
  readonly inline: IdsByAccount;
  /** Texts that can be nobody's id, in messages or in lists. */
  readonly noIds: Pairs;
  /** The staged lists, by account. */
  readonly lists: Pairs;
}

/**
 * Whom messages name, in themselves and in lists that were staged before. Without such lists nothing is asked.
 * @param meeting whether those who are only to be met count as well
 */
export async function loadNamed(
  tx: Transaction,
  reads: readonly TeamReads[],
  includeReplicateOnly: boolean,
): Promise<Named> {
  const inline = new Map<string, Set<string>>();
  for (const { accountId, userIds = [], leaver, replicateOnly = [] } of reads) {
    const all = setAt(inline, accountId);
    for (const userId of userIds) all.add(userId.toLowerCase());
    if (includeReplicateOnly) for (const userId of replicateOnly) all.add(userId.toLowerCase());
    if (leaver !== undefined) all.add(leaver);
  }
  const lists = reads.flatMap(({ accountId, staged: of = [] }) =>
    of.map(({ stageId }) => [accountId, stageId] as const),
  );
  const { staged, others } = await loadStaged(tx, lists);
  return { staged, inline, noIds: [...pairsOf(inline, (id) => !isId(id)), ...others], lists };
}

const pairsOf = (ids: IdsByAccount, isWanted: (id: string) => boolean): Pairs =>
  [...ids].flatMap(([accountId, all]) => [...all].filter(isWanted).map((id) => [accountId, id] as const));

/** Who of them is no user of the account, or has left it; and of whom nothing was ever heard. */
export interface UnknownUsers {
  readonly unknownUserIds: IdsByAccount;
  readonly notReplicated: IdsByAccount;
}

/** Nearly all are users: so the database is asked who is not. */
export async function loadUnknownUsers(tx: Transaction, { noIds, inline, lists }: Named): Promise<UnknownUsers> {
  const unknownUserIds = new Map<string, Set<string>>();
  const notReplicated = new Map<string, Set<string>>();
  for (const row of await readUnknownUsers(tx, pairsOf(inline, isId), lists)) {
    for (const id of row.notReplicated ?? []) setAt(notReplicated, row.account_id).add(id);
    for (const id of [...(row.notReplicated ?? []), ...(row.released ?? [])])
      setAt(unknownUserIds, row.account_id).add(id);
  }
  for (const [accountId, id] of noIds) setAt(unknownUserIds, accountId).add(id);
  return { unknownUserIds, notReplicated };
}

async function loadStaged(tx: Transaction, lists: Pairs): Promise<Pick<Named, 'staged'> & { others: Pairs }> {
  if (lists.length === 0) return { staged: new Map(), others: [] };
  const rows = await tx.query<{ account_id: string; stage_id: string; ids: string[]; others: string[] }>(
    `SELECT s.account_id, s.stage_id, to_json(s.user_ids) AS ids, s.others
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, stage_id)
       JOIN staged_members s USING (account_id, stage_id) ORDER BY s.part`,
    idColumns(lists),
  );
  const parts = rows.map((row) => ({ ...row, others: row.others.map((text) => text.toLowerCase()) }));
  const byList = Map.groupBy(parts, ({ account_id, stage_id }) => keyOf(account_id, stage_id));
  const staged = [...byList].map(([key, of]): [string, StagedList] => [
    key,
    {
      accountId: of[0]?.account_id ?? '',
      parts: of.length,
      ids: new Set(of.flatMap(({ ids, others }) => [ids, others]).flat()),
    },
  ]);
  const others = parts.flatMap((part) => part.others.map((text) => [part.account_id, text] as const));
  return { staged: new Map(staged), others };
}

/** Whom of an account nobody has heard of, and who has left it. */
interface UnknownUsersRow {
  readonly account_id: string;
  readonly notReplicated: readonly string[] | null;
  readonly released: readonly string[] | null;
}

/** A row per account: everybody in a first push may be unheard of. */
async function readUnknownUsers(tx: Transaction, inline: Pairs, lists: Pairs): Promise<UnknownUsersRow[]> {
  const ask = (from: string, keys: Pairs, options: QueryOptions) =>
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
