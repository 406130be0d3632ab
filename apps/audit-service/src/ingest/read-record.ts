import { decodeMessage, NewerVersion, Undecodable, type RawRecord } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import { entryOf, unreadableEntry, type WhyUnreadable } from '../domain/entry-of.js';
import type { Entry, Place } from '../domain/entry.js';

/** Where a record was read. */
export const placeOf = ({ topic, partition, offset }: RawRecord): Place => ({
  topic,
  partition,
  offset: Number(offset),
});

/** The entry of a record. One that cannot be read has an entry too, which says where it is: nothing is passed over. */
export function readRecord(record: RawRecord): Entry {
  try {
    const entry = entryOf(decodeMessage(record), placeOf(record));
    return entry ?? unreadable(record, 'unknown-type');
  } catch (error) {
    return unreadable(record, error instanceof Undecodable ? whyOf(error) : 'fault');
  }
}

/** The entry in place of one that could not be made, or not be stored. */
export function unreadable(record: RawRecord, why: WhyUnreadable): Entry {
  return unreadableEntry(uuidv7(), { time: timeOf(record), headers: record.headers, place: placeOf(record) }, why);
}

function whyOf(error: Undecodable): WhyUnreadable {
  if (error instanceof NewerVersion) return 'newer-version';
  return error.unknownType ? 'unknown-type' : 'invalid';
}

/** A record whose timestamp is broken counts as one of now. */
const timeOf = ({ time }: RawRecord) => (Number.isNaN(time.getTime()) ? new Date() : time);
