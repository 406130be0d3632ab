/** How many events one shard of a service's outbox holds. */
export interface OutboxLane {
  readonly lane: number;
  readonly rows: number;
  readonly oldestSeconds: number;
}

/** The events that a service has committed and not yet published. */
export interface OutboxStatus {
  readonly rows: number;
  /** Age of the oldest row; 0 where there is none. */
  readonly oldestSeconds: number;
  /** The shards that hold rows. */
  readonly lanes: readonly OutboxLane[];
}

/** A message that a service parked under its key; later messages of that key wait behind it. */
export interface ParkedMessageView {
  /** The message's id. */
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly reason: string;
  /** RFC 3339, UTC. */
  readonly parkedAt: string;
  /** Where it was read from. */
  readonly place: { readonly topic: string; readonly partition: number; readonly offset: string };
}

/** Answer of `retry` and `skip`. */
export interface ParkedOutcome {
  /** How many messages are no longer parked. A retry goes on with the messages behind, as long as they succeed. */
  readonly done: number;
}

/** Internal HTTP of every service that has a database, for the caller `ops-cli`. */
export const OpsQueries = {
  /** GET: an `OutboxStatus`. */
  outbox: '/internal/ops/outbox',
  /** GET: `ParkedMessageView[]`, oldest first. */
  parked: '/internal/ops/parked',
  /** POST: a `ParkedOutcome`: handles the message again, and what waits behind it. */
  retryParked: (id: string) => `/internal/ops/parked/${encodeURIComponent(id)}/retry`,
  /** POST: a `ParkedOutcome`: discards the message for good; it counts as handled. */
  skipParked: (id: string) => `/internal/ops/parked/${encodeURIComponent(id)}/skip`,
} as const;
