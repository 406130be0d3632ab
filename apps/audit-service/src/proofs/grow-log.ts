import { Frontier, tileWidth, type Hash } from '@rollcall/transparency-log';

/** A log as far as it is grown. */
export interface Grown {
  readonly size: number;
  readonly frontier: Buffer;
}

/** Hashes that a tile gets behind those it has. */
export interface TileGrowth {
  readonly level: number;
  readonly index: number;
  readonly hashes: Buffer;
}

/** What becomes of a log that gets leaves. */
export interface Growth extends Grown {
  readonly root: Hash;
  readonly tiles: readonly TileGrowth[];
}

/** Grows a log: its frontier, its root, and what its tiles (c2sp.org/tlog-tiles) get. */
export function growLog({ size, frontier: kept }: Grown, leaves: readonly Hash[]): Growth {
  const frontier = Frontier.from(size, kept);
  const tiles = new Map<string, { level: number; index: number; hashes: Hash[] }>();
  for (const leaf of leaves)
    frontier.append(leaf, (node, hash) => {
      if (node.level % 8 !== 0) return;
      const [level, index] = [node.level / 8, Math.floor(node.index / tileWidth)];
      const tile = tiles.get(`${level}/${index}`) ?? { level, index, hashes: [] };
      tile.hashes.push(hash);
      tiles.set(`${level}/${index}`, tile);
    });
  const growth = [...tiles.values()].map((tile) => ({ ...tile, hashes: Buffer.concat(tile.hashes) }));
  return { size: frontier.size, frontier: frontier.toBytes(), root: frontier.root(), tiles: growth };
}
