import type { IHeaders, KafkaMessage } from 'kafkajs';

/** Headers by name as they travel: bytes, several of them where a name is repeated. */
export type RawHeaders = Readonly<IHeaders>;

/** A record as it came off a topic. */
export interface RawRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** When it was put there, by its sender's clock. */
  readonly time: Date;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** For reading: as text, of a repeated name the first. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** For passing on: as they were. */
  readonly rawHeaders: RawHeaders;
}

/** What kafkajs fetched, in our words. */
export function rawRecord(topic: string, partition: number, message: KafkaMessage): RawRecord {
  const { offset, timestamp, key, value, headers = {} } = message;
  const time = new Date(Number(timestamp));
  return { topic, partition, offset, time, key, value, headers: textHeaders(headers), rawHeaders: headers };
}

/** Headers as text, of a repeated name the first. */
export function textHeaders(headers: RawHeaders): Record<string, string | undefined> {
  const texts: Record<string, string | undefined> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    const first = Array.isArray(value) ? value[0] : value;
    if (name !== '__proto__') texts[name] = typeof first === 'string' ? first : first?.toString();
  }
  return texts;
}
