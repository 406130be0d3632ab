import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryLog } from '../test/memory-log.js';
import { newTiles, parseTilePath, rootFromTiles, tilePath, tilesOf } from './index.js';

test('the paths of c2sp.org/tlog-tiles', () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
  expect(tilePath({ level: 3, index: 5, width: 112 })).toBe('tile/3/005.p/112');
});

test('a path leads back to its tile', () => {
  const tile = fc.record({ level: fc.nat({ max: 6 }), index: fc.nat(), width: fc.integer({ min: 1, max: 256 }) });
  fc.assert(
    fc.property(tile, (each) => {
      expect(parseTilePath(tilePath(each))).toEqual(each);
    }),
  );
});

test.each([
  'tile/0/1',
  'tile/00/001',
  'tile/0/x000/001',
  'tile/0/001.p/256',
  'tile/0/001.p/0',
  'tile/64/001',
  'tile/0/x001',
])('%s is the path of no tile', (path) => expect(parseTilePath(path)).toBeUndefined());

test('a log of 70,000 has the tiles that c2sp.org/tlog-tiles counts', () => {
  const tiles = tilesOf(70_000);
  const count = (level: number) => tiles.filter((tile) => tile.level === level && tile.width === 256).length;
  expect([count(0), count(1), count(2)]).toEqual([273, 1, 0]);
  expect(tiles.filter(({ width }) => width < 256).map(tilePath)).toEqual([
    'tile/0/273.p/112',
    'tile/1/001.p/17',
    'tile/2/000.p/1',
  ]);
  expect(tilesOf(256).map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
  expect(tilesOf(0)).toEqual([]);
});

test('what a log gains are the tiles that it did not have', () => {
  fc.assert(
    fc.property(fc.nat({ max: 140_000 }), fc.nat({ max: 2_000 }), (earlier, more) => {
      const had = new Set(tilesOf(earlier).map(tilePath));
      const gained = tilesOf(earlier + more).filter((tile) => !had.has(tilePath(tile)));
      expect(newTiles(earlier, earlier + more)).toEqual(gained);
    }),
  );
});

test('tiles lead to the root of their log', () => {
  const log = MemoryLog.of([]);
  const sizes = [0, 1, 255, 256, 257, 300, 65_535, 65_536, 65_537, 66_000];
  for (const size of sizes) {
    while (log.frontier.size < size) log.append(Buffer.alloc(32, log.frontier.size % 251));
    expect(rootFromTiles(size, (tile) => log.tile(tile))).toEqual(log.frontier.root());
  }
});
