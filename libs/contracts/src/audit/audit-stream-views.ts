import { IsBoolean, IsDateString, IsIn, IsInt, IsOptional, IsString, IsUUID } from 'class-validator';
import { webhookProblems, type WebhookProblem } from '../accounts/webhook-views.js';
import { endpointUrlProblems } from '../values/endpoint-url.js';
import { auditLogs, type AuditLog } from './audit-views.js';

/** How many streams an account may have. */
export const maxAuditStreams = 10;
/** Of the certificates of who signs for a receiver, PEM. */
export const maxAuditStreamCa = 16_000;

/** Messages of Standard Webhooks, or syslog over TLS (RFC 5424, RFC 5425). */
export const auditStreamKinds = ['webhook', 'syslog'] as const;
export type AuditStreamKind = (typeof auditStreamKinds)[number];

/** Entries as searches answer them, or events of OCSF 1.8. */
export const auditStreamFormats = ['rollcall', 'ocsf'] as const;
export type AuditStreamFormat = (typeof auditStreamFormats)[number];

/** Where a new stream begins. */
export const auditStreamStarts = ['now', 'beginning'] as const;
export type AuditStreamStart = (typeof auditStreamStarts)[number];

/**
 * `delivering`: what comes is sent. `behind`: the oldest entry that is to be sent is older than a minute. `failing`: the last attempt failed; it is tried again,
 * for ever. `paused`: by an admin.
 */
export const auditStreamStates = ['delivering', 'behind', 'failing', 'paused'] as const;
export type AuditStreamState = (typeof auditStreamStates)[number];

/** What is wrong with where a stream is to lead. */
export const auditStreamTargetProblems = [
  ...endpointUrlProblems,
  'ca', // no certificates as PEM, or of a webhook
] as const;

/** What an admin can change of a stream. */
export const auditStreamParts = ['url', 'ca', 'format', 'paused'] as const;
export type AuditStreamPart = (typeof auditStreamParts)[number];

/** Entries of one log of an account, as they go outward. The secret is never a part of it. */
export class AuditStreamView {
  @IsUUID() readonly id: string;
  @IsIn(auditStreamKinds) readonly kind: AuditStreamKind;
  @IsString() readonly url: string;
  /** Of syslog: who signs the receiver's certificate (PEM); absent: those whom everybody trusts. */
  @IsOptional() @IsString() readonly ca?: string;
  @IsIn(auditLogs) readonly log: AuditLog;
  @IsIn(auditStreamFormats) readonly format: AuditStreamFormat;
  @IsBoolean() readonly paused: boolean;
  @IsDateString() readonly createdAt: string;
  /** Rises with each change by an admin, not with what is delivered; absent of instances of versions before. */
  @IsOptional() @IsInt() readonly version?: number;
  @IsIn(auditStreamStates) readonly state: AuditStreamState;
  /** The number of the entry up to which everything is delivered. */
  @IsInt() readonly seq: number;
  /** How many entries are still to be sent. */
  @IsInt() readonly behind: number;
  /** When the oldest of them arrived in the log. */
  @IsOptional() @IsDateString() readonly behindSince?: string;
  /** How many entries were dropped, their time being over, before they could be sent; the receiver was told which. */
  @IsInt() readonly missed: number;
  @IsOptional() @IsDateString() readonly failingSince?: string;
  /** Of the last attempt. */
  @IsOptional() @IsIn(webhookProblems) readonly problem?: WebhookProblem;
  /** The HTTP status of the last answer. */
  @IsOptional() @IsInt() readonly status?: number;
  @IsOptional() @IsDateString() readonly lastAttemptAt?: string;
  @IsOptional() @IsDateString() readonly deliveredAt?: string;
  @IsOptional() @IsDateString() readonly nextAttemptAt?: string;
  /** Until when messages are signed with the former secret too. */
  @IsOptional() @IsDateString() readonly oldSecretEndsAt?: string;
}

/** A stream of any account, for operators: without where it leads. */
export class AuditStreamOfAccount {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly id: string;
  @IsIn(auditStreamKinds) readonly kind: AuditStreamKind;
  @IsIn(auditLogs) readonly log: AuditLog;
  @IsIn(auditStreamStates) readonly state: AuditStreamState;
  @IsInt() readonly seq: number;
  @IsInt() readonly behind: number;
  @IsOptional() @IsDateString() readonly behindSince?: string;
  @IsInt() readonly missed: number;
  @IsOptional() @IsDateString() readonly failingSince?: string;
  @IsOptional() @IsString() readonly problem?: string;
  @IsOptional() @IsInt() readonly status?: number;
}
