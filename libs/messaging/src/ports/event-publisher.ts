import type { RawHeaders } from '../codec/raw-record.js';

/** A record ready to be produced: headers and value are final. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; null for a tombstone. */
  readonly value: string | null;
}

/** A record that is produced as it is, without being read. */
export interface OutgoingBytes {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly headers: RawHeaders;
  readonly value: Buffer | null;
}

/**
 * Produces records. Resolves when the broker has acknowledged all of them (`acks: -1`), in the given order per key;
 * rejects when that is not known for all of them (some may be on the log: consumers drop repetitions). Never blocks for
 * ever: it rejects after the send deadline.
 */
export interface EventPublisher {
  publish(records: readonly (OutgoingRecord | OutgoingBytes)[]): Promise<void>;
}
