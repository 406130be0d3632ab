import { deadLetterTopic } from '@rollcall/contracts';
import type { OutgoingBytes } from '../ports/event-publisher.js';
import { textHeaders, type RawHeaders, type RawRecord } from './raw-record.js';

/** A record that a service could not decode or handle, as its dead letter tells it. */
export interface DeadLetter {
  /** The record as it lay on its topic: place, time, bytes. */
  readonly original: RawRecord;
  /** False where the value was too large for the letter: it can be read at its old place only. */
  readonly whole: boolean;
  /** The service that could not handle it. */
  readonly consumer: string;
  readonly reason: string;
  readonly failedAt: Date;
}

/** All that a letter adds; nothing of ours that travels otherwise begins so. */
const prefix = 'rollcall_dead_';

/**
 * The record for the dead letters' topic: key, value and headers are the original's, byte by byte; where it was and why it
 * failed stand in further headers (`rollcall_dead_*`).
 */
export function encodeDeadLetter({ original, whole, consumer, reason, failedAt }: DeadLetter): OutgoingBytes {
  const told = {
    topic: original.topic,
    partition: String(original.partition),
    offset: original.offset,
    timestamp: String(original.time.getTime()),
    consumer,
    reason,
    failedat: failedAt.toISOString(),
    ...(whole ? {} : { valueleftout: 'true' }),
  };
  const added = Object.fromEntries(Object.entries(told).map(([name, value]) => [prefix + name, value]));
  return {
    topic: deadLetterTopic(consumer),
    key: original.key,
    value: whole ? original.value : null,
    headers: { ...withoutOurs(original.rawHeaders), ...added },
  };
}

/** Reads a record of a dead letters' topic; undefined where it does not say where it comes from. */
export function decodeDeadLetter({ key, value, headers, rawHeaders }: RawRecord): DeadLetter | undefined {
  const told = (name: string) => headers[prefix + name];
  const [topic, partition, offset] = [told('topic'), Number(told('partition')), told('offset')];
  const [time, failedAt] = [new Date(Number(told('timestamp'))), new Date(told('failedat') ?? '')];
  if (topic === undefined || offset === undefined || !Number.isInteger(partition)) return undefined;
  if (Number.isNaN(time.getTime()) || Number.isNaN(failedAt.getTime())) return undefined;
  const kept = withoutOurs(rawHeaders);
  return {
    original: { topic, partition, offset, time, key, value, headers: textHeaders(kept), rawHeaders: kept },
    whole: told('valueleftout') === undefined,
    consumer: told('consumer') ?? '',
    reason: told('reason') ?? '',
    failedAt,
  };
}

function withoutOurs(headers: RawHeaders): RawHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(prefix)));
}
