import type { AuditEntryView, AuditLog } from '@rollcall/contracts';
import { selectedColumns } from '@rollcall/persistence';
import type { EntryRow } from './entities/entry-row.js';
import { ReadEntryRow } from './entities/entry-row.js';

/** An entry without its sentence and its names. */
export type KeptView = Omit<AuditEntryView, 'sentence'>;

/** A row of a table of entries, with where the request came from. */
export interface FoundRow extends EntryRow {
  readonly address: string | null;
  readonly user_agent: string | null;
}

export const tableOf: Readonly<Record<AuditLog, string>> = { changes: 'entries', reads: 'read_entries' };

/** The columns of an entry in `e`; both tables have the same. */
export const entryColumns = selectedColumns(ReadEntryRow, 'e').replaceAll('::int', '::float8');

/** Adds to a statement of entries, in `e`, where requests came from. */
export const withSource = (entries: string) =>
  `SELECT ${entryColumns}, s.address, s.user_agent FROM (${entries}) e
     LEFT JOIN sources s ON s.account_id = e.account_id AND s.day = e.day AND s.id = e.source_id`;

/** A row as the contract shows it. Empty texts and nulls are absent. */
export function keptView(row: FoundRow, log: AuditLog): KeptView {
  const { actor_kind: actorKind, actor_id: actorId, subject_kind: subjectKind, subject_id: subjectId } = row;
  const view = {
    id: row.id,
    log,
    seq: row.seq,
    at: row.at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    kind: row.kind,
    type: row.type,
    outcome: row.outcome,
    actor: actorKind === null || actorId === null ? null : { kind: actorKind, id: actorId },
    subject: subjectKind === null || subjectId === null ? null : { kind: subjectKind, id: subjectId },
    also: row.also,
    requestId: row.correlation_id,
    causationId: row.causation_id,
    version: row.version,
    method: row.method,
    route: row.route,
    status: row.status,
    code: row.code,
    durationMs: row.duration_ms,
    address: row.address || null,
    userAgent: row.user_agent || null,
    detail: row.detail,
  };
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== null)) as unknown as KeptView; // nulls are gone
}
