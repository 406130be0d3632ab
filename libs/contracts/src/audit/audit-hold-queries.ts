import { IsBoolean, IsDateString, IsUUID } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { listOf } from '../define/shape.js';

/** Keeps the audit log of an account beyond its time (a legal hold), or ends that. Once more changes nothing. */
export class HoldAuditLog {
  @IsUUID() readonly accountId: string;
  @IsBoolean() readonly held: boolean;
}

/** An account whose audit log is held: nothing of it is dropped. */
export class AuditHold {
  @IsUUID() readonly accountId: string;
  @IsDateString() readonly since: string;
}

const base = { service: 'audit-service' } as const;

/** Both answer with all accounts that are held then. */
export const AuditHoldQueries = {
  list: defineQuery({ ...base, method: 'GET', path: '/internal/audit/holds', answer: listOf(AuditHold) }),
  set: defineQuery({
    ...base,
    method: 'POST',
    path: '/internal/audit/holds',
    request: HoldAuditLog,
    answer: listOf(AuditHold),
    idempotent: false,
  }),
} as const;
