import { readRows } from '@rollcall/persistence';
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { Token } from '../domain/token.js';
import type { KeyedHash } from './keyed-hash.js';
import type { TokenRow } from './entities/token-row.js';
import { tokenColumns, tokenOf } from './token-rows.js';

/** Reads tokens from the database that decisions are committed to. */
export class TokenReadModel {
  private readonly byHash: DataLoader<Buffer, Token | undefined>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly hashOf: KeyedHash,
  ) {
    this.byHash = new DataLoader((hashes) => this.find(hashes), {
      cache: false, // calls share the statement only, never an earlier result
      maxBatchSize: 500,
      batchScheduleFn: (callback) => setImmediate(callback), // all look-ups of one turn of the event loop
    });
  }

  /** The token with this digest, of any account. Look-ups of one turn of the event loop share one statement. */
  async withDigest(digest: string): Promise<Token | undefined> {
    return this.byHash.load(this.hashOf(digest));
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
