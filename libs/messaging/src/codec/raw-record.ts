import type { IHeaders, KafkaMessage } from 'kafkajs';

/** Headers by name, as bytes; several values where a name is repeated. */
export type RawHeaders = Readonly<IHeaders>;

/** A record as it came off a topic. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** When the record was produced, by the sender's clock. */
  readonly time: Date;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** For reading: as text; the first value of a repeated name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** For passing on: unchanged. */
  readonly rawHeaders: RawHeaders;
}

/** A record that kafkajs fetched, as a RawRecord. */
export function rawRecord(topic: string, partition: number, message: KafkaMessage): RawRecord {
  const { offset, timestamp, key, value, headers = {} } = message;
  const time = new Date(Number(timestamp));
  return { topic, partition, offset, time, key, value, headers: textHeaders(headers), rawHeaders: headers };
}

/** Headers as text; the first value of a repeated name. */
export function textHeaders(headers: RawHeaders): Record<string, string | undefined> {
  const texts: Record<string, string | undefined> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    const first = Array.isArray(value) ? value[0] : value;
    if (name !== '__proto__') texts[name] = typeof first === 'string' ? first : first?.toString();
  }
  return texts;
}
