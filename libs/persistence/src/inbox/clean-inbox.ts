import { leastUuidOf } from '@rollcall/contracts';
import type { DataSource } from 'typeorm';
import { readRows } from '../connection/transaction.js';

const day = 24 * 3_600_000;

/** How long it is kept that a message was handled: longer than its topic keeps it, which is 24 hours for commands and 30 days for events. */
export const inboxKeptMs = { commands: 2 * day, events: 31 * day } as const;

export interface InboxCleaning {
  /** Rows per statement, so that no statement runs for long. */
  readonly chunk?: number;
  readonly now?: () => Date;
}

interface Chunk {
  readonly last: string | null;
  readonly looked: number;
  readonly gone: number;
}

/**
 * Deletes inbox rows of messages that no topic can deliver again, and returns their number. Ids are UUIDv7, so they
 * sort by age and the primary key finds the old ones. Rows with a reply are commands. Several instances may run it
 * concurrently.
 */
export async function cleanInbox(dataSource: DataSource, how: InboxCleaning = {}): Promise<number> {
  const { chunk = 5_000, now = () => new Date() } = how;
  const commands = leastUuidOf(now().getTime() - inboxKeptMs.commands);
  const events = leastUuidOf(now().getTime() - inboxKeptMs.events);
  let total = 0;
  for (let after = leastUuidOf(0); ;) {
    const [done] = await readRows<Chunk>(dataSource, cleanChunk, [after, commands, events, chunk]);
    total += done?.gone ?? 0;
    if (done === undefined || done.last === null || done.looked < chunk) return total;
    after = done.last;
  }
}

const cleanChunk = `
  WITH looked AS (
    SELECT ctid AS place, message_id, reply IS NOT NULL AS command FROM inbox
     WHERE message_id > $1::uuid AND message_id < greatest($2::uuid, $3::uuid)
     ORDER BY message_id LIMIT $4
  ), gone AS (
    DELETE FROM inbox USING looked
     WHERE inbox.ctid = looked.place AND inbox.message_id = looked.message_id
       AND looked.message_id < CASE WHEN looked.command THEN $2::uuid ELSE $3::uuid END
    RETURNING 1
  )
  SELECT (SELECT message_id::text FROM looked ORDER BY message_id DESC LIMIT 1) AS last,
         (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM gone) AS gone`;
