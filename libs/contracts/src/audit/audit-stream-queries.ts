import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { WebhookAttempt } from '../accounts/webhook-views.js';
import { IsActor, type Actor } from '../actor.js';
import { defineQuery } from '../define/query.js';
import { listOf } from '../define/shape.js';
import { ListOf, Nested } from '../schema/nested.js';
import { maxEndpointUrl } from '../values/endpoint-url.js';
import {
  AuditStreamOfAccount,
  auditStreamFormats,
  auditStreamStarts,
  AuditStreamView,
  maxAuditStreamCa,
  type AuditStreamFormat,
  type AuditStreamStart,
} from './audit-stream-views.js';
import { auditLogs, type AuditLog } from './audit-views.js';

export class ListAuditStreams {
  @IsUUID() readonly accountId: string;
}

/** An act of an admin: it becomes an entry of the account's log, with the request that it belongs to. */
class AuditStreamAct {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly streamId: string;
  @IsActor() readonly actor: Actor;
  @IsUUID() readonly requestId: string;
}

/** Refuses with `audit-stream-invalid`, `too-many-audit-streams`, `audit-streams-off`. */
export class CreateAuditStream extends AuditStreamAct {
  /** `https:` of a webhook, or `syslog+tls:` with host and port. */
  @IsString() @MaxLength(maxEndpointUrl) readonly url: string;
  @IsOptional() @IsString() @MaxLength(maxAuditStreamCa) readonly ca?: string;
  @IsIn(auditLogs) readonly log: AuditLog;
  @IsIn(auditStreamFormats) readonly format: AuditStreamFormat;
  @IsIn(auditStreamStarts) readonly from: AuditStreamStart;
}

/** Changes what is named and leaves the rest. Another address, and the end of a pause, are tried at once. */
export class ChangeAuditStream extends AuditStreamAct {
  /** Of the same kind. */
  @IsOptional() @IsString() @MaxLength(maxEndpointUrl) readonly url?: string;
  /** Empty: those whom everybody trusts. */
  @IsOptional() @IsString() @MaxLength(maxAuditStreamCa) readonly ca?: string;
  @IsOptional() @IsIn(auditStreamFormats) readonly format?: AuditStreamFormat;
  @IsOptional() @IsBoolean() readonly paused?: boolean;
  /** The versions that the caller accepts (`*` = any); absent = any. Otherwise `version-mismatch`. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) readonly ifMatch?: string[];
}

export class RemoveAuditStream extends AuditStreamAct {
  /** As of a change. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) readonly ifMatch?: string[];
}

/** A new secret, which signs beside the present one until that ends. An older one ends at once. */
export class RotateAuditStreamSecret extends AuditStreamAct {
  /** Of the entry that tells of it. A repeated request has the same: nothing is done, and no secret is answered. */
  @IsUUID() readonly entryId: string;
  /** For how long the present secret signs too; 0 ends it now. */
  @IsInt() @Min(0) @Max(168) readonly keepOldHours: number;
}

export class TestAuditStream extends AuditStreamAct {}

/** A stream, with its secret where one was made just now: it is shown once. */
export class AuditStreamWithSecret {
  @Nested(() => AuditStreamView) readonly stream: AuditStreamView;
  @IsOptional() @IsString() readonly secret?: string;
}

export class AuditStreamList {
  @ListOf(() => AuditStreamView) readonly streams: AuditStreamView[];
}

const at = '/internal/accounts/:accountId/audit-streams';
const get = { service: 'audit-service', method: 'GET' } as const;
const act = { service: 'audit-service', method: 'POST', idempotent: false } as const;

/** The streams of audit logs. They are audit-service's own, which takes no commands: so an act is a query with an effect (ADR 0073). */
export const AuditStreamQueries = {
  list: defineQuery({ ...get, path: at, request: ListAuditStreams, answer: AuditStreamList }),
  /** Of all accounts: those that are not `delivering` first, at most 1,000. */
  all: defineQuery({ ...get, path: '/internal/audit/streams', answer: listOf(AuditStreamOfAccount) }),
  create: defineQuery({ ...act, path: at, request: CreateAuditStream, answer: AuditStreamWithSecret }),
  change: defineQuery({ ...act, path: `${at}/:streamId`, request: ChangeAuditStream, answer: AuditStreamView }),
  remove: defineQuery({ ...act, path: `${at}/:streamId/removal`, request: RemoveAuditStream, answer: AuditStreamView }),
  rotateSecret: defineQuery({
    ...act,
    path: `${at}/:streamId/secret`,
    request: RotateAuditStreamSecret,
    answer: AuditStreamWithSecret,
  }),
  /** Sends a message that says it is a test, now, and waits for what becomes of it. */
  test: defineQuery({ ...act, path: `${at}/:streamId/test`, request: TestAuditStream, answer: WebhookAttempt }),
} as const;
