import { columnNames, recordColumns, selectedColumns, type WrittenRow } from '@rollcall/persistence';
import type { Token } from '../domain/token.js';
import { TokenRow } from './entities/token-row.js';
import type { StoredHash } from './peppers.js';

/** The columns of `TokenRow`, for a table or alias `t`. */
export const tokenColumns = selectedColumns(TokenRow, 't');

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
    leniency: row.leniency,
    ...(row.provider === null ? {} : { provider: row.provider }),
    purpose: row.purpose,
    ...(at && reason ? { revoked: { reason, at: at.toISOString() } } : {}),
  };
}

/** A new token as the INSERT reads it with `newTokenRecord`. */
export function newTokenRow(token: Token, { hash, pepperId }: StoredHash): WrittenRow<TokenRow> {
  return {
    account_id: token.accountId,
    id: token.id,
    version: token.version,
    token_hash: `\\x${hash.toString('hex')}`,
    pepper_id: pepperId,
    name: token.name,
    hint: token.hint,
    creator_id: token.creatorId,
    creator_version: token.creatorVersion,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    leniency: token.leniency,
    provider: token.provider ?? null,
    purpose: token.purpose,
    revoked_at: token.revoked?.at ?? null,
    revoked_reason: token.revoked?.reason ?? null,
    told_days_left: null,
  };
}

export const newTokenRecord = recordColumns(TokenRow);
export const newTokenColumns = columnNames(TokenRow).join(', ');
