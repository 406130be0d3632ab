import { isUuid, type TokenBrief, type TokenView } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import type { DataSource } from 'typeorm';
import { purposeShown, stateOf, viewOf } from '../domain/token.js';
import { TokenRow } from './entities/token-row.js';
import { TokenUseRow } from './entities/token-use-row.js';
import { tokenColumns, tokenOf } from './token-rows.js';

/** A token with its last use; both times are null for a token that was never used. */
type ListedToken = TokenRow & Pick<TokenUseRow, 'last_used_at' | 'last_refused_at'>;

const maxListed = 1_000;

/** The tokens of an account, for admins and operators. */
export class TokenListReadModel {
  constructor(private readonly reads: DataSource) {}

  /** The tokens of an account, newest first, ended ones too: of very many those that work, and the newest of the others. */
  async of(accountId: string, now: Date): Promise<TokenView[]> {
    if (!isUuid(accountId)) return [];
    const rows = await this.reads
      .createQueryBuilder()
      .select(tokenColumns)
      .addSelect('u.last_used_at, u.last_refused_at')
      .from(TokenRow, 't')
      .leftJoin(TokenUseRow, 'u', 'u.account_id = t.account_id AND u.token_id = t.id')
      .where('t.account_id = :accountId', { accountId })
      .orderBy('t.revoked_at IS NULL AND t.expires_at > now()', 'DESC')
      .addOrderBy('t.created_at', 'DESC')
      .addOrderBy('t.id', 'DESC')
      .limit(maxListed)
      .getRawMany<ListedToken>();
    return rows.toSorted(newestFirst).map((row) => ({
      ...viewOf(tokenOf(row), now),
      ...(row.last_used_at ? { lastUsedAt: row.last_used_at.toISOString() } : {}),
      ...(row.last_refused_at ? { lastRefusedAt: row.last_refused_at.toISOString() } : {}),
    }));
  }

  /** What is shown of tokens beside their ids, ended ones too; unknown ids are left out. */
  async briefs(accountId: string, tokenIds: readonly string[], now: Date): Promise<TokenBrief[]> {
    const rows = await readRows<TokenRow>(
      this.reads,
      `SELECT ${tokenColumns} FROM tokens t WHERE t.account_id = $1 AND t.id = ANY($2::uuid[])`,
      [accountId, tokenIds.filter((id) => isUuid(id))],
    );
    return rows.map((row) => {
      const token = tokenOf(row);
      const { id, name, creatorId } = token;
      return { id, name, creatorId, ...purposeShown(token), ...stateOf(token, now) };
    });
  }
}

const newestFirst = (a: TokenRow, b: TokenRow) =>
  b.created_at.getTime() - a.created_at.getTime() || (a.id < b.id ? 1 : -1);
