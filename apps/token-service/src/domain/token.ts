import type { LeniencyLevel, RevocationReason, TokenProvider, TokenPurpose, TokenView } from '@rollcall/contracts';

/** A SCIM or audit token. It holds no secret: the database has a keyed hash of it. */
export interface Token {
  readonly id: string;
  readonly accountId: string;
  readonly version: number;
  readonly name: string;
  readonly hint: string;
  readonly creatorId: string;
  /**
   * The creator's version when the token was made. A later event about the creator can revoke it, an earlier one
   * cannot.
   */
  readonly creatorVersion: number;
  /** RFC 3339, UTC, like all times here. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly leniency: LeniencyLevel;
  readonly provider?: TokenProvider;
  readonly purpose: TokenPurpose;
  readonly revoked?: { readonly reason: RevocationReason; readonly at: string };
}

/** The state of a token at a moment. A revocation takes precedence over an expiry, because it says more. */
export function stateOf(token: Token, now: Date): Pick<TokenView, 'state' | 'endedAt'> {
  if (token.revoked) return { state: token.revoked.reason, endedAt: token.revoked.at };
  if (Date.parse(token.expiresAt) <= now.getTime()) return { state: 'expired', endedAt: token.expiresAt };
  return { state: 'working' };
}

export function viewOf(token: Token, now: Date): TokenView {
  const { id, accountId, name, hint, creatorId, createdAt, expiresAt, leniency } = token;
  const about = { id, accountId, name, hint, creatorId, createdAt, expiresAt, leniency };
  return { ...about, ...providerShown(token), ...purposeShown(token), ...stateOf(token, now) };
}

/** The identity provider that a token is for, if that was said. */
export const providerShown = ({ provider }: Pick<Token, 'provider'>): Pick<TokenView, 'provider'> =>
  provider === undefined ? {} : { provider };

/** What is said of a token's purpose: nothing of SCIM's, as before there was another. */
export const purposeShown = ({ purpose }: Pick<Token, 'purpose'>): Pick<TokenView, 'purpose'> =>
  purpose === 'scim' ? {} : { purpose };
