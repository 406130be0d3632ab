import { hashAbove, hashLength, tileWidth, type Frontier, type Hash, type TreeHead } from '@rollcall/transparency-log';
import { entryLeafHash, type LoggedEntry } from './entry-leaf.js';
import type { TileRecord } from './export-records.js';
import { NotProved, type WrongEntries } from './not-proved.js';
import { TileSet } from './tile-set.js';

/** 256 entries have one hash in the tiles of level 1: of level 8 of the tree. */
const blockLevel = 8;

/** 256 entries, the last ones perhaps fewer. */
interface Block {
  readonly index: number;
  /** What the file's tile of level 0 comes to; undefined where it brought none. */
  readonly said: Hash | undefined;
  /** The first entry whose leaf is not the one of that tile. */
  differing?: number;
  /** What its entries come to, once they are all there. */
  hash?: Hash;
}

/** Checks the entries of one account's log, one after the other, and knows at the end whether they lead to its root. */
export class EntryCheck {
  private readonly from: number;
  /** All tiles but the full ones of level 0, of which one is kept at a time. */
  private readonly tiles: TileSet;
  private tile: TileRecord | undefined;
  private readonly blocks: Block[] = [];

  /**
   * @param head how long the log is, and its root
   * @param frontier that of the log before the first entry
   */
  constructor(
    private readonly head: TreeHead,
    private readonly frontier: Frontier,
  ) {
    this.from = frontier.size + 1;
    this.tiles = new TileSet(head);
  }

  addTile(record: TileRecord): void {
    const { level, width } = record.tile;
    if (level > 0 || width < tileWidth) this.tiles.add(record.tile, record.hashes);
    else this.tile = record;
  }

  /**
   * Checks an entry.
   * @throws NotProved where another one had to come
   */
  add(entry: LoggedEntry): void {
    const expected = this.frontier.size + 1;
    if (entry.seq !== expected || expected > this.head.size) throw this.firstWrong(this.misplaced(entry.seq, expected));
    const index = Math.floor((expected - 1) / tileWidth);
    const tile = this.leavesOf(index);
    const block = this.blockAt(index, tile);
    const leaf = entryLeafHash(entry);
    const at = ((expected - 1) % tileWidth) * hashLength;
    if (tile && !tile.subarray(at, at + hashLength).equals(leaf)) block.differing ??= expected;
    this.frontier.append(leaf, ({ level }, hash) => {
      if (level === blockLevel) block.hash = hash;
    });
  }

  /**
   * All entries came.
   * @throws NotProved where they are not those of the root, or the tiles not those of the entries
   */
  finish(): void {
    const next = this.frontier.size + 1;
    const { size, root } = this.head;
    if (next <= size)
      throw this.firstWrong(new NotProved(`Entry ${next} is missing, and all after it.`, { from: next, to: size }));
    if (!this.frontier.root().equals(root)) throw this.firstWrong(changedAmong({ from: this.from, to: size }));
    if (!this.tiles.leadToRoot() || this.blocks.some(({ differing, hash, said }) => differing ?? (hash && !said)))
      throw new NotProved('The entries are what was logged; the tiles of this file are not, or not all there.');
  }

  /** The leaves that the file has of a block. */
  private leavesOf(index: number): Buffer | undefined {
    if (this.tile?.tile.index === index) return this.tile.hashes;
    return index === Math.floor(this.head.size / tileWidth) ? this.tiles.lastLeaves() : undefined;
  }

  private blockAt(index: number, tile: Buffer | undefined): Block {
    const last = this.blocks.at(-1);
    if (last?.index === index) return last;
    const block = { index, said: tile?.length === tileWidth * hashLength ? hashAbove(tile) : undefined };
    this.blocks.push(block);
    return block;
  }

  private misplaced(seq: number, expected: number): NotProved {
    if (expected > this.head.size)
      return new NotProved(`Entry ${seq} comes after the last one.`, { from: seq, to: seq });
    if (seq < expected) return new NotProved(`Entry ${seq} comes again.`, { from: seq, to: seq });
    return new NotProved(`Entry ${expected} is missing.`, { from: expected, to: expected });
  }

  /** What was found, or something wrong among the entries before it. */
  private firstWrong(found: NotProved): NotProved {
    const wrong = this.tiles.leadToRoot() ? this.firstProvedWrong() : this.blocks.map(exactly).find(Boolean);
    return wrong ? changedAmong(wrong) : found;
  }

  /** The first wrong entries, by tiles that lead to the root. */
  private firstProvedWrong(): WrongEntries | undefined {
    const lastBlock = Math.floor(this.head.size / tileWidth);
    for (const block of this.blocks) {
      const proved = block.index < lastBlock ? this.tiles.hashAt({ level: blockLevel, index: block.index }) : undefined;
      if (proved && block.hash?.equals(proved)) continue;
      const isTileRight = !proved || block.said?.equals(proved);
      if (isTileRight && block.differing !== undefined) return exactly(block);
      if (!isTileRight && block.hash)
        return { from: Math.max(this.from, block.index * tileWidth + 1), to: (block.index + 1) * tileWidth };
    }
    return undefined;
  }
}

function exactly({ differing }: Block): WrongEntries | undefined {
  return differing === undefined ? undefined : { from: differing, to: differing };
}

function changedAmong(entries: WrongEntries): NotProved {
  const { from, to } = entries;
  const which = from === to ? `Entry ${from}` : `One of the entries ${from} to ${to}`;
  return new NotProved(`${which} is not what was logged.`, entries);
}
