import type { Message } from '@rollcall/messaging';
import type { Transaction } from '../connection/transaction.js';

/** A message, with the reads that its handler declared. */
export interface LoadRequest {
  readonly message: Message;
  readonly reads: unknown;
}

/** Loads the state that a service's decisions need. One object serves all batches, also concurrently. */
export interface StateLoader<S extends UnitOfWork = UnitOfWork> {
  /**
   * Asks other services, outside any transaction, after `load` threw `PrefetchRequired`; then `load` is called again.
   * Is called with the messages that have not expired (some of them may turn out to be in the inbox already), and with
   * what `load` found missing. A rejection rejects the whole batch, and nothing has happened.
   */
  prefetch?(messages: readonly Message[], missing: unknown): Promise<object>;
  /**
   * Loads everything that the messages' reads name: in the transaction, set-based, under locks. Rows are locked in the
   * order of their ids (`SELECT … ORDER BY id FOR UPDATE`), so that two batches cannot deadlock. The locks must be held
   * before `load` resolves: the order of the outbox depends on them. Called with at least one request; some requests
   * may turn out to be of messages that are in the inbox already, and are not decided. Queries issued together share a
   * round trip.
   * @param prefetched what `prefetch` resolved to; undefined when it was not called
   * @throws PrefetchRequired where other services must be asked first
   */
  load(tx: Transaction, requests: readonly LoadRequest[], prefetched: object | undefined): Promise<S>;
}

/** The decision needs answers of other services that have not been asked for yet. Nothing was changed. */
export class PrefetchRequired extends Error {
  /** @param missing what `load` found missing, for `prefetch` */
  constructor(readonly missing?: object) {
    super('other services must be asked first');
    this.name = 'NotGathered';
  }
}

/** The state of one batch: what was loaded, with the changes of the decisions made so far. */
export interface UnitOfWork {
  /** Applies a decision's changes, so that the next message of the batch sees them. Does no I/O. */
  apply(changes: readonly unknown[], message: Message): void;
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
