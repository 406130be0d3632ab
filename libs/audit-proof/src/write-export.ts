import {
  coveringNodes,
  hashesInTiles,
  hashLength,
  proveConsistency,
  proveInclusion,
  tilesOf,
  tileWidth,
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
  readonly anchors: readonly { readonly size: number; readonly statement?: PlacedStatement | undefined }[];
  readonly installationTiles: TileReader;
  readonly accountTiles: TileReader;
}

/** The lines before the entries: the header, proofs from anchors on, and the tiles that do not stand with their entries. */
export async function* headLines(source: ExportSource): AsyncGenerator<string> {
  const { account, class: kind, from, successions, checkpoint, statement, accountTiles } = source;
  const proved = await proveStatement(source, statement, checkpoint.size);
  const before = await hashesInTiles(statement.size, accountTiles).read(coveringNodes({ begin: 0, end: from - 1 }));
  const log = { account, class: kind, from, before };
  yield exportLine({ kind: 'header', ...log, checkpoint: checkpoint.note, statement: proved, successions });
  for (const anchor of source.anchors) yield exportLine(await proveAnchor(source, anchor));
  const tiles = tilesOf(statement.size).filter(({ level, width }) => level > 0 || width < tileWidth);
  yield* tileLines(tiles.toReversed(), accountTiles);
}

/**
 * The lines of entries, each full tile of level 0 before its first one.
 * @param entries some that follow each other: the first of the file or of a tile, and others behind it
 */
export async function* entryLines(
  { from, statement, accountTiles }: ExportSource,
  entries: AsyncIterable<LoggedEntry> | Iterable<LoggedEntry>,
): AsyncGenerator<string> {
  for await (const entry of entries) {
    const index = Math.floor((entry.seq - 1) / tileWidth);
    const isFirst = entry.seq === from || (entry.seq - 1) % tileWidth === 0;
    if (isFirst && (index + 1) * tileWidth <= statement.size)
      yield* tileLines([{ level: 0, index, width: tileWidth }], accountTiles);
    yield exportLine({ kind: 'entry', entry });
  }
}

/** The last line. */
export function endLine({ from, statement }: ExportSource): string {
  return exportLine({ kind: 'end', entries: statement.size - from + 1 });
}

/** Tiles that are there; one that has grown meanwhile is as it was. */
async function* tileLines(tiles: readonly Tile[], reader: TileReader): AsyncGenerator<string> {
  for (const [n, all] of (await reader.readTiles(tiles)).entries()) {
    const tile = tiles[n];
    const hashes = tile && all.subarray(0, tile.width * hashLength);
    if (tile && hashes?.length === tile.width * hashLength) yield exportLine({ kind: 'tile', tile, hashes });
  }
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
