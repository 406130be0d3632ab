import type { AuditLog } from '@rollcall/contracts';
import { columnNames, recordColumns, type EntityClass, type Transaction } from '@rollcall/persistence';
import type { LogChange, NumberedEntry } from '../domain/number-entries.js';
import type { LastVersion } from '../domain/version-gaps.js';
import type { LoggableSource } from '../proofs/logged-entry.js';
import { EntryRow, ReadEntryRow } from './entities/entry-row.js';

/** Where an entry's request came from, as it is kept; null where no request is told of. */
export type SourceOf = (entry: NumberedEntry) => (LoggableSource & { readonly id: string }) | null;

/** An entry as it is saved: its row, once for its table and for its leaf, and where its request came from. */
export interface WrittenEntry {
  readonly log: AuditLog;
  readonly row: ReturnType<typeof entryRow>;
  readonly source: LoggableSource | null;
}

export const writtenEntries = (
  entries: readonly NumberedEntry[],
  receivedAt: Date,
  sourceOf: SourceOf,
): WrittenEntry[] => {
  const received = receivedAt.toISOString();
  return entries.map((each) => {
    const source = sourceOf(each);
    return { log: each.entry.log, row: entryRow(each, received, source?.id ?? null), source };
  });
};

/** Adds entries to their logs. */
export function insertEntries(tx: Transaction, entries: readonly WrittenEntry[]): Promise<unknown>[] {
  return (['changes', 'reads'] as const).flatMap((log) => {
    const rows = entries.filter((each) => each.log === log).map(({ row }) => row);
    return rows.length === 0 ? [] : [tx.query(insertInto[log], [JSON.stringify(rows)], { keepPlan: true })];
  });
}

const insertInto = {
  changes: insertStatement('entries', EntryRow),
  reads: insertStatement('read_entries', ReadEntryRow),
};

function insertStatement(table: string, entity: EntityClass): string {
  const columns = columnNames(entity).join(', ');
  return `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_to_recordset($1) AS r(${recordColumns(entity)})`;
}

/** An entry as its table has it; times as texts, which its leaf needs too. */
function entryRow({ entry, seq, day }: NumberedEntry, receivedAt: string, sourceId: string | null) {
  const { actor, subject, also, place } = entry;
  return {
    account_id: entry.accountId,
    seq,
    day,
    id: entry.id,
    at: entry.at.toISOString(),
    received_at: receivedAt,
    kind: entry.kind,
    type: entry.type,
    outcome: entry.outcome,
    actor_kind: actor?.kind,
    actor_id: actor?.id,
    subject_kind: subject?.kind,
    subject_id: subject?.id,
    also: also && also.length > 0 ? also : undefined,
    correlation_id: entry.correlationId,
    causation_id: entry.causationId,
    version: entry.version,
    method: entry.method,
    route: entry.route,
    status: entry.status,
    code: entry.code,
    duration_ms: entry.durationMs,
    source_id: sourceId,
    detail: entry.detail,
    topic: place.topic,
    part: place.partition,
    off: place.offset,
  };
}

/** Saves how far the logs have come. Their rows are locked. */
export function updateLogs(tx: Transaction, changes: readonly LogChange[]): Promise<unknown>[] {
  const accounts = changes.map(({ accountId }) => accountId);
  const logs = changes.map(({ log }) => log);
  const days = changes.map(({ lastDay }) => lastDay);
  return [
    tx.query(
      `INSERT INTO audit_logs AS l (account_id, log, size, last_day)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::date[])
       ON CONFLICT (account_id, log) DO UPDATE SET size = excluded.size, last_day = excluded.last_day`,
      [accounts, logs, changes.map(({ size }) => size), days],
      { keepPlan: true },
    ),
    tx.query(
      `INSERT INTO account_days AS d (account_id, log, day, first_seq, oldest_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::bigint[], $5::timestamptz[])
       ON CONFLICT (account_id, log, day) DO UPDATE SET oldest_at = excluded.oldest_at
        WHERE d.oldest_at > excluded.oldest_at`,
      [accounts, logs, days, changes.map(({ firstSeq }) => firstSeq), changes.map(({ oldestAt }) => oldestAt)],
      { keepPlan: true },
    ),
  ];
}

/** Saves the last versions that were heard. */
export function updateVersions(tx: Transaction, versions: readonly LastVersion[]): Promise<unknown>[] {
  if (versions.length === 0) return [];
  const written = tx.query(
    `INSERT INTO last_versions AS v (account_id, subject_id, version)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[])
     ON CONFLICT (account_id, subject_id) DO UPDATE SET version = excluded.version WHERE v.version < excluded.version`,
    [
      versions.map(({ accountId }) => accountId),
      versions.map(({ aggregateId }) => aggregateId),
      versions.map(({ version }) => version),
    ],
    { keepPlan: true },
  );
  return [written];
}
