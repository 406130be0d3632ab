import { isOpenAccount, readRows } from '@rollcall/persistence';
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { Token } from '../domain/token.js';
import type { TokenRow } from './entities/token-row.js';
import type { Peppers } from './peppers.js';
import type { TokenMover } from './token-mover.js';
import { tokenColumns, tokenOf } from './token-rows.js';

/** A token with what the moment says of its account. */
export interface FoundToken extends Token {
  readonly isOfClosingAccount: boolean;
}

/** Reads tokens from the database that decisions are committed to. */
export class TokenReadModel {
  private readonly byDigest: DataLoader<string, FoundToken | undefined>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly peppers: Peppers,
    private readonly mover: Pick<TokenMover, 'found'>,
  ) {
    this.byDigest = new DataLoader((digests) => this.find(digests), {
      cache: false, // calls share the statement only, never an earlier result
      maxBatchSize: 500,
      batchScheduleFn: (callback) => setImmediate(callback), // all look-ups of one turn of the event loop
    });
  }

  /** The token with this digest, of any account. Look-ups of one turn of the event loop share one statement. */
  async withDigest(digest: string): Promise<FoundToken | undefined> {
    return this.byDigest.load(digest);
  }

  private async find(digests: readonly string[]): Promise<(FoundToken | undefined)[]> {
    const hashes = digests.map((digest) => this.peppers.hashesOf(digest));
    const rows = await readRows<TokenRow & { readonly is_open: boolean }>(
      this.dataSource,
      `SELECT ${tokenColumns}, ${isOpenAccount('t.account_id')} AS is_open FROM tokens t WHERE t.token_hash = ANY($1::bytea[])`,
      [hashes.flat()],
      { keepPlan: true },
    );
    const found = new Map(rows.map((row) => [row.token_hash.toString('hex'), row]));
    return digests.map((digest, index) => {
      const row = hashes[index]?.map((hash) => found.get(hash.toString('hex'))).find((one) => one !== undefined);
      if (row) this.mover.found(row, digest);
      return row && { ...tokenOf(row), isOfClosingAccount: !row.is_open };
    });
  }
}
