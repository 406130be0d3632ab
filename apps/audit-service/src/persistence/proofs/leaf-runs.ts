import { entryLeafHash } from '@rollcall/audit-proof';
import type { Transaction } from '@rollcall/persistence';
import { logKey } from '../../domain/number-entries.js';
import { loggedEntry } from '../../proofs/logged-entry.js';
import type { WrittenEntry } from '../entry-writes.js';

/** Leaf hashes that follow each other in one log. */
export interface LeafRun {
  readonly account_id: string;
  readonly log: string;
  readonly first_seq: number;
  readonly hashes: Buffer;
}

/** Saves the leaf hashes of entries with them: a tree is grown of them later (`stateLogs`). */
export function insertLeafRuns(tx: Transaction, entries: readonly WrittenEntry[]): Promise<unknown>[] {
  const runs = [...Map.groupBy(entries, ({ log, row }) => logKey({ accountId: row.account_id, log })).values()];
  if (runs.length === 0) return [];
  const hashes = runs.map((run) =>
    Buffer.concat(run.map(({ row, source }) => entryLeafHash(loggedEntry(row, source)))),
  );
  const written = tx.query(
    `INSERT INTO leaf_runs (account_id, log, first_seq, hashes) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bytea[])`,
    [
      runs.map(([one]) => one?.row.account_id),
      runs.map(([one]) => one?.log),
      runs.map(([one]) => one?.row.seq),
      hashes,
    ],
    { keepPlan: true },
  );
  return [written];
}

/** So many runs of one log at once: no log keeps the others waiting. */
const runsPerLog = 2_000;

/**
 * So many runs that are in no tree yet: of each log the first ones, in their order. Of logs that do not go on where
 * their trees end comes the first one only, behind all others.
 */
export async function waitingLeafRuns(tx: Transaction, max: number): Promise<LeafRun[]> {
  const rows = await tx.query<Omit<LeafRun, 'first_seq'> & { first_seq: string }>(
    `SELECT l.account_id, l.log, r.first_seq, r.hashes
       FROM (SELECT w.account_id, w.log, min(w.first_seq) = coalesce(g.size, 0) + 1 AS goes_on
               FROM leaf_runs w LEFT JOIN grown_logs g ON g.account_id = w.account_id AND g.log = w.log
              GROUP BY w.account_id, w.log, g.size) l
      CROSS JOIN LATERAL (SELECT first_seq, hashes FROM leaf_runs
                           WHERE account_id = l.account_id AND log = l.log
                           ORDER BY first_seq LIMIT CASE WHEN l.goes_on THEN $2::integer ELSE 1 END) r
      ORDER BY l.goes_on DESC, l.account_id, l.log, r.first_seq LIMIT $1`,
    [max, runsPerLog],
  );
  return rows.map((row) => ({ ...row, first_seq: Number(row.first_seq) }));
}

/** Deletes runs that are in their trees. */
export function deleteLeafRuns(tx: Transaction, runs: readonly LeafRun[]): Promise<unknown> {
  return tx.query(
    `DELETE FROM leaf_runs r USING unnest($1::uuid[], $2::text[], $3::bigint[]) AS k(account_id, log, first_seq)
      WHERE r.account_id = k.account_id AND r.log = k.log AND r.first_seq = k.first_seq`,
    [runs.map((run) => run.account_id), runs.map(({ log }) => log), runs.map((run) => run.first_seq)],
  );
}
