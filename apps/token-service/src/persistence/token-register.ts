import type { TokenView } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { viewOf, type Token } from '../domain/token.js';
import type { KeyedHash } from './keyed-hash.js';
import type { TokenRow } from './entities/token-row.js';
import { tokenColumns, tokenOf } from './token-rows.js';

interface UsedTokenRow extends TokenRow {
  readonly last_used_at: Date | null;
  readonly last_refused_at: Date | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads tokens from the database that the service has just committed to. */
export class TokenRegister {
  private readonly byHash: DataLoader<Buffer, Token | undefined>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly hashOf: KeyedHash,
  ) {
    this.byHash = new DataLoader((hashes) => this.find(hashes), {
      cache: false, // only the statement is shared, never what it found
      maxBatchSize: 500,
      batchScheduleFn: (callback) => setImmediate(callback), // everything that this turn of the event loop brought
    });
  }

  /** The token with this digest, of whatever account. Look-ups of one tick are one statement. */
  async withDigest(digest: string): Promise<Token | undefined> {
    return this.byHash.load(this.hashOf(digest));
  }

  /** All tokens of an account, newest first, dead ones too. */
  async of(accountId: string, now: Date): Promise<TokenView[]> {
    if (!uuid.test(accountId)) return [];
    const rows = await readRows<UsedTokenRow>(
      this.dataSource,
      `SELECT ${tokenColumns}, u.last_used_at, u.last_refused_at
         FROM tokens t LEFT JOIN token_uses u ON u.account_id = t.account_id AND u.token_id = t.id
        WHERE t.account_id = $1 ORDER BY t.created_at DESC, t.id DESC LIMIT 1000`,
      [accountId],
    );
    return rows.map((row) => ({
      ...viewOf(tokenOf(row), now),
      ...(row.last_used_at ? { lastUsedAt: row.last_used_at.toISOString() } : {}),
      ...(row.last_refused_at ? { lastRefusedAt: row.last_refused_at.toISOString() } : {}),
    }));
  }

  private async find(hashes: readonly Buffer[]): Promise<(Token | undefined)[]> {
    const rows = await readRows<TokenRow>(
      this.dataSource,
      `SELECT ${tokenColumns} FROM tokens t WHERE t.token_hash = ANY($1::bytea[])`,
      [hashes],
      { keepPlan: true },
    );
    const found = new Map(rows.map((row) => [row.token_hash.toString('hex'), tokenOf(row)]));
    return hashes.map((hash) => found.get(hash.toString('hex')));
  }
}
