import { StaleVersion } from '../connection/failures.js';
import type { Transaction } from '../connection/transaction.js';
import { insertIntoInbox, inboxRows } from '../inbox/inbox.js';
import type { InboxEntry } from '../inbox/inbox.js';
import { insertIntoOutbox, outboxRows } from '../outbox/append-to-outbox.js';
import type { OutboxEntry } from '../outbox/append-to-outbox.js';
import type { TableWrite } from './state-source.js';

/** All that one batch leaves behind. */
export interface BatchEffects {
  readonly writes: readonly TableWrite[];
  readonly consumer: string;
  readonly inbox: readonly InboxEntry[];
  readonly outbox: readonly OutboxEntry[];
}

/**
 * Saves a batch as ONE statement: every write is a CTE over its JSON parameter, and the answer counts their rows. One
 * round trip, one plan, and all or nothing.
 *
 * Needs the transaction in which the batch's state was loaded, with its locks.
 * @throws StaleVersion when a guarded write affected another number of rows than it expected
 */
export async function save(tx: Transaction, effects: BatchEffects): Promise<void> {
  const writes = [...effects.writes, ...ownWrites(effects)].filter(({ rows }) => rows.length > 0);
  if (writes.length === 0) return;
  checkNames(writes);
  const ctes = writes.map(({ name, sql }, i) => `${name} AS (${sql(`$${i + 1}::json`)} RETURNING 1)`);
  const counts = writes.map(({ name }) => `(SELECT count(*) FROM ${name})::int AS ${name}`);
  const [affected] = await tx.query<Record<string, number>>(
    `WITH ${ctes.join(',\n')}\nSELECT ${counts.join(', ')}`,
    writes.map(({ rows }) => JSON.stringify(rows)),
    { prepare: true },
  );
  for (const { name, expect } of writes) {
    const count = affected?.[name] ?? 0;
    if (expect !== undefined && count !== expect) throw new StaleVersion(name, expect, count);
  }
}

function ownWrites({ consumer, inbox, outbox }: BatchEffects): TableWrite[] {
  return [
    { name: 'inbox_rows', sql: insertIntoInbox, rows: inboxRows(consumer, inbox) },
    { name: 'outbox_rows', sql: insertIntoOutbox, rows: outboxRows(outbox) },
  ];
}

function checkNames(writes: readonly TableWrite[]): void {
  const names = writes.map(({ name }) => name);
  const bad = names.find((name, i) => !/^[a-z_]+$/.test(name) || names.indexOf(name) !== i);
  if (bad !== undefined) throw new Error(`a batch cannot have a write named ${bad} (again)`);
}
