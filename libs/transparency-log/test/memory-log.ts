import {
  Frontier,
  leafHash,
  type Hash,
  type HashReader,
  type Node,
  type Tile,
  type TileReader,
} from '@rollcall/transparency-log';

/** A log in memory: all hashes of its tree, to prove from and to cut tiles of. */
export class MemoryLog implements HashReader, TileReader {
  readonly frontier = Frontier.empty();
  private readonly levels: Hash[][] = [];

  /** A log of entries, given as texts or bytes. */
  static of(entries: readonly (Buffer | string)[]): MemoryLog {
    const log = new MemoryLog();
    for (const entry of entries) log.append(leafHash(entry));
    return log;
  }

  append(leaf: Hash): void {
    this.frontier.append(leaf, ({ level, index }, hash) => {
      (this.levels[level] ??= [])[index] = hash;
    });
  }

  leaf(index: number): Hash {
    return this.hashOf({ level: 0, index });
  }

  read(nodes: readonly Node[]): Promise<Hash[]> {
    return Promise.resolve(nodes.map((node) => this.hashOf(node)));
  }

  readTiles(tiles: readonly Tile[]): Promise<Buffer[]> {
    return Promise.resolve(tiles.map((tile) => this.tile(tile)));
  }

  tile({ level, index, width }: Tile): Buffer {
    const begin = index * 256;
    return Buffer.concat(Array.from({ length: width }, (_, n) => this.hashOf({ level: 8 * level, index: begin + n })));
  }

  private hashOf({ level, index }: Node): Hash {
    const hash = this.levels[level]?.[index];
    if (!hash) throw new Error(`No hash ${index} of level ${level}.`);
    return hash;
  }
}
