import type { AuditLog } from '@rollcall/contracts';
import type { ExportSource, LoggedEntry, PlacedStatement } from '@rollcall/audit-proof';
import { readRows, type DataSource } from '@rollcall/persistence';
import { loggedEntry, type LoggableSource, type StruckIds } from '../../proofs/logged-entry.js';
import type { EntryRow } from '../entities/entry-row.js';
import { entryColumns, tableOf } from '../kept-entry.js';
import { installationLog } from './state-logs.js';
import { storedTiles } from './stored-tiles.js';

/** Which log is to be proved. */
export interface ProofOf {
  readonly accountId: string;
  readonly log: AuditLog;
  /** The size of the checkpoint that proves it; the newest one where none is named. */
  readonly checkpoint?: number | undefined;
  /** The entry behind which it begins; before the first one that is kept where none is named. */
  readonly after?: number | undefined;
  /** Sizes of earlier checkpoints, which the proof begins with. */
  readonly anchors?: readonly number[] | undefined;
}

export interface KeptCheckpoint {
  readonly size: number;
  readonly note: string;
  readonly signedAt: Date;
}

/** What the proofs of logs are made of. */
export class ProofReadModel {
  constructor(private readonly reads: DataSource) {}

  /** A checkpoint of this size, or the newest. */
  async checkpoint(size?: number): Promise<KeptCheckpoint | undefined> {
    const [row] = await readRows<{ size: string; note: string; signed_at: Date }>(
      this.reads,
      'SELECT size, note, signed_at FROM checkpoints WHERE $1::bigint IS NULL OR size = $1 ORDER BY size DESC LIMIT 1',
      [size ?? null],
    );
    return row && { size: Number(row.size), note: row.note, signedAt: row.signed_at };
  }

  /** What an account's log is proved by, or undefined where nothing was signed of it yet. */
  async source({
    accountId,
    log,
    checkpoint: asked,
    after = 0,
    anchors = [],
  }: ProofOf): Promise<ExportSource | undefined> {
    const checkpoint = await this.checkpoint(asked);
    const statement = checkpoint && (await this.statementIn(checkpoint.size, accountId, log));
    if (!statement) return undefined;
    const [successions, first, ...earlier] = await Promise.all([
      this.successions(),
      this.firstSeq(accountId, log, statement.size),
      ...anchors.map(async (size) => ({ size, statement: await this.statementIn(size, accountId, log) })),
    ]);
    return {
      account: accountId,
      class: log,
      checkpoint,
      successions,
      statement,
      from: Math.max(first, Math.min(after, statement.size) + 1),
      anchors: earlier,
      installationTiles: storedTiles(this.reads, installationLog.account_id, installationLog.log),
      accountTiles: storedTiles(this.reads, accountId, log),
    };
  }

  /** Entries of a log that follow each other, as it proves them. */
  async entries(accountId: string, log: AuditLog, from: number, to: number): Promise<LoggedEntry[]> {
    const [struck, rows] = await Promise.all([
      this.struckIds(accountId),
      readRows<EntryRow & LoggableSource>(
        this.reads,
        `SELECT ${entryColumns}, s.address, s.user_agent, s.salt, s.address_hash, s.user_agent_hash
           FROM ${tableOf[log]} e
           LEFT JOIN sources s ON s.account_id = e.account_id AND s.day = e.day AND s.id = e.source_id
          WHERE e.account_id = $1 AND e.seq BETWEEN $2 AND $3 ORDER BY e.seq, e.day`,
        [accountId, from, to],
      ),
    ]);
    return rows.map((row) => loggedEntry(row, row.source_id === null ? null : row, struck));
  }

  private async statementIn(size: number, accountId: string, log: AuditLog): Promise<PlacedStatement | undefined> {
    const [row] = await readRows<{ leaf_index: string; size: string; root: Buffer }>(
      this.reads,
      `SELECT leaf_index, size, root FROM log_statements WHERE account_id = $1 AND log = $2 AND leaf_index < $3 ORDER BY leaf_index DESC LIMIT 1`,
      [accountId, log, size],
    );
    return row && { index: Number(row.leaf_index), size: Number(row.size), root: row.root };
  }

  /** The first entry that the account still keeps, or the one after the last where none is: days go as a whole. */
  private async firstSeq(accountId: string, log: AuditLog, size: number): Promise<number> {
    const [row] = await readRows<{ first: string | null }>(
      this.reads,
      'SELECT min(first_seq) AS first FROM account_days WHERE account_id = $1 AND log = $2 AND day >= first_kept_day($1, $2)',
      [accountId, log],
    );
    return Math.min(Number(row?.first ?? size + 1), size + 1);
  }

  private async successions(): Promise<string[]> {
    const rows = await readRows<{ note: string }>(this.reads, 'SELECT note FROM key_successions ORDER BY at');
    return rows.map(({ note }) => note);
  }

  private async struckIds(accountId: string): Promise<StruckIds> {
    const rows = await readRows<{ stand_in: string; id_hash: Buffer }>(
      this.reads,
      'SELECT stand_in, id_hash FROM struck_ids WHERE account_id = $1',
      [accountId],
    );
    return new Map(rows.map(({ stand_in: standIn, id_hash: hash }) => [standIn, hash.toString('base64')]));
  }
}
