import type { RevocationReason } from '@rollcall/contracts';
import type { Token } from '../domain/token.js';

/** A row of `tokens`, as SELECTed with `tokenColumns`. */
export interface TokenRow {
  readonly account_id: string;
  readonly id: string;
  readonly version: number;
  readonly token_hash: Buffer;
  readonly name: string;
  readonly hint: string;
  readonly creator_id: string;
  readonly creator_version: number;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
  readonly revoked_reason: RevocationReason | null;
}

/** The columns of `TokenRow`, of the table or alias `t`. */
export const tokenColumns = `t.account_id, t.id, t.version::int, t.token_hash, t.name, t.hint, t.creator_id,
  t.creator_version::int, t.created_at, t.expires_at, t.revoked_at, t.revoked_reason`;

export function tokenOf(row: TokenRow): Token {
  const { revoked_at: at, revoked_reason: reason } = row;
  return {
    id: row.id,
    accountId: row.account_id,
    version: row.version,
    name: row.name,
    hint: row.hint,
    creatorId: row.creator_id,
    creatorVersion: row.creator_version,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ...(at && reason ? { revoked: { reason, at: at.toISOString() } } : {}),
  };
}

/** What an INSERT reads with `newTokenRecord`. */
export function newTokenRow(token: Token, hash: Buffer): object {
  return {
    account_id: token.accountId,
    id: token.id,
    version: token.version,
    token_hash: `\\x${hash.toString('hex')}`,
    name: token.name,
    hint: token.hint,
    creator_id: token.creatorId,
    creator_version: token.creatorVersion,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    revoked_at: token.revoked?.at ?? null,
    revoked_reason: token.revoked?.reason ?? null,
  };
}

export const newTokenRecord = `account_id uuid, id uuid, version bigint, token_hash bytea, name text, hint text,
  creator_id uuid, creator_version bigint, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz,
  revoked_reason text`;
