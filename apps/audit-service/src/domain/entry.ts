import type { AuditActorKind, AuditKind, AuditLog, AuditOutcome, AuditSubjectKind } from '@rollcall/contracts';

export interface Doer {
  readonly kind: AuditActorKind;
  readonly id: string;
}

export interface Subject {
  readonly kind: AuditSubjectKind;
  readonly id: string;
}

/** Where a request came from: client text, kept apart from the entry. */
export interface Source {
  readonly address: string;
  readonly userAgent: string;
}

/** Ids, counts, names of attributes and codes; never a name, an address or another text of a person. */
export type Detail = Readonly<Record<string, unknown>>;

/** The type of the entry which says that events about something never arrived. */
export const versionsMissing = 'audit.versions-missing';
/** That records of a topic were gone before they were read. */
export const recordsMissing = 'audit.records-missing';
/** That records of requests never arrived. */
export const requestsMissing = 'audit.requests-missing';
/** That a record could not be read. */
export const unreadable = 'audit.unreadable';

/** An entry before it has its place in the log. */
export interface Entry {
  readonly log: AuditLog;
  readonly accountId: string;
  readonly id: string;
  readonly at: Date;
  readonly kind: AuditKind;
  readonly type: string;
  readonly outcome: AuditOutcome;
  readonly actor?: Doer;
  readonly subject?: Subject;
  /** Others whom it is about. */
  readonly also?: readonly string[];
  readonly correlationId?: string;
  readonly causationId?: string;
  /** The aggregate whose event it is, and its version after it. */
  readonly aggregateId?: string;
  readonly version?: number;
  readonly method?: string;
  readonly route?: string;
  readonly status?: number;
  readonly code?: string;
  readonly durationMs?: number;
  readonly source?: Source;
  readonly detail?: Detail;
  readonly place: Place;
  /** The numbers of a recorder's run that the record tells of; not kept with the entry. */
  readonly numbers?: RecordedNumbers;
}

/** Numbers of one run of a recorder: that of a record, or those that a gap tells of. */
export interface RecordedNumbers {
  readonly bootId: string;
  readonly from: number;
  readonly to: number;
  /** Of a gap: none of its requests was answered later. */
  readonly missedUntil?: Date;
}

/** Where a record was read. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}
