import { readRows } from '@rollcall/persistence';
import type { Logger } from '@rollcall/service-kit';
import type { DataSource } from 'typeorm';
import type { TokenRow } from './entities/token-row.js';
import type { Peppers } from './peppers.js';

interface Move {
  readonly account_id: string;
  readonly id: string;
  /** Hashes as the database reads them. */
  readonly from: string;
  readonly to: string;
  readonly pepper_id: string;
}

const writeEveryMs = 1_000;
const countEveryMs = 60_000;

const hexOf = (hash: Buffer) => `\\x${hash.toString('hex')}`;

/**
 * Moves tokens to the current pepper as they are used: only then is their digest known. Writes once a second, in one
 * statement. A move that fails is made at the next use.
 */
export class TokenMover {
  /** Unrevoked tokens that would end with the previous pepper, as counted last. */
  remaining = 0;
  private moves = new Map<string, Move>();
  private timers: NodeJS.Timeout[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly peppers: Peppers,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  static start(dataSource: DataSource, peppers: Peppers, logger: Pick<Logger, 'warn'>): TokenMover {
    const mover = new TokenMover(dataSource, peppers, logger);
    mover.timers = [setInterval(() => void mover.write(), writeEveryMs)];
    if (peppers.areTwo) {
      mover.timers.push(setInterval(() => void mover.count(), countEveryMs));
      void mover.count();
    }
    return mover;
  }

  /** Takes note of a token that was found; does no I/O. */
  found(row: TokenRow, digest: string): void {
    const moved = this.peppers.movedHashOf(row.pepper_id, digest);
    if (!moved) return;
    const { account_id, id } = row;
    const move = { account_id, id, from: hexOf(row.token_hash), to: hexOf(moved.hash), pepper_id: moved.pepperId };
    this.moves.set(`${account_id}/${id}`, move);
  }

  /** Writes what was noted; never rejects. One write at a time. */
  async write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeMoves());
    return this.writing;
  }

  /** Counts what would end with the previous pepper; never rejects. */
  async count(): Promise<void> {
    await this.attempt('tokens of the previous pepper were not counted', async () => {
      const [row] = await readRows<{ count: number }>(
        this.dataSource,
        `SELECT count(*)::int AS count FROM tokens
          WHERE pepper_id <> $1 AND revoked_at IS NULL AND expires_at > now()`,
        [this.peppers.currentId],
      );
      this.remaining = row?.count ?? 0;
    });
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.write();
  }

  private async writeMoves(): Promise<void> {
    if (this.moves.size === 0) return;
    const moves = [...this.moves.values()];
    this.moves = new Map();
    await this.attempt('tokens were not moved to the current pepper', () => this.save(moves));
  }

  /** Skips rows that a decision or another instance has locked: their turn comes with the next use. */
  private async save(moves: readonly Move[]): Promise<void> {
    await readRows(
      this.dataSource,
      `WITH moves AS (
         SELECT t.account_id, t.id, r."to", r.pepper_id
           FROM json_to_recordset($1::json)
                AS r(account_id uuid, id uuid, "from" bytea, "to" bytea, pepper_id text)
           JOIN tokens t ON t.account_id = r.account_id AND t.id = r.id AND t.token_hash = r."from"
            FOR UPDATE OF t SKIP LOCKED
       )
       UPDATE tokens t SET token_hash = m."to", pepper_id = m.pepper_id
         FROM moves m WHERE t.account_id = m.account_id AND t.id = m.id`,
      [JSON.stringify(moves)],
    );
  }

  private async attempt(failure: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.logger.warn(`${failure}: it is tried again`, { error });
    }
  }
}
