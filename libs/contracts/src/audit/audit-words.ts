import { IsOptional, IsString, MaxLength } from 'class-validator';

/** What a search may be narrowed by, one word each; the same words are the keys of a phrase (`q`). */
export const auditWords = [
  'actor',
  'by',
  'about',
  'user',
  'team',
  'token',
  'type',
  'outcome',
  'code',
  'status',
  'request',
  'address',
  'from',
  'to',
] as const;
export type AuditWord = (typeof auditWords)[number];

const longest = 1_000;

/**
 * A search, as people write it: audit-service reads and checks the texts. Several values of one word stand behind
 * commas.
 */
export class AuditWords implements Partial<Record<AuditWord | 'q', string>> {
  @IsOptional() @IsString() @MaxLength(longest) readonly actor?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly by?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly about?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly user?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly team?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly token?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly type?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly outcome?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly code?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly status?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly request?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly address?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly from?: string;
  @IsOptional() @IsString() @MaxLength(longest) readonly to?: string;
  /** The same words in one line: `type:user.* -by:system about:ann@example.com`. */
  @IsOptional() @IsString() @MaxLength(2_000) readonly q?: string;
}
