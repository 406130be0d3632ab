import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { defineQuery } from '../define/query.js';

/** Acts of operators that only read an audit log. */
export const auditLooks = ['audit-searched', 'audit-exported'] as const;
export type AuditLook = (typeof auditLooks)[number];

/** An operator looks into an audit log while no broker takes the record of that, which is then made where the log is. */
export class NoteAuditLook {
  /** Of the record: where the broker has taken it nevertheless, the log has it once. */
  @IsUUID() readonly id: string;
  @IsIn(auditLooks) readonly act: AuditLook;
  /** As of `operator.acted`; refused unless it is the caller's. */
  @IsString() @MaxLength(200) readonly operator: string;
  /** Absent: the log of the installation. */
  @IsOptional() @IsUUID() readonly accountId?: string;
}

export class NotedAuditLook {
  /** Whether the log has it by this request: not where it had it before, nor of an account that is closed. */
  @IsBoolean() readonly noted: boolean;
}

export const AuditLookQueries = {
  note: defineQuery({
    service: 'audit-service',
    method: 'POST',
    path: '/internal/audit/looks',
    request: NoteAuditLook,
    answer: NotedAuditLook,
  }),
} as const;
