import type { Message } from '@rollcall/messaging';
import type { Transaction } from '../connection/transaction.js';

/** A message together with the reads that its handler declared. */
export interface LoadRequest<Reads> {
  readonly message: Message;
  readonly reads: Reads;
}

/**
 * Loads the state for a service's decisions. `Reads` is what its handlers declare, `State` is what they read, `Change`
 * is what they decide, `Prefetched` is what other services answered. One object serves all runs, also concurrent ones.
 */
export interface StateLoader<Reads, State, Change, Prefetched = never> {
  /**
   * Loads, in the transaction, everything that the messages' reads name, set-based and under locks. Rows are locked in
   * the order of their ids (`SELECT … ORDER BY id FOR UPDATE`), so that two batches cannot deadlock. The locks must be
   * held before `load` resolves, because they determine the order of the outbox. It is never called without requests.
   * Some requests may be of messages that turn out to be in the inbox, and are not decided. Queries that are issued
   * together share a round trip. Where other services must be queried first, `load` returns `PrefetchRequired`, and is
   * called again with their answers.
   */
  // A property, because TypeScript compares the parameters of methods bivariantly.
  readonly load: (
    tx: Transaction,
    requests: readonly LoadRequest<Reads>[],
    prefetched?: Prefetched,
  ) => Promise<(State & UnitOfWork<Change>) | PrefetchRequired<Prefetched>>;
  /**
   * Loads for a dry run of several commands, within a budget of what they may read together; it refuses what is beyond. Absent where
   * `load` reads no more for a thousand messages than they name.
   */
  readonly loadTogether?: StateLoader<Reads, State, Change, Prefetched>['load'];
}

/** The decisions need answers of other services that have not been queried yet. Nothing was changed. */
export class PrefetchRequired<Prefetched> {
  /**
   * @param prefetch queries the services, outside any transaction; where it rejects, the whole run rejects, and nothing
   *   was changed
   */
  constructor(readonly prefetch: () => Promise<Prefetched>) {}
}

/** The state of one batch: what was loaded, with the changes of the decisions made so far. */
export interface UnitOfWork<Change> {
  /** Applies a decision's changes, so that the next message of the batch sees them. Does no I/O. */
  readonly apply: (changes: readonly Change[], message: Message) => void;
  /** The writes to save; called once, after the last decision. */
  writes(): readonly TableWrite[];
}

/**
 * A set-based write. All writes of a batch, its inbox rows and its outbox rows are ONE statement: they do not see each
 * other's effects, and no two of them may touch the same row.
 */
export interface TableWrite {
  /** Lower case and `_`, unique in the batch; not the name of a table, nor `inbox_rows` or `outbox_rows`. */
  readonly name: string;
  /** INSERT, UPDATE or DELETE over `json_to_recordset(${rows}) AS r(…)`, without RETURNING. */
  readonly sql: (rows: string) => string;
  /** Preferably sorted by id. Without rows, nothing is written. */
  readonly rows: readonly object[];
  /**
   * The write must affect exactly as many rows of the table as there are here; any other number is a conflict, and
   * nothing of the batch is saved.
   */
  readonly guarded?: true;
}
