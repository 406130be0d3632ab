import { ArrayMaxSize, IsArray, IsDateString, IsIn, IsInt, IsOptional, IsString, IsUUID, Min } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { auditLogs, type AuditLog } from './audit-views.js';

/** Asks for the file that proves one log of an account (ADR 0062), page by page. */
export class FindAuditProof {
  @IsUUID() readonly accountId: string;
  @IsIn(auditLogs) readonly log: AuditLog;
  /** The size of the checkpoint that proves it, as the first page names it; without it the newest one. */
  @IsOptional() @IsInt() @Min(0) readonly checkpoint?: number;
  /** Sizes of earlier checkpoints from which on it is to be proved. */
  @IsOptional() @IsArray() @ArrayMaxSize(16) @IsInt({ each: true }) @Min(0, { each: true }) readonly anchors?: number[];
  /** Only entries behind this one are to be proved: those before it stand as hashes. */
  @IsOptional() @IsInt() @Min(0) readonly after?: number;
  /** The `next` of the page before; without it the lines before the first entry. */
  @IsOptional() @IsInt() @Min(1) readonly next?: number;
}

/** Lines of the file; without a checkpoint there are none, because nothing was signed of this log yet. */
export class AuditProofPage {
  @IsArray() @IsString({ each: true }) readonly lines: string[];
  @IsOptional() @IsInt() readonly checkpoint?: number;
  /** Where the next page begins. Absent on the last one. */
  @IsOptional() @IsInt() readonly next?: number;
}

/** The newest checkpoint of the installation's log. */
export class AuditCheckpoint {
  /** What verifies its signature: a verifier key of c2sp.org/signed-note. */
  @IsString() readonly key: string;
  /** The signed note (c2sp.org/tlog-checkpoint). Absent where nothing was signed yet. */
  @IsOptional() @IsString() readonly note?: string;
  @IsOptional() @IsDateString() readonly signedAt?: string;
}

/** Takes a person's id, and where from the person acted, out of an account's log for good; its proofs stay (rule 25). */
export class StrikePerson {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly userId: string;
}

export class StruckPerson {
  /** How many entries were changed. Absent where the log does not say that the person was erased: nothing was done. */
  @IsOptional() @IsInt() readonly entries?: number;
}

const base = { service: 'audit-service', method: 'POST' } as const;

export const AuditProofQueries = {
  proof: defineQuery({ ...base, path: '/internal/audit/proof', request: FindAuditProof, answer: AuditProofPage }),
  checkpoint: defineQuery({
    service: 'audit-service',
    method: 'GET',
    path: '/internal/audit/checkpoint',
    answer: AuditCheckpoint,
  }),
  strike: defineQuery({
    ...base,
    path: '/internal/audit/strike',
    request: StrikePerson,
    answer: StruckPerson,
    idempotent: false,
  }),
} as const;
