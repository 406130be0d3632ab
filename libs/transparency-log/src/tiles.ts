import { hashLength, joinedHash, nodeHash, type Hash } from './hashes.js';
import { coveringNodes, type HashReader, type Node } from './nodes.js';

/** Tiles are eight levels high (c2sp.org/tlog-tiles). */
const tileHeight = 8;
/** How many hashes a full tile has. */
export const tileWidth = 2 ** tileHeight;

/** So many neighbouring hashes of the tree's level `8 * level`. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 1 to 256; less than 256: a partial tile. */
  readonly width: number;
}

/** Where a log's tiles are kept. */
export interface TileReader {
  /**
   * Reads tiles, in the order asked for: the hashes of each, one after another. A tile that has grown meanwhile may be longer.
   * @throws Error where one is not there
   */
  readTiles(tiles: readonly Tile[]): Promise<Buffer[]>;
}

/** A tile's name below the log's prefix: `tile/0/x001/234.p/112` (c2sp.org/tlog-tiles, Merkle Tree). */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  const place = groups.map((group, n) => (n < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${place}${width < tileWidth ? `.p/${width}` : ''}`;
}

/** The tile of a name, or undefined where it is none. */
export function parseTilePath(path: string): Tile | undefined {
  const parts = /^tile\/(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!parts) return undefined;
  const [, level, place, width] = parts;
  const tile = {
    level: Number(level),
    index: Number(place?.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  return tile.width > 0 && tile.level < 64 && tilePath(tile) === path ? tile : undefined;
}

/** The tiles of a log of so many leaves, the lowest level first (c2sp.org/tlog-tiles, Partial Tiles). */
export function tilesOf(size: number): Tile[] {
  return newTiles(0, size);
}

/** The tiles that a log has at its size, and had not, or not so wide, at an earlier one; the lowest level first. */
export function newTiles(earlier: number, size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; widthAt(level, size) > 0; level++) {
    const [had, has] = [widthAt(level, earlier), widthAt(level, size)];
    if (had === has) continue;
    for (let index = Math.floor(had / tileWidth); index * tileWidth < has; index++)
      tiles.push({ level, index, width: Math.min(tileWidth, has - index * tileWidth) });
  }
  return tiles;
}

/** The tile that holds a subtree's hash, or what it is made of, in a log of so many leaves. */
export function tileOf(node: Node, size: number): Tile {
  const level = Math.floor(node.level / tileHeight);
  const index = Math.floor(firstHash(node) / tileWidth);
  return { level, index, width: Math.min(tileWidth, widthAt(level, size) - index * tileWidth) };
}

/** The hash of a subtree, from the tile that `tileOf` names. */
export function hashFromTile(hashes: Buffer, node: Node): Hash {
  const begin = (firstHash(node) % tileWidth) * hashLength;
  const end = begin + 2 ** (node.level % tileHeight) * hashLength;
  if (end > hashes.length) throw new RangeError(`The tile has no hash of node ${node.index} of level ${node.level}.`);
  return hashAbove(hashes.subarray(begin, end));
}

/** The hash above neighbouring ones, as many as a power of two: of a full tile, its hash in the tile above it. */
export function hashAbove(hashes: Buffer): Hash {
  if (hashes.length === hashLength) return Buffer.from(hashes);
  const middle = hashes.length / 2;
  return nodeHash(hashAbove(hashes.subarray(0, middle)), hashAbove(hashes.subarray(middle)));
}

/** Reads hashes out of tiles. */
export function hashesInTiles(size: number, tiles: TileReader): HashReader {
  return {
    async read(nodes) {
      const wanted = nodes.map((node) => tileOf(node, size));
      const distinct = [...new Map(wanted.map((tile) => [tilePath(tile), tile])).values()];
      const found = await tiles.readTiles(distinct);
      const hashes = new Map(distinct.map((tile, n) => [tilePath(tile), found[n]]));
      return nodes.map((node) => hashFromTile(hashes.get(tilePath(tileOf(node, size))) ?? noHashes, node));
    },
  };
}

/**
 * The root of a log, from its tiles.
 * @param hashes gives the hashes of a tile
 */
export function rootFromTiles(size: number, hashes: (tile: Tile) => Buffer): Hash {
  return joinedHash(
    coveringNodes({ begin: 0, end: size }).map((node) => hashFromTile(hashes(tileOf(node, size)), node)),
  );
}

/** How many hashes the level of tiles has in a log of so many leaves. */
function widthAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level);
}

/** The place, in its level of tiles, of the first hash that a node's hash is made of. */
function firstHash({ level, index }: Node): number {
  return index * 2 ** (level % tileHeight);
}

const noHashes = Buffer.alloc(0);
