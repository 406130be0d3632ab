import type { Hash, Tile } from '@rollcall/transparency-log';
import type { AccountLog } from './account-statement.js';
import type { LoggedEntry } from './entry-leaf.js';

/** The form of the file; another form gets another number. */
export const exportFormat = 'rollcall.audit.export/1';

/** That the installation log has a statement about the account's log. */
export interface ProvedStatement {
  /** The statement's place in the installation log, from 0. */
  readonly index: number;
  /** How long the account's log was, and its root. */
  readonly size: number;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** The first line: whose log this is, and who says so. */
export interface ExportHeader extends AccountLog {
  readonly kind: 'header';
  /** The first `seq` of the file. What came before is no longer kept, and stands as the hashes of `before`. */
  readonly from: number;
  /** The frontier of the account's log before `from`. */
  readonly before: readonly Hash[];
  /** The signed checkpoint of the installation log: a note (c2sp.org/tlog-checkpoint). */
  readonly checkpoint: string;
  readonly statement: ProvedStatement;
  /** Which keys followed each other: notes signed by both, the first one first. */
  readonly successions: readonly string[];
}

/** That an earlier checkpoint, which somebody has kept, is a beginning of this one. */
export interface AnchorProof {
  readonly kind: 'anchor';
  /** The size of the earlier checkpoint. */
  readonly size: number;
  readonly proof: readonly Hash[];
  /** What was said of the account then, and that its log now begins with its log of then. Not there where nothing was said yet. */
  readonly account?: ProvedStatement & { readonly consistency: readonly Hash[] };
}

/**
 * The hashes of a tile of the account's log. They tell which entries are wrong, where some are. A full tile of level 0 stands before
 * its entries, all others before all entries.
 */
export interface TileRecord {
  readonly kind: 'tile';
  readonly tile: Tile;
  readonly hashes: Buffer;
}

export interface EntryRecord {
  readonly kind: 'entry';
  readonly entry: LoggedEntry;
}

/** The last line: nothing was cut off. */
export interface ExportEnd {
  readonly kind: 'end';
  readonly entries: number;
}

export type ExportRecord = ExportHeader | AnchorProof | TileRecord | EntryRecord | ExportEnd;
