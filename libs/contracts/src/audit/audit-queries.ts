import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { AuditAnswer, AuditPage, AuditRequestTree, AuditVolume, auditLogs, type AuditLog } from './audit-views.js';
import { AuditWords } from './audit-words.js';
import { FindProvisioningActivity, ProvisioningActivity } from './provisioning-activity.js';
import { FindReconcilerLag, ReconcilerLag } from './reconciler-lag.js';

export const auditOrders = ['desc', 'asc'] as const;
export type AuditOrder = (typeof auditOrders)[number];

/** The largest page of a search. */
export const maxAuditPage = 500;

/** Searches one log of an account. Refuses with `audit-question-invalid` what cannot be read, with a sentence. */
export class FindAuditEntries extends AuditWords {
  @IsUUID() readonly accountId: string;
  @IsIn(auditLogs) readonly log: AuditLog;
  /** `desc`: newest first. `asc`: oldest first, with a `next` on every page, by which to ask for what comes. */
  @IsIn(auditOrders) readonly order: AuditOrder;
  @IsInt() @Min(1) @Max(maxAuditPage) readonly limit: number;
  /** The `next` of the page before, of the same search. */
  @IsOptional() @IsString() @MaxLength(200) readonly cursor?: string;
}

/** Refuses with `audit-request-not-found` where the account has no such request, also where another one has. */
export class FindAuditRequest {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly requestId: string;
}

export const auditBuckets = ['hour', 'day'] as const;
export type AuditBucket = (typeof auditBuckets)[number];

/** Of the log of changes: at most 31 days by day, at most 2 days by hour. Refuses as `FindAuditEntries`. */
export class CountAuditEntries {
  @IsUUID() readonly accountId: string;
  /** A day, or a moment with its zone; by default a week before `to`, or a day where it is by hour. */
  @IsOptional() @IsString() @MaxLength(40) readonly from?: string;
  /** By default now. */
  @IsOptional() @IsString() @MaxLength(40) readonly to?: string;
  @IsIn(auditBuckets) readonly by: AuditBucket;
}

/** Asks since when nothing is missing, of what may be any account's; and with an account of its own events, and of what is kept of its log. */
export class FindAuditCompleteness {
  @IsOptional() @IsUUID() readonly accountId?: string;
  /** By default `changes`. */
  @IsOptional() @IsIn(auditLogs) readonly log?: AuditLog;
}

const base = { service: 'audit-service', method: 'POST' } as const;

export const AuditQueries = {
  entries: defineQuery({ ...base, path: '/internal/audit/entries', request: FindAuditEntries, answer: AuditPage }),
  request: defineQuery({
    ...base,
    path: '/internal/audit/request',
    request: FindAuditRequest,
    answer: AuditRequestTree,
  }),
  volume: defineQuery({ ...base, path: '/internal/audit/volume', request: CountAuditEntries, answer: AuditVolume }),
  /** Of the log alone, for answers that are files. */
  completeness: defineQuery({
    service: 'audit-service',
    method: 'GET',
    path: '/internal/audit/completeness',
    request: FindAuditCompleteness,
    answer: AuditAnswer,
  }),
  lag: defineQuery({ ...base, path: '/internal/audit/lag', request: FindReconcilerLag, answer: ReconcilerLag }),
  provisioning: defineQuery({
    ...base,
    path: '/internal/audit/provisioning',
    request: FindProvisioningActivity,
    answer: ProvisioningActivity,
  }),
} as const;
