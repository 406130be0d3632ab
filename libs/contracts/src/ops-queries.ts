/** How many events one lane of a service's outbox holds. */
export interface OutboxLane {
  readonly lane: number;
  readonly rows: number;
  readonly oldestSeconds: number;
}

/** What a service has committed and not yet published. */
export interface OutboxStatus {
  readonly rows: number;
  /** Age of the oldest row; 0 where there is none. */
  readonly oldestSeconds: number;
  /** Lanes that hold rows. */
  readonly lanes: readonly OutboxLane[];
}

/** A message that a service set aside under its key; what follows for that key waits behind it. */
export interface ParkedMessageView {
  /** The message's id. */
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly reason: string;
  /** RFC 3339, UTC. */
  readonly parkedAt: string;
  /** Where it was read. */
  readonly place: { readonly topic: string; readonly partition: number; readonly offset: string };
}

/** Answer of `retry` and `skip`. */
export interface ParkedOutcome {
  /** How many messages left the place: with its key's first message go those behind it, as far as they succeed. */
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
  /** POST: a `ParkedOutcome`: gives the message up for good; it counts as handled. */
  skipParked: (id: string) => `/internal/ops/parked/${encodeURIComponent(id)}/skip`,
} as const;
