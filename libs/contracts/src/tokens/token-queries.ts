import {
  ArrayMaxSize,
  IsArray,
  IsDateString,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Min,
} from 'class-validator';
import { defineQuery } from '../define/query.js';
import { listOf, oneOf } from '../define/shape.js';
import { Nested } from '../schema/nested.js';
import { tokenPurposes, type TokenPurpose } from './token-purpose.js';
import type { TokenSignature } from './token-signature.js';
import { AcceptedToken, RefusedToken, TokenBrief, TokenView } from './token-views.js';

/** How often a token was accepted since the last report, and when last. */
export class TokenUse {
  @IsInt() @Min(0) readonly count: number;
  @IsDateString() readonly at: string;
}

/** The secret stays in the gateway, which sends its SHA-256 (hex). */
export class CheckToken {
  @Matches(/^[0-9a-f]{64}$/) readonly digest: string;
  /** The use of the token since this gateway's last check. */
  @IsOptional() @Nested(() => TokenUse) readonly used?: TokenUse;
  /** The newest time at which this gateway refused the token. */
  @IsOptional() @IsDateString() readonly refusedAt?: string;
  /** What it is to open, `scim` where nothing is said: a token for something else is unknown. */
  @IsOptional() @IsIn(tokenPurposes) readonly purpose?: TokenPurpose;
}

/** Asks for the signature of a new token. The caller sends the SHA-256 (hex) of the token's body, never the token. */
export class SignToken {
  @Matches(/^[0-9a-f]{64}$/) readonly bodyDigest: string;
}

/** What the caller appends to the body of the token. */
export class SignedToken implements TokenSignature {
  @Matches(/^[0-9A-Za-z]{4}$/) readonly keyId: string;
  @Matches(/^[0-9A-Za-z]{11}$/) readonly signature: string;
}

export class ListTokens {
  @IsString() readonly accountId: string;
}

export class FindTokenBriefs {
  @IsUUID() readonly accountId: string;
  @IsArray() @ArrayMaxSize(5_000) @IsString({ each: true }) readonly tokenIds: readonly string[];
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
  sign: defineQuery({
    service,
    method: 'POST',
    path: '/internal/tokens/sign',
    request: SignToken,
    answer: SignedToken,
  }),
  /** Newest first, ended ones too. */
  list: defineQuery({
    service,
    method: 'GET',
    path: '/internal/accounts/:accountId/tokens',
    request: ListTokens,
    answer: listOf(TokenView),
  }),
  /** Ended tokens too; unknown ids are left out. */
  briefs: defineQuery({
    service,
    method: 'POST',
    path: '/internal/tokens/briefs',
    request: FindTokenBriefs,
    answer: listOf(TokenBrief),
  }),
} as const;
