import type { QueryOptions, Transaction } from '@rollcall/persistence';
import type { TeamNeeds } from '../needs.js';
import { idColumns, isId, keyOf } from './ids.js';

/** The parts of a list that was staged, by `keyOf` of the list. */
export type Staged = ReadonlyMap<string, ReadonlyMap<number, readonly string[]>>;

/** Ids by account, in lower case. */
export type IdsByAccount = ReadonlyMap<string, ReadonlySet<string>>;

type Pairs = readonly (readonly [string, string])[];

/** Whom the messages of a batch name. */
export interface Named {
  readonly staged: Staged;
  /** Everybody, in messages and in staged lists. */
  readonly ids: IdsByAccount;
  /** Texts that can be nobody's id. */
  readonly noIds: Pairs;
  /** Those of them who stand in messages. */
  readonly inline: Pairs;
  /** The staged lists, by account. */
  readonly lists: Pairs;
}

/** Whom messages name, in themselves and in lists that were staged before. Without such lists nothing is asked. */
export async function loadNamed(tx: Transaction, needs: readonly TeamNeeds[]): Promise<Named> {
  const ids = new Map<string, Set<string>>();
  for (const { accountId, userIds = [], leaver } of needs) {
    const all = mapped(ids, accountId);
    for (const userId of userIds) all.add(userId.toLowerCase());
    if (leaver !== undefined) all.add(leaver);
  }
  const texts = [...ids].flatMap(([accountId, all]) => [...all].map((id) => [accountId, id] as const));
  const { yes: inline = [], no = [] } = Object.groupBy(texts, ([, id]) => (isId(id) ? 'yes' : 'no'));
  const lists = needs.flatMap(({ accountId, staged: of = [] }) =>
    of.map(({ stageId }) => [accountId, stageId] as const),
  );
  const { staged, others } = await loadStaged(tx, lists);
  for (const [accountId, stageId] of lists) {
    const all = mapped(ids, accountId);
    for (const part of staged.get(keyOf(accountId, stageId))?.values() ?? []) for (const id of part) all.add(id);
  }
  return { staged, ids, noIds: [...no, ...others], inline, lists };
}

/** Who of them is a user of the account and has not left it, and of whom nothing was ever heard. */
export interface Users {
  readonly users: IdsByAccount;
  readonly unmet: IdsByAccount;
}

/** Nearly all are users: so the database is asked who is not. */
export async function loadUsers(tx: Transaction, { ids, noIds, inline, lists }: Named): Promise<Users> {
  const strangers = new Map<string, Set<string>>();
  const unmet = new Map<string, Set<string>>();
  for (const { account_id, user_id, met } of await loadStrangers(tx, inline, lists)) {
    mapped(strangers, account_id).add(user_id);
    if (!met) mapped(unmet, account_id).add(user_id);
  }
  for (const [accountId, id] of noIds) mapped(strangers, accountId).add(id);
  return {
    users: new Map([...ids].map(([accountId, all]) => [accountId, without(all, strangers.get(accountId))])),
    unmet,
  };
}

const without = (all: ReadonlySet<string>, some: ReadonlySet<string> | undefined): ReadonlySet<string> =>
  some ? new Set([...all].filter((id) => !some.has(id))) : all;

async function loadStaged(tx: Transaction, lists: Pairs): Promise<{ staged: Staged; others: Pairs }> {
  const found = new Map<string, Map<number, readonly string[]>>();
  if (lists.length === 0) return { staged: found, others: [] };
  const rows = await tx.query<{ account_id: string; stage_id: string; part: number; ids: string[]; others: string[] }>(
    `SELECT s.account_id, s.stage_id, s.part, to_json(s.user_ids) AS ids, s.others
       FROM unnest($1::uuid[], $2::uuid[]) AS k(account_id, stage_id)
       JOIN staged_members s USING (account_id, stage_id) ORDER BY s.part`,
    idColumns(lists),
  );
  for (const { account_id, stage_id, part, ids, others } of rows) {
    const key = keyOf(account_id, stage_id);
    const parts = found.get(key) ?? new Map<number, readonly string[]>();
    found.set(key, parts.set(part, others.length > 0 ? [...ids, ...others] : ids));
  }
  return {
    staged: found,
    others: rows.flatMap(({ account_id, others }) => others.map((id) => [account_id, id] as const)),
  };
}

interface Stranger {
  readonly account_id: string;
  readonly user_id: string;
  readonly met: boolean;
}

async function loadStrangers(tx: Transaction, inline: Pairs, lists: Pairs): Promise<Stranger[]> {
  const ask = (from: string, keys: Pairs, options: QueryOptions) =>
    keys.length === 0
      ? []
      : tx.query<Stranger>(
          `SELECT k.account_id, k.user_id, p.user_id IS NOT NULL AS met FROM ${from} LEFT JOIN people p USING (account_id, user_id)
            WHERE p.user_id IS NULL OR p.released`,
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

function mapped(sets: Map<string, Set<string>>, key: string): Set<string> {
  let set = sets.get(key);
  if (!set) sets.set(key, (set = new Set()));
  return set;
}
