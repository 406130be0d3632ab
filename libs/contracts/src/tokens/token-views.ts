import { IsDateString, IsIn, IsOptional, IsString, IsUUID } from 'class-validator';
import { leniencyLevels, type LeniencyLevel } from './leniency.js';
import { tokenProviders, type TokenProvider } from './token-provider.js';
import { revocationReasons } from './revocation-reason.js';
import { tokenPurposes, type TokenPurpose } from './token-purpose.js';

const ends = [...revocationReasons, 'expired', 'unknown'] as const;

/**
 * Why a token is refused; `unknown` covers every secret that belongs to no account. A token of an account that is being closed has not
 * ended: it works again when the account is reopened.
 */
export const tokenRefusals = [...ends, 'account-closing'] as const;
export type TokenRefusal = (typeof tokenRefusals)[number];

export const tokenStates = ['working', ...ends] as const;

export class TokenView {
  @IsUUID() readonly id: string;
  @IsUUID() readonly accountId: string;
  @IsString() readonly name: string;
  @IsString() readonly hint: string;
  @IsUUID() readonly creatorId: string;
  @IsDateString() readonly createdAt: string;
  @IsDateString() readonly expiresAt: string;
  @IsOptional() @IsDateString() readonly lastUsedAt?: string;
  @IsOptional() @IsDateString() readonly lastRefusedAt?: string;
  @IsIn(tokenStates) readonly state: (typeof tokenStates)[number];
  /** Absent in answers of older versions, which knew `named` only. */
  @IsOptional() @IsIn(leniencyLevels) readonly leniency?: LeniencyLevel;
  /** The identity provider that it is for, if that was said. */
  @IsOptional() @IsIn(tokenProviders) readonly provider?: TokenProvider;
  /** Absent where it is `scim`. */
  @IsOptional() @IsIn(tokenPurposes) readonly purpose?: TokenPurpose;
  /** When it was revoked or expired. */
  @IsOptional() @IsDateString() readonly endedAt?: string;
}

/** What is shown of a token beside its id; of ended ones too, until the account ends. */
export class TokenBrief {
  @IsUUID() readonly id: string;
  @IsString() readonly name: string;
  @IsUUID() readonly creatorId: string;
  /** Absent where it is `scim`. */
  @IsOptional() @IsIn(tokenPurposes) readonly purpose?: TokenPurpose;
  @IsIn(tokenStates) readonly state: (typeof tokenStates)[number];
  /** When it was revoked or expired. */
  @IsOptional() @IsDateString() readonly endedAt?: string;
}

/** The token is valid. */
export class AcceptedToken {
  @IsIn([true]) readonly works: true;
  @IsUUID() readonly tokenId: string;
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly creatorId: string;
  @IsDateString() readonly expiresAt: string;
  /** Absent where it is `named`. */
  @IsOptional() @IsIn(leniencyLevels) readonly leniency?: LeniencyLevel;
  /** The identity provider that it is for, if that was said. */
  @IsOptional() @IsIn(tokenProviders) readonly provider?: TokenProvider;
  /** Absent where it is `scim`. */
  @IsOptional() @IsIn(tokenPurposes) readonly purpose?: TokenPurpose;
}

export class RefusedToken {
  @IsIn([false]) readonly works: false;
  @IsIn(tokenRefusals) readonly why: TokenRefusal;
  @IsOptional() @IsDateString() readonly since?: string;
  /** Whose token it is, unless it is unknown: not who asks, but who is to know that it is still used. */
  @IsOptional() @IsUUID() readonly accountId?: string;
  @IsOptional() @IsUUID() readonly tokenId?: string;
  /** The identity provider that it was for, if that was said. */
  @IsOptional() @IsIn(tokenProviders) readonly provider?: TokenProvider;
}

export type TokenVerdict = AcceptedToken | RefusedToken;
