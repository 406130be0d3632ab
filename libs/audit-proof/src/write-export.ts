import {
  hashesInTiles,
  proveConsistency,
  proveInclusion,
  tilesOf,
  tileWidth,
  type Hash,
  type Tile,
  type TileReader,
  type TreeHead,
} from '@rollcall/transparency-log';
import type { AccountLog } from './account-statement.js';
import { exportLine } from './export-lines.js';
import type { LoggedEntry } from './entry-leaf.js';
import type { AnchorProof, ProvedStatement } from './export-records.js';

/** A statement about an account's log, and its place in the installation log. */
export interface PlacedStatement extends TreeHead {
  readonly index: number;
}

/** What is exported, and from where. */
export interface ExportSource extends AccountLog {
  /** The signed checkpoint of the installation log, and that log's size in it. */
  readonly checkpoint: { readonly note: string; readonly size: number };
  readonly successions: readonly string[];
  /** The account's statement that the checkpoint covers. */
  readonly statement: PlacedStatement;
  /** The first entry that is still kept. */
  readonly from: number;
  /** Sizes of earlier checkpoints, each with the account's last statement in it. */
  readonly anchors: readonly { readonly size: number; readonly statement?: PlacedStatement }[];
  readonly installationTiles: TileReader;
  readonly accountTiles: TileReader;
  /** The frontier of the account's log before `from`. */
  before(): Promise<readonly Hash[]>;
  /** The entries from `from` to the statement's size, in their order. */
  entries(): AsyncIterable<LoggedEntry>;
}

/** The lines of a file that proves an account's log, each without its newline. */
export async function* exportLines(source: ExportSource): AsyncGenerator<string> {
  const { account, class: kind, from, successions, checkpoint, statement } = source;
  const proved = await proveStatement(source, statement, checkpoint.size);
  const log = { account, class: kind, from, before: await source.before() };
  yield exportLine({ kind: 'header', ...log, checkpoint: checkpoint.note, statement: proved, successions });
  for (const anchor of source.anchors) yield exportLine(await proveAnchor(source, anchor));
  yield* tileLines(source);
  let entries = 0;
  for await (const entry of source.entries()) {
    if (entries === 0 || (entry.seq - 1) % tileWidth === 0) yield* fullTileOf(entry, source);
    entries++;
    yield exportLine({ kind: 'entry', entry });
  }
  yield exportLine({ kind: 'end', entries });
}

/** All tiles but the full ones of level 0; the highest level first. */
async function* tileLines({ statement, accountTiles }: ExportSource): AsyncGenerator<string> {
  const tiles = tilesOf(statement.size).filter(({ level, width }) => level > 0 || width < tileWidth);
  for (const tile of tiles.toReversed()) yield* tileLine(tile, accountTiles);
}

/** The full tile of level 0 that an entry is in. */
async function* fullTileOf({ seq }: LoggedEntry, { statement, accountTiles }: ExportSource): AsyncGenerator<string> {
  const index = Math.floor((seq - 1) / tileWidth);
  if ((index + 1) * tileWidth <= statement.size) yield* tileLine({ level: 0, index, width: tileWidth }, accountTiles);
}

async function* tileLine(tile: Tile, tiles: TileReader): AsyncGenerator<string> {
  const [hashes] = await tiles.readTiles([tile]);
  if (hashes) yield exportLine({ kind: 'tile', tile, hashes });
}

async function proveStatement(
  { installationTiles }: ExportSource,
  { index, size, root }: PlacedStatement,
  logSize: number,
): Promise<ProvedStatement> {
  const proof = await proveInclusion(index, logSize, hashesInTiles(logSize, installationTiles));
  return { index, size, root, proof };
}

async function proveAnchor(
  source: ExportSource,
  { size, statement }: ExportSource['anchors'][number],
): Promise<AnchorProof> {
  const { checkpoint, installationTiles, accountTiles } = source;
  const proof = await proveConsistency(size, checkpoint.size, hashesInTiles(checkpoint.size, installationTiles));
  if (!statement) return { kind: 'anchor', size, proof };
  const now = source.statement.size;
  const consistency = await proveConsistency(statement.size, now, hashesInTiles(now, accountTiles));
  return { kind: 'anchor', size, proof, account: { ...(await proveStatement(source, statement, size)), consistency } };
}
