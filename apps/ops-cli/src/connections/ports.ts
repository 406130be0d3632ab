import type { CommandDefinition, Reply } from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { OutgoingBytes, RawRecord } from '@rollcall/messaging';

/** Sends commands and waits for their replies. */
export interface Commands {
  /**
   * @throws OpsFailure `unavailable` when nothing was sent, `unknown` when no reply came in time.
   */
  ask<Input extends { accountId: string }, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    input: Input,
  ): Promise<Reply<Body>>;
}

/** Queries to one service's internal port. */
export type Queries = Pick<InternalHttpClient, 'ask'>;

/** A record as it lies on a topic. */
export type LogRecord = RawRecord;

export interface WatchOptions {
  readonly topics: readonly string[];
  /** Begin here; at the present end where absent. */
  readonly since?: Date | undefined;
  /** Go on with what comes, or stop at what is the end now. */
  readonly follow: boolean;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

export interface PartitionLag {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** How many records the group has not yet taken. */
  readonly lag: number;
}

/** The topics. */
export interface Log {
  /** Gives records, in order per partition, until the end or the signal. */
  watch(options: WatchOptions, take: (record: LogRecord) => void): Promise<void>;
  lag(): Promise<readonly PartitionLag[]>;
  /** Puts bytes on a topic as they are. */
  put(record: OutgoingBytes): Promise<void>;
}

export const services = ['user-service', 'team-service', 'token-service'] as const;
export type ServiceName = (typeof services)[number];

/** Connections are made when they are first asked for: a command needs only the settings of what it uses. */
export interface Connections {
  service(name: ServiceName): Queries;
  commands(): Promise<Commands>;
  log(): Promise<Log>;
  close(): Promise<void>;
}
