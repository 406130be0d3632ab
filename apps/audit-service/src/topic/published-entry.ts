import {
  AuditEntryRecorded,
  AuditHeartbeatSent,
  type AuditEntryRecord,
  type AuditHeartbeat,
} from '@rollcall/contracts';
import { encodeMessage } from '@rollcall/messaging';
import type { OutboxEntry } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import type { NumberedEntry } from '../domain/number-entries.js';

/** Which entries go to the topic of entries. */
export type TopicChoice = 'no' | 'changes' | 'all';

export const isPublished = ({ entry }: NumberedEntry, choice: TopicChoice): boolean =>
  choice === 'all' || (choice === 'changes' && entry.log === 'changes');

/** An entry as its message on the topic, which has its id. Those of one account stay in their order. */
export function publishedEntry(numbered: NumberedEntry, receivedAt: Date): OutboxEntry {
  const payload = recordOf(numbered, receivedAt);
  const { id, accountId, correlationId = id, causationId } = numbered.entry;
  const record = encodeMessage(
    {
      id,
      type: AuditEntryRecorded.type,
      source: 'audit-service',
      subject: accountId,
      accountId,
      correlationId,
      ...(causationId === undefined ? {} : { causationId }),
      time: receivedAt,
    },
    payload,
  );
  return { aggregateId: accountId, record };
}

/** A heartbeat as its message on the topic. */
export function publishedHeartbeat(heartbeat: AuditHeartbeat, time: Date): OutboxEntry {
  const { accountId } = heartbeat;
  const id = uuidv7();
  const { type } = AuditHeartbeatSent;
  const of = { id, type, source: 'audit-service', subject: accountId, accountId, correlationId: id, time };
  return { aggregateId: accountId, record: encodeMessage(of, heartbeat) };
}

/** What is undefined is left out as JSON. */
function recordOf({ entry, seq }: NumberedEntry, receivedAt: Date): AuditEntryRecord {
  const { at, correlationId, aggregateId: _, source, place: __, also = [], ...rest } = entry;
  const shown = {
    ...rest,
    seq,
    at: at.toISOString(),
    receivedAt: receivedAt.toISOString(),
    requestId: correlationId,
    also: also.length === 0 ? undefined : [...also],
    address: source?.address || undefined,
    userAgent: source?.userAgent || undefined,
  };
  return JSON.parse(JSON.stringify(shown)) as AuditEntryRecord; // without what is undefined
}
