import { IsDateString, IsInt, IsNumber, IsOptional, IsString, IsUUID } from 'class-validator';
import { defineQueryOfEach } from './define/query.js';
import { listOf } from './define/shape.js';
import { ListOf, Nested } from './schema/nested.js';

/** How many events one shard of a service's outbox holds. */
export class OutboxShard {
  /** The shard's number. */
  @IsInt() readonly lane: number;
  @IsInt() readonly rows: number;
  @IsNumber() readonly oldestSeconds: number;
}

/** The events that a service has committed and not yet published. */
export class OutboxStatus {
  @IsInt() readonly rows: number;
  /** Age of the oldest row; 0 where there is none. */
  @IsNumber() readonly oldestSeconds: number;
  /** Shards that hold rows. */
  @ListOf(() => OutboxShard) readonly lanes: OutboxShard[];
}

/** Where a record was read. */
export class RecordPlace {
  @IsString() readonly topic: string;
  @IsInt() readonly partition: number;
  @IsString() readonly offset: string;
}

/** A message that a service parked under its key; later messages of that key wait behind it. */
export class ParkedMessageView {
  /** The message's id. */
  @IsString() readonly id: string;
  @IsString() readonly key: string;
  @IsString() readonly type: string;
  /** The account that it is about; absent in the answers of older versions. */
  @IsOptional() @IsUUID('all') readonly accountId?: string;
  @IsString() readonly reason: string;
  @IsDateString() readonly parkedAt: string;
  @Nested(() => RecordPlace) readonly place: RecordPlace;
}

/** Answer of `retry` and `skip`. */
export class ParkedOutcome {
  /** How many messages are no longer parked. A retry goes on with the messages behind, as long as they succeed. */
  @IsInt() readonly done: number;
}

export class FindParked {
  @IsString() readonly id: string;
}

const parked = '/internal/ops/parked';

/** Answered by every service that has a database, for the caller `ops-cli`. */
export const OpsQueries = {
  outbox: defineQueryOfEach({ method: 'GET', path: '/internal/ops/outbox', answer: OutboxStatus }),
  /** Oldest first. */
  parked: defineQueryOfEach({ method: 'GET', path: parked, answer: listOf(ParkedMessageView) }),
  /** Handles the message again, and what waits behind it. */
  retryParked: defineQueryOfEach({
    method: 'POST',
    path: `${parked}/:id/retry`,
    request: FindParked,
    answer: ParkedOutcome,
    idempotent: false,
  }),
  /** Discards the message for good; it counts as handled. */
  skipParked: defineQueryOfEach({
    method: 'POST',
    path: `${parked}/:id/skip`,
    request: FindParked,
    answer: ParkedOutcome,
    idempotent: false,
  }),
} as const;
