import type { RawRecord } from '../codec/raw-record.js';

/** The place of one record on a topic. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Records of one partition that cannot be read any more: those from `from` on, up to and without `to`. */
export interface MissingRecords {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  /**
   * `removed`: their time on the topic was over before they were read. `begun-late`: so it was before anything was ever
   * read. `made-anew`: the topic is another one than the one that was read.
   */
  readonly why: 'removed' | 'begun-late' | 'made-anew';
}

/**
 * Where a reader stands, kept beside what it makes of the records, so that both are saved in one transaction: each
 * record then counts once, whatever fails.
 */
export interface KeptPositions {
  /** The offsets of the next records, of all partitions that were ever read. */
  positions(): Promise<readonly Position[]>;
  /** Saves that records are missing, and that the next one is at `to`. */
  miss(missing: MissingRecords): Promise<void>;
  /**
   * Handles records and saves the offsets after them, in one transaction.
   * @throws PositionsMoved where another reader stands elsewhere by now: nothing was saved
   */
  save(records: readonly RawRecord[]): Promise<void>;
}

/** Another reader has gone on from where this one stood. */
export class PositionsMoved extends Error {
  constructor() {
    super('another instance has read on from here');
    this.name = 'PositionsMoved';
  }
}
