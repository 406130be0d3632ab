import type { Message } from '@rollcall/messaging';
import type { Transaction } from '../connection/transaction.js';

/** A message together with what its handler declared to read. */
export interface LoadRequest<Reads> {
  readonly message: Message;
  readonly reads: Reads;
}

/**
 * Where a service's decisions get their state from: `Reads` is what its handlers declare, `State` what they see,
 * `Change` what they decide, `Prefetched` what other services answer. One object serves all runs, also at the same
 * time.
 */
export interface StateLoader<Reads, State, Change, Prefetched = never> {
  /**
   * In the transaction: everything that the messages' reads name, set-based, under locks. Rows are locked in the order
   * of their ids (`SELECT … ORDER BY id FOR UPDATE`), so that two batches never wait for each other. The locks must be
   * held before `load` resolves: the outbox takes its order from them. Never called without requests; some of them may
   * turn out to be of messages that were taken before, and are not decided. Queries issued together share a round trip.
   * Where other services must be asked first, `load` says so (`PrefetchRequired`), and is called again with what they
   * answered.
   */
  // A property, for TypeScript compares the parameters of methods loosely.
  readonly load: (
    tx: Transaction,
    requests: readonly LoadRequest<Reads>[],
    prefetched?: Prefetched,
  ) => Promise<(State & UnitOfWork<Change>) | PrefetchRequired<Prefetched>>;
}

/** The decision needs answers of other services that have not been asked for yet. Nothing was changed. */
export class PrefetchRequired<Prefetched> {
  /**
   * @param prefetch asks, outside any transaction; where it rejects, the whole run is rejected, and nothing has
   *   happened
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
