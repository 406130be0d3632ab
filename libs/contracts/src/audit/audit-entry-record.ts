import { IsArray, IsDateString, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Min } from 'class-validator';
import { defineRecord } from '../define/message.js';
import { Nested } from '../schema/nested.js';
import { openList } from '../schema/open-list.js';
import { Topics } from '../topics.js';
import {
  auditActorKinds,
  auditKinds,
  auditLogs,
  auditOutcomes,
  auditSubjectKinds,
  type AuditActorKind,
  type AuditKind,
  type AuditLog,
  type AuditOutcome,
  type AuditSubjectKind,
} from './audit-views.js';

const kinds = openList([...auditKinds]);
const outcomes = openList([...auditOutcomes]);
const actorKinds = openList([...auditActorKinds]);
const subjectKinds = openList([...auditSubjectKinds]);

/** Who did what an entry tells of. */
export class EntryActor {
  @IsIn(actorKinds) kind: AuditActorKind;
  @IsString() id: string;
}

/** Whom or what an entry is about. */
export class EntrySubject {
  @IsIn(subjectKinds) kind: AuditSubjectKind;
  @IsUUID() id: string;
}

/** An entry of the audit log of an account, with ids in place of names. Entries of one log follow each other by `seq`, without gaps. */
export class AuditEntryRecord {
  /** The account; of what belongs to none, the nil UUID. */
  @IsUUID('all') accountId: string;
  /** The same at each repetition; also the id of the message. */
  @IsUUID() id: string;
  /** `changes`, or `reads`: requests that only read and succeeded. */
  @IsIn(auditLogs) log: AuditLog;
  /** Its place in that log: 1, 2, 3. A number that is left out says that entries were not sent: the topic was off then. */
  @IsInt() @Min(1) seq: number;
  /** When it happened. */
  @IsDateString() at: string;
  /** When it arrived in the log. */
  @IsDateString() receivedAt: string;
  @IsIn(kinds) kind: AuditKind;
  /** Of the event or record that it tells of, such as `user.created`. */
  @IsString() type: string;
  @IsIn(outcomes) outcome: AuditOutcome;
  @IsOptional() @Nested(() => EntryActor) actor?: EntryActor;
  @IsOptional() @Nested(() => EntrySubject) subject?: EntrySubject;
  /** Ids of others whom it is about. */
  @IsOptional() @IsArray() @IsUUID('all', { each: true }) also?: string[];
  /** The request that it belongs to. */
  @IsOptional() @IsUUID() requestId?: string;
  /** The id of the message that caused it. */
  @IsOptional() @IsUUID() causationId?: string;
  /** The version of the subject after it. */
  @IsOptional() @IsInt() version?: number;
  @IsOptional() @IsString() method?: string;
  @IsOptional() @IsString() route?: string;
  @IsOptional() @IsInt() status?: number;
  @IsOptional() @IsString() code?: string;
  @IsOptional() @IsInt() durationMs?: number;
  /** Where the request came from. */
  @IsOptional() @IsString() address?: string;
  @IsOptional() @IsString() userAgent?: string;
  /** What the record said beside this: ids, counts, names of attributes, codes. */
  @IsOptional() @IsObject() detail?: Readonly<Record<string, unknown>>;
}

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const userId = '01890a5d-ac96-774b-bcce-b302099a8058';

/** What a setting of the operator has sent to a topic of its own: the audit logs of all accounts (ADR 0073). */
export const AuditEntryRecorded = defineRecord({
  type: 'audit.entry-recorded',
  version: 1,
  topic: Topics.auditEntries,
  key: (r: AuditEntryRecord) => r.accountId,
  payload: AuditEntryRecord,
  example: {
    accountId,
    id: '01890a5d-ac96-774b-bcce-b302099a8069',
    log: 'changes' as const,
    seq: 42,
    at: '2026-03-01T10:00:00.000Z',
    receivedAt: '2026-03-01T10:00:00.120Z',
    kind: 'event' as const,
    type: 'user.updated',
    outcome: 'done' as const,
    actor: { kind: 'directory' as const, id: '01890a5d-ac96-774b-bcce-b302099a8060' },
    subject: { kind: 'user' as const, id: userId },
    requestId: '01890a5d-ac96-774b-bcce-b302099a8061',
    version: 3,
    detail: { changed: ['title'] },
  },
});
