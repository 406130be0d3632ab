import type { Transaction } from '../connection/transaction.js';
import { insertIntoInbox, inboxRows } from '../inbox/inbox.js';
import type { InboxEntry } from '../inbox/inbox.js';
import { insertIntoOutbox, outboxRows } from '../outbox/append-to-outbox.js';
import type { OutboxEntry } from '../outbox/append-to-outbox.js';
import type { TableWrite } from './state-loader.js';
import type { YieldIfLong } from './yielder.js';

/** Everything that one batch writes. */
export interface BatchEffects {
  readonly writes: readonly TableWrite[];
  readonly consumer: string;
  readonly inbox: readonly InboxEntry[];
  readonly outbox: readonly OutboxEntry[];
}

/**
 * Saves a batch as ONE statement and commits with it: each write is a CTE over its JSON parameter. This takes one round
 * trip and one plan, and saves all or nothing. Rejects with a conflict when a guarded write affected another number of
 * rows than it expected.
 *
 * Long parameters take long to write: others go first between two of them.
 *
 * Needs the transaction that loaded the batch's state and holds its locks; no statement can follow in that transaction.
 */
export async function save(tx: Transaction, effects: BatchEffects, yieldIfLong: YieldIfLong): Promise<void> {
  const writes = [...effects.writes, ...ownWrites(effects)].filter(({ rows }) => rows.length > 0);
  if (writes.length === 0) return;
  checkNames(writes);
  const ctes = writes.map(({ name, sql }, i) => `${name} AS (${sql(`$${i + 1}::json`)} RETURNING 1)`);
  const guards = writes.flatMap(({ name, guarded }, i) =>
    guarded ? [`expect_rows('${name}', json_array_length($${i + 1}::json), (SELECT count(*) FROM ${name}))`] : [],
  );
  const parameters: string[] = [];
  for (const { rows } of writes) {
    parameters.push(JSON.stringify(rows));
    await yieldIfLong();
  }
  await tx.query(`WITH ${ctes.join(',\n')}\nSELECT ${guards.join(', ')}`, parameters, { keepPlan: true, last: true });
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
