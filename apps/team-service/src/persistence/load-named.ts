import { isUuid } from '@rollcall/contracts';
import { createYielder, keyOf, type Transaction } from '@rollcall/persistence';
import type { TeamReads } from '../reads.js';
import type { NamedUsers } from '../user-replica/load-unknown-users.js';
import { idColumns, idPairs, setAt, type IdPairs } from './ids.js';

/** A staged list: how many of its parts have arrived, and the users that they name. */
export interface StagedList {
  readonly accountId: string;
  readonly parts: number;
  readonly ids: ReadonlySet<string>;
}

/** The users and staged lists that the messages of a batch name. */
export interface Named extends NamedUsers {
  /** The staged lists, by `keyOf` of the list. */
  readonly staged: ReadonlyMap<string, StagedList>;
}

/**
 * Loads what the messages name. Without staged lists this takes no query.
 * @param includeReplicateOnly whether the users that are only to be replicated count as well
 */
export async function loadNamed(
  tx: Transaction,
  reads: readonly TeamReads[],
  includeReplicateOnly: boolean,
): Promise<Named> {
  const inline = new Map<string, Set<string>>();
  const yieldIfLong = createYielder();
  for (const { accountId, userIds = [], leaver, replicateOnly = [] } of reads) {
    const all = setAt(inline, accountId);
    for (const userId of userIds) all.add(userId.toLowerCase());
    if (includeReplicateOnly) for (const userId of replicateOnly) all.add(userId.toLowerCase());
    if (leaver !== undefined) all.add(leaver);
    await yieldIfLong(); // parts of long lists come several in a batch
  }
  const lists = reads.flatMap(({ accountId, staged: of = [] }) =>
    of.map(({ stageId }) => [accountId, stageId] as const),
  );
  const { staged, others } = await loadStaged(tx, lists);
  return { staged, inline, noIds: [...idPairs(inline, (id) => !isUuid(id)), ...others], lists };
}

async function loadStaged(tx: Transaction, lists: IdPairs): Promise<Pick<Named, 'staged'> & { others: IdPairs }> {
  if (lists.length === 0) return { staged: new Map(), others: [] };
  const rows = await tx.query<{ account_id: string; stage_id: string; ids: string[]; others: string[] }>(
    `SELECT s.account_id, s.stage_id, to_json(s.user_ids) AS ids, s.others
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, stage_id)
       JOIN staged_members s USING (account_id, stage_id) ORDER BY s.part`,
    idColumns(lists),
  );
  const parts = rows.map((row) => ({ ...row, others: row.others.map((text) => text.toLowerCase()) }));
  const staged = new Map<string, StagedList & { readonly ids: Set<string> }>();
  const yieldIfLong = createYielder();
  for (const { account_id: accountId, stage_id, ids, others } of parts) {
    const key = keyOf(accountId, stage_id);
    const list = staged.get(key) ?? { accountId, parts: 0, ids: new Set<string>() };
    for (const some of [ids, others]) for (const id of some) list.ids.add(id);
    staged.set(key, { ...list, parts: list.parts + 1 });
    await yieldIfLong();
  }
  const others = parts.flatMap((part) => part.others.map((text) => [part.account_id, text] as const));
  return { staged, others };
}
