import type { OutgoingRecord } from '@rollcall/messaging';
import type { Transaction } from '../connection/transaction.js';
import { shardOf } from './shard.js';

/** A record to publish, and the aggregate that decides its shard and so its order. */
export interface OutboxEntry {
  readonly aggregateId: string;
  readonly record: OutgoingRecord;
}

/**
 * The insert into the outbox, over a JSON parameter made by `outboxRows`. Ids are taken in the order of the array.
 *
 * Needs a transaction that holds the lock of every aggregate named, taken before this statement: ids are given at
 * insert and seen at commit, so only the lock makes a later version's id the larger one.
 */
export function insertIntoOutbox(rows: string): string {
  return `INSERT INTO outbox (lane, topic, message_key, headers, value)
    SELECT r.lane, r.topic, r.message_key, r.headers, r.value
      FROM ROWS FROM (json_to_recordset(${rows})
             AS (lane smallint, topic text, message_key text, headers json, value text))
           WITH ORDINALITY AS r(lane, topic, message_key, headers, value, place)
     ORDER BY r.place`;
}

export function outboxRows(entries: readonly OutboxEntry[]): object[] {
  return entries.map(({ aggregateId, record }) => ({
    lane: shardOf(aggregateId),
    topic: record.topic,
    message_key: record.key,
    headers: record.headers,
    value: record.value,
  }));
}

/**
 * Adds events from outside a decision (jobs) to the outbox. Needs the transaction that makes them true, and the locks
 * of the aggregates named (see `insertIntoOutbox`). Wake the relay after the commit.
 */
export async function appendToOutbox(tx: Transaction, entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(insertIntoOutbox('$1::json'), [JSON.stringify(outboxRows(entries))], { prepare: true });
}
