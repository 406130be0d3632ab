import type { RevocationReason } from './token-messages.js';

/** Why a token is refused; `unknown` covers every secret that belongs to no account. */
export type TokenRefusal = RevocationReason | 'expired' | 'unknown';

export interface TokenView {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly hint: string;
  readonly creatorId: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt?: string;
  readonly lastRefusedAt?: string;
  readonly state: 'working' | TokenRefusal;
  /** When it was revoked or expired. */
  readonly endedAt?: string;
}

/** `POST /internal/tokens/check` of token-service. The secret stays in the gateway, which sends its SHA-256 (hex). */
export interface CheckToken {
  readonly digest: string;
  /** How often this gateway accepted the token since its last check, and when. */
  readonly used?: { readonly count: number; readonly at: string };
  /** The newest time at which this gateway refused the token. */
  readonly refusedAt?: string;
}

export type TokenVerdict =
  | {
      readonly works: true;
      readonly tokenId: string;
      readonly accountId: string;
      readonly creatorId: string;
      readonly expiresAt: string;
    }
  | { readonly works: false; readonly why: TokenRefusal; readonly since?: string };

export const TokenQueries = {
  check: '/internal/tokens/check',
  /** GET: `TokenView[]`, newest first, ended ones too. */
  list: (accountId: string) => `/internal/accounts/${accountId}/tokens`,
} as const;
