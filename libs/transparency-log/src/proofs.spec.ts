import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryLog } from '../test/memory-log.js';
import {
  emptyRoot,
  hashesInTiles,
  includes,
  isConsistent,
  proveConsistency,
  proveInclusion,
  type Hash,
} from './index.js';

const entries = Array.from({ length: 1_100 }, (_, n) => `entry ${n}`);
/** One log; what it was at a smaller size is its beginning. */
const log = MemoryLog.of(entries);
const heads = entries.reduce(
  ({ heads, at }, _, n) => {
    at.append(log.leaf(n));
    heads.push({ size: n + 1, root: at.frontier.root() });
    return { heads, at };
  },
  { heads: [{ size: 0, root: MemoryLog.of([]).frontier.root() }], at: MemoryLog.of([]) },
).heads;
const head = (size: number) => heads[size] ?? { size, root: Buffer.alloc(32) };
const sizes = fc.integer({ min: 1, max: entries.length });

/** A bit of one of the hashes is another. */
function flipped(hashes: readonly Hash[], bit: number): Hash[] {
  const bytes = Buffer.concat(hashes);
  const at = Math.floor(bit / 8) % bytes.length;
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit % 8)), at);
  return hashes.map((_, n) => bytes.subarray(32 * n, 32 * (n + 1)));
}

test('each entry of the first 70 logs is proved, and in no other place', async () => {
  for (let size = 1; size <= 70; size++) {
    const proofs = await Promise.all(Array.from({ length: size }, (_, index) => proveInclusion(index, size, log)));
    const proved = proofs.map((proof, index) => includes(head(size), index, log.leaf(index), proof));
    const elsewhere = proofs.map((proof, index) => includes(head(size), (index + 1) % size, log.leaf(index), proof));
    expect([new Set(proved), new Set(elsewhere)]).toEqual([new Set([true]), new Set([size === 1])]);
  }
});

test('each log is proved to begin with each of its earlier ones, up to 70', async () => {
  for (let size = 0; size <= 70; size++) {
    const earlier = heads.slice(0, size + 1);
    const proofs = await Promise.all(earlier.map((each) => proveConsistency(each.size, size, log)));
    expect(earlier.every((each, n) => isConsistent(each, head(size), proofs[n] ?? []))).toBe(true);
  }
});

test('an inclusion proof holds, and with any bit of leaf, root or proof changed it does not', async () => {
  const cases = fc.record({ size: sizes, place: fc.nat(), bit: fc.nat({ max: 8 * 32 * 13 - 1 }) });
  await fc.assert(
    fc.asyncProperty(cases, async ({ size, place, bit }) => {
      const index = place % size;
      const proof = await proveInclusion(index, size, log);
      expect(includes(head(size), index, log.leaf(index), proof)).toBe(true);
      const [leaf = emptyRoot, root = emptyRoot, ...changed] = flipped(
        [log.leaf(index), head(size).root, ...proof],
        bit,
      );
      expect(includes({ size, root }, index, leaf, changed)).toBe(false);
      expect(includes(head(size), index, log.leaf(index), [...proof, log.leaf(0)])).toBe(false);
      expect(includes(head(size), index, log.leaf(index), proof.slice(0, -1))).toBe(size === 1);
    }),
  );
});

test('a consistency proof holds, and with any bit of it or of a root changed it does not', async () => {
  const cases = fc.record({ size: sizes, place: fc.nat(), bit: fc.nat({ max: 8 * 32 * 13 - 1 }) });
  await fc.assert(
    fc.asyncProperty(cases, async ({ size, place, bit }) => {
      const earlier = 1 + (place % size);
      const proof = await proveConsistency(earlier, size, log);
      expect(isConsistent(head(earlier), head(size), proof)).toBe(true);
      const [before = emptyRoot, after = emptyRoot, ...changed] = flipped(
        [head(earlier).root, head(size).root, ...proof],
        bit,
      );
      const [first, second] = [
        { size: earlier, root: before },
        { size, root: after },
      ];
      expect(isConsistent(first, second, changed)).toBe(false);
      expect(isConsistent(head(earlier), head(size), [...proof, log.leaf(0)])).toBe(false);
    }),
  );
});

test('proofs made from tiles are those made from the tree', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async (size, place) => {
      const tiles = hashesInTiles(size, log);
      const index = place % size;
      expect(await proveInclusion(index, size, tiles)).toEqual(await proveInclusion(index, size, log));
      expect(await proveConsistency(index, size, tiles)).toEqual(await proveConsistency(index, size, log));
    }),
  );
});

test('what a log never had is not proved', async () => {
  await expect(proveInclusion(3, 3, log)).rejects.toThrow('A log of 3 has no entry 3.');
  await expect(proveConsistency(4, 3, log)).rejects.toThrow('A log of 3 had no 4 entries before.');
  expect(includes(head(3), 3, log.leaf(3), [])).toBe(false);
  expect(isConsistent(head(4), head(3), [])).toBe(false);
  expect(isConsistent({ size: 0, root: log.leaf(0) }, head(3), [])).toBe(false);
});
