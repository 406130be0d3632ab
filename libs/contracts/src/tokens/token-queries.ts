import { Type } from 'class-transformer';
import { IsDateString, IsInt, IsOptional, IsString, Matches, Min, ValidateNested } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { listOf, oneOf } from '../define/shape.js';
import { AcceptedToken, RefusedToken, TokenView } from './token-views.js';

/** How often a token was accepted since the last report, and when last. */
export class TokenUse {
  @IsInt() @Min(0) readonly count: number;
  @IsDateString() readonly at: string;
}

/** The secret stays in the gateway, which sends its SHA-256 (hex). */
export class CheckToken {
  @Matches(/^[0-9a-f]{64}$/) readonly digest: string;
  /** The use of the token since this gateway's last check. */
  @IsOptional() @ValidateNested() @Type(() => TokenUse) readonly used?: TokenUse;
  /** The newest time at which this gateway refused the token. */
  @IsOptional() @IsDateString() readonly refusedAt?: string;
}

export class ListTokens {
  @IsString() readonly accountId: string;
}

const service = 'token-service';

export const TokenQueries = {
  check: defineQuery({
    service,
    method: 'POST',
    path: '/internal/tokens/check',
    request: CheckToken,
    answer: oneOf(AcceptedToken, RefusedToken),
  }),
  /** Newest first, ended ones too. */
  list: defineQuery({
    service,
    method: 'GET',
    path: '/internal/accounts/:accountId/tokens',
    request: ListTokens,
    answer: listOf(TokenView),
  }),
} as const;
