import type { RawHeaders } from '../codec/raw-record.js';

/** A record ready for the log: headers and value are final. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; null for a tombstone. */
  readonly value: string | null;
}

/** A record that is put there as it is, without a look into it. */
export interface OutgoingBytes {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly headers: RawHeaders;
  readonly value: Buffer | null;
}

/**
 * Puts records on the log. Resolves when all are acknowledged by the broker (`acks: -1`), keeping the given order per
 * key; rejects when that is not known for all of them (some may be there: consumers drop what they have seen). Never
 * blocks for ever: it rejects after the send deadline.
 */
export interface EventPublisher {
  publish(records: readonly (OutgoingRecord | OutgoingBytes)[]): Promise<void>;
}
