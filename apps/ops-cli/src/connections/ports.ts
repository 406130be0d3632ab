import type { CommandDefinition, Reply } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { CommandSigner, OutgoingBytes, RawRecord } from '@rollcall/messaging';

/** Sends commands and waits for their replies. */
export interface Commands {
  /** @throws OpsFailure `unavailable` when nothing was sent, `unknown` when no reply came in time */
  ask<Input extends { accountId: string }, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    input: Input,
  ): Promise<Reply<Body>>;
}

/** Queries to one service's internal port. */
export type Queries = Pick<InternalHttpClient, 'ask'>;

/** A record as it is on its topic. */
export type LogRecord = RawRecord;

export interface WatchOptions {
  readonly topics: readonly string[];
  /** Where to begin; at the present end where absent. */
  readonly since?: Date | undefined;
  /** Whether to go on with new records, or to stop at the present end. */
  readonly follow: boolean;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

export interface PartitionLag {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** How many records the group has not yet consumed. */
  readonly lag: number;
}

/** The topics. */
export interface Log {
  /** Passes records to `take`, in order per partition, until the end or the signal. */
  watch(options: WatchOptions, take: (record: LogRecord) => void): Promise<void>;
  lag(): Promise<readonly PartitionLag[]>;
  /**
   * Produces bytes unchanged.
   * @param withinMs how long to wait for the broker; it may take them later all the same
   * @throws OpsFailure `unavailable` where it has not taken them by then
   */
  put(record: OutgoingBytes, withinMs?: number): Promise<void>;
}

/** Those that handle commands and announce events. */
export const services = ['user-service', 'team-service', 'token-service'] as const;
export type ServiceName = (typeof services)[number] | 'audit-service';

/** Each connection opens when it is first used: so a command needs only the settings of what it uses. */
export interface Connections {
  service(name: ServiceName): Queries;
  commands(): Promise<Commands>;
  log(): Promise<Log>;
  /** Signs in the operator's name. */
  signer(): CommandSigner;
  close(): Promise<void>;
}
