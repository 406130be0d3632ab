import { IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, Min } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { auditLogs, type AuditLog } from './audit-views.js';
import { AuditWords } from './audit-words.js';

/**
 * How entries are written: one JSON object a line, as searches answer them; CSV (RFC 4180); events of OCSF 1.8, one a line.
 */
export const auditExportFormats = ['ndjson', 'csv', 'ocsf'] as const;
export type AuditExportFormat = (typeof auditExportFormats)[number];

/** The largest page of an export. */
export const maxExportPage = 2_000;

/** Entries of one log of an account, oldest first, as lines of a file. Refuses with `audit-question-invalid` what cannot be read. */
export class ExportAuditEntries extends AuditWords {
  @IsUUID() readonly accountId: string;
  @IsIn(auditLogs) readonly log: AuditLog;
  @IsIn(auditExportFormats) readonly format: AuditExportFormat;
  /** The number of the entry behind which the page begins: of the last one that is there already. Without it the file begins. */
  @IsOptional() @IsInt() @Min(0) readonly after?: number;
  /** The number of the last entry: of the newest one when the export began, as the first page says. */
  @IsOptional() @IsInt() @Min(0) readonly upTo?: number;
  @IsInt() @Min(1) @Max(maxExportPage) readonly limit: number;
}

export class AuditExportPage {
  /** Without their ends. */
  @IsArray() @IsString({ each: true }) readonly lines: string[];
  /** Where the next page begins, as `after`. Absent where the log is at its end. */
  @IsOptional() @IsInt() readonly next?: number;
  /** Where the export ends, for the next page: who exports a log that grows comes to an end. */
  @IsOptional() @IsInt() readonly upTo?: number;
}

export const AuditExportQueries = {
  page: defineQuery({
    service: 'audit-service',
    method: 'POST',
    path: '/internal/audit/export',
    request: ExportAuditEntries,
    answer: AuditExportPage,
  }),
} as const;
