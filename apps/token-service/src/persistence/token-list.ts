import type { TokenView } from '@rollcall/contracts';
import type { DataSource } from 'typeorm';
import { viewOf } from '../domain/token.js';
import { TokenRow } from './entities/token-row.js';
import { TokenUseRow } from './entities/token-use-row.js';
import { tokenOf } from './token-rows.js';

/** A token that was used has its use; nothing in the database ties the two, so that writing uses never waits. */
interface ListedToken extends TokenRow {
  readonly use: TokenUseRow | null;
}

const maxListed = 1_000;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Tokens as admins and operators see them. */
export class TokenList {
  constructor(private readonly reads: DataSource) {}

  /** All tokens of an account, newest first, dead ones too. */
  async of(accountId: string, now: Date): Promise<TokenView[]> {
    if (!uuid.test(accountId)) return [];
    const rows = await this.reads
      .createQueryBuilder(TokenRow, 't')
      .leftJoinAndMapOne('t.use', TokenUseRow, 'u', 'u.account_id = t.account_id AND u.token_id = t.id')
      .where('t.account_id = :accountId', { accountId })
      .orderBy('t.created_at', 'DESC')
      .addOrderBy('t.id', 'DESC')
      .limit(maxListed) // one use per token: so many rows are so many tokens
      .getMany();
    const listed = rows as ListedToken[]; // TypeORM does not type what a join maps
    return listed.map((row) => ({
      ...viewOf(tokenOf(row), now),
      ...(row.use?.last_used_at ? { lastUsedAt: row.use.last_used_at.toISOString() } : {}),
      ...(row.use?.last_refused_at ? { lastRefusedAt: row.use.last_refused_at.toISOString() } : {}),
    }));
  }
}
