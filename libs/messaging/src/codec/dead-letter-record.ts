import { deadLetterTopic } from '@rollcall/contracts';
import type { OutgoingBytes } from '../ports/event-publisher.js';
import { textHeaders, type RawHeaders, type RawRecord } from './raw-record.js';

/** A record that a service could not decode or handle, read from its dead letter. */
export interface DeadLetter {
  /** The original record: place, time, bytes. */
  readonly original: RawRecord;
  /**
   * False where the value was too large for the dead letter, or held a password hash that was not sealed: as it was, it can only be
   * read at its original place.
   */
  readonly whole: boolean;
  /** The service that could not handle the record. */
  readonly consumer: string;
  readonly reason: string;
  readonly failedAt: Date;
}

/** Prefix of the headers that a dead letter adds; no other header of the product begins with it. */
const prefix = 'rollcall_dead_';

/**
 * The record for the dead-letter topic: key, value and headers are the original's, byte by byte. Further headers
 * (`rollcall_dead_*`) say where it was and why it failed.
 */
export function encodeDeadLetter({ original, whole, consumer, reason, failedAt }: DeadLetter): OutgoingBytes {
  const value = whole ? withoutHashes(original.value) : null;
  const headers = {
    topic: original.topic,
    partition: String(original.partition),
    offset: original.offset,
    timestamp: String(original.time.getTime()),
    consumer,
    reason,
    failedat: failedAt.toISOString(),
    ...(whole && value === original.value ? {} : { valueleftout: 'true' }),
  };
  const added = Object.fromEntries(Object.entries(headers).map(([name, value]) => [prefix + name, value]));
  return {
    topic: deadLetterTopic(consumer),
    key: original.key,
    value,
    headers: { ...withoutOurs(original.rawHeaders), ...added },
  };
}

/** Reads a record of a dead-letter topic; undefined where its headers do not name the original place. */
export function decodeDeadLetter({ key, value, headers, rawHeaders }: RawRecord): DeadLetter | undefined {
  const header = (name: string) => headers[prefix + name];
  const [topic, partition, offset] = [header('topic'), Number(header('partition')), header('offset')];
  const [time, failedAt] = [new Date(Number(header('timestamp'))), new Date(header('failedat') ?? '')];
  if (topic === undefined || offset === undefined || !Number.isInteger(partition)) return undefined;
  if (Number.isNaN(time.getTime()) || Number.isNaN(failedAt.getTime())) return undefined;
  const kept = withoutOurs(rawHeaders);
  return {
    original: { topic, partition, offset, time, key, value, headers: textHeaders(kept), rawHeaders: kept },
    whole: header('valueleftout') === undefined,
    consumer: header('consumer') ?? '',
    reason: header('reason') ?? '',
    failedAt,
  };
}

const hashMark = '$argon2';

/** Dead letters are kept for long: a password hash of a sender that does not seal is left out, also where the value is no JSON. */
function withoutHashes(value: Buffer | null): Buffer | null {
  if (value === null || !value.includes(hashMark)) return value;
  return Buffer.from(value.toString('latin1').replaceAll(/\$argon2[\w$=,+/.-]*/g, 'left out'), 'latin1');
}

function withoutOurs(headers: RawHeaders): RawHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(prefix)));
}
