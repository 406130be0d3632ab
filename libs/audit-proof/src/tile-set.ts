import {
  hashAbove,
  hashFromTile,
  hashLength,
  rootFromTiles,
  tileOf,
  tilePath,
  tilesOf,
  tileWidth,
  type Hash,
  type Node,
  type Tile,
  type TreeHead,
} from '@rollcall/transparency-log';

/** The tiles of a log at one size that a file brings: all but the full ones of level 0. */
export class TileSet {
  private readonly hashes = new Map<string, Buffer>();

  constructor(private readonly head: TreeHead) {}

  add(tile: Tile, hashes: Buffer): void {
    this.hashes.set(tilePath(tile), hashes);
  }

  /** Whether all are there and lead to the root, each full one to its hash in the tile above it. */
  leadToRoot(): boolean {
    const all = tilesOf(this.head.size).filter(({ level, width }) => level > 0 || width < tileWidth);
    if (!all.every((tile) => this.read(tile).length === tile.width * hashLength)) return false;
    const full = all.filter(({ width }) => width === tileWidth);
    return (
      rootFromTiles(this.head.size, (tile) => this.read(tile)).equals(this.head.root) &&
      full.every((tile) =>
        hashAbove(this.read(tile)).equals(this.hashAt({ level: 8 * (tile.level + 1), index: tile.index })),
      )
    );
  }

  /** The hash that they have of a subtree: one of level 8 or above, or one behind the last full tile of level 0. */
  hashAt(node: Node): Hash {
    return hashFromTile(this.read(tileOf(node, this.head.size)), node);
  }

  /** The leaves behind the last full tile of level 0. */
  lastLeaves(): Buffer {
    const { size } = this.head;
    return this.read({ level: 0, index: Math.floor(size / tileWidth), width: size % tileWidth });
  }

  private read(tile: Tile): Buffer {
    return this.hashes.get(tilePath(tile)) ?? nothing;
  }
}

const nothing = Buffer.alloc(0);
