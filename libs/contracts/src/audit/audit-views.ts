import { IsArray, IsDateString, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID } from 'class-validator';
import { ListOf, Nested } from '../schema/nested.js';

/**
 * The two logs of an account: `changes` has everything but requests that only read and succeeded; those, and looks at this log, are in `reads`,
 * which is kept for a shorter time.
 */
export const auditLogs = ['changes', 'reads'] as const;
export type AuditLog = (typeof auditLogs)[number];

/**
 * What an entry is made of: an event, the record of a request, an operator's act; or it tells that something is
 * missing (`gap`), or was there and could not be read (`unreadable`).
 */
export const auditKinds = ['event', 'request', 'operator', 'gap', 'unreadable'] as const;
export type AuditKind = (typeof auditKinds)[number];

/**
 * `done`: it happened. `refused`: a rule or a right stood against it. `failed`: the service was at fault. `unknown`:
 * it happened as a whole or not at all. `tried`: a dry run.
 */
export const auditOutcomes = ['done', 'refused', 'failed', 'unknown', 'tried'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** Who does things: the kinds of `Actor`, a person of the account who acts in a session, and a program with an audit token (`reader`). */
export const auditActorKinds = ['directory', 'admin', 'person', 'reader', 'operator', 'system'] as const;
export type AuditActorKind = (typeof auditActorKinds)[number];

export const auditSubjectKinds = ['user', 'team', 'token', 'role', 'account'] as const;
export type AuditSubjectKind = (typeof auditSubjectKinds)[number];

export class AuditActor {
  @IsIn(auditActorKinds) readonly kind: AuditActorKind;
  @IsString() readonly id: string;
  /** The present name; absent where none is known. */
  @IsOptional() @IsString() readonly name?: string;
}

export class AuditSubject {
  @IsIn(auditSubjectKinds) readonly kind: AuditSubjectKind;
  @IsUUID() readonly id: string;
  /** The present name; absent where none is known. */
  @IsOptional() @IsString() readonly name?: string;
}

/** One entry of an account's audit log. */
export class AuditEntryView {
  @IsUUID() readonly id: string;
  @IsIn(auditLogs) readonly log: AuditLog;
  /** Its place in the log: 1, 2, 3, without gaps, in the order of arrival. */
  @IsInt() readonly seq: number;
  /** When it happened. */
  @IsDateString() readonly at: string;
  /** When it arrived in the log. */
  @IsDateString() readonly receivedAt: string;
  @IsIn(auditKinds) readonly kind: AuditKind;
  @IsString() readonly type: string;
  @IsIn(auditOutcomes) readonly outcome: AuditOutcome;
  /** What happened, for people. */
  @IsString() readonly sentence: string;
  @IsOptional() @Nested(() => AuditActor) readonly actor?: AuditActor;
  @IsOptional() @Nested(() => AuditSubject) readonly subject?: AuditSubject;
  /** Ids of others whom it is about: members, for example. */
  @IsOptional() @IsArray() @IsUUID('all', { each: true }) readonly also?: string[];
  /** Those of them whom the sentence may name: of a few all that have a name, of many nobody. */
  @IsOptional() @ListOf(() => AuditSubject) readonly others?: AuditSubject[];
  /** The request that it belongs to. */
  @IsOptional() @IsUUID() readonly requestId?: string;
  /** The id of the message that caused it. */
  @IsOptional() @IsUUID() readonly causationId?: string;
  /** The version of the subject after it. */
  @IsOptional() @IsInt() readonly version?: number;
  @IsOptional() @IsString() readonly method?: string;
  @IsOptional() @IsString() readonly route?: string;
  @IsOptional() @IsInt() readonly status?: number;
  @IsOptional() @IsString() readonly code?: string;
  @IsOptional() @IsInt() readonly durationMs?: number;
  @IsOptional() @IsString() readonly address?: string;
  @IsOptional() @IsString() readonly userAgent?: string;
  /** What the record said beside this: ids, counts, names of attributes. */
  @IsOptional() @IsObject() readonly detail?: Readonly<Record<string, unknown>>;
}

/** What an answer of the audit log says of the log. */
export class AuditAnswer {
  /** RFC 3339: nothing is missing since then. Absent where nothing ever was. */
  @IsOptional() @IsDateString() readonly completeSince?: string;
}

export class AuditPage extends AuditAnswer {
  @ListOf(() => AuditEntryView) readonly entries: AuditEntryView[];
  /** Where the next page begins. Absent where the search is at its end; of a search from the oldest on it never is. */
  @IsOptional() @IsString() readonly next?: string;
  /**
   * The search ran out of time, and has looked so far: entries that arrived beyond this moment are looked for from
   * `next` on.
   */
  @IsOptional() @IsDateString() readonly searchedBackTo?: string;
}

/** An entry of a story. What an entry caused stands below it, one deeper. */
export class AuditTreeEntry {
  @Nested(() => AuditEntryView) readonly entry: AuditEntryView;
  /** How far from the request: 0 is the request itself. */
  @IsInt() readonly depth: number;
}

/** One request and everything that followed from it, as a tree in its order: an entry, then what it caused. */
export class AuditRequestTree extends AuditAnswer {
  @IsUUID() readonly requestId: string;
  @ListOf(() => AuditTreeEntry) readonly tree: AuditTreeEntry[];
  /** True where there is more of it than one answer holds. */
  @IsOptional() @IsIn([true]) readonly cut?: true;
}

export class AuditCount {
  /** RFC 3339: when the bucket begins. */
  @IsDateString() readonly from: string;
  @IsIn(auditOutcomes) readonly outcome: AuditOutcome;
  @IsInt() readonly count: number;
}

export class AuditVolume extends AuditAnswer {
  @ListOf(() => AuditCount) readonly counts: AuditCount[];
}
