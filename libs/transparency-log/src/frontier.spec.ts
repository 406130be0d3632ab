import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryLog } from '../test/memory-log.js';
import { Frontier, emptyRoot, leafHash, nodeHash, type Hash } from './index.js';

/** The entries and roots that implementations of RFC 6962 share (certificate-transparency, transparency-dev/merkle). */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test.each(roots.map((root, size) => ({ size, root })))('the known root of $size entries', ({ size, root }) => {
  const log = MemoryLog.of(entries.slice(0, size).map((entry) => Buffer.from(entry, 'hex')));
  expect(log.frontier.root().toString('hex')).toBe(root);
});

test('a text is hashed as its bytes in UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(leafHash(text)).toEqual(leafHash(Buffer.from(text)));
    }),
  );
});

/** MTH, as RFC 9162 §2.1.1 writes it. */
function root(leaves: readonly Hash[]): Hash {
  const [only] = leaves;
  if (!only) return emptyRoot;
  if (leaves.length === 1) return only;
  let middle = 1;
  while (2 * middle < leaves.length) middle *= 2;
  return nodeHash(root(leaves.slice(0, middle)), root(leaves.slice(middle)));
}

test('the frontier tells the root that the definition gives, at every size', () => {
  const leaves = Array.from({ length: 70 }, (_, n) => leafHash(String(n)));
  const frontier = Frontier.empty();
  for (const [n, leaf] of leaves.entries()) {
    frontier.append(leaf);
    expect(frontier.root()).toEqual(root(leaves.slice(0, n + 1)));
  }
});

test('appended in any batches, kept in between, the root is the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 60 }), { maxLength: 8 }), (batches) => {
      let kept: { size: number; bytes: Buffer } = { size: 0, bytes: Buffer.alloc(0) };
      const leaves: Hash[] = [];
      for (const count of batches) {
        const frontier = Frontier.from(kept.size, kept.bytes);
        for (let n = 0; n < count; n++) {
          const leaf = leafHash(String(leaves.length));
          leaves.push(leaf);
          frontier.append(leaf);
        }
        kept = { size: frontier.size, bytes: frontier.toBytes() };
      }
      expect(Frontier.from(kept.size, kept.bytes).root()).toEqual(root(leaves));
    }),
  );
});

test('a frontier of another size is refused', () => {
  const { frontier } = MemoryLog.of(['a', 'b', 'c']);
  expect(() => Frontier.from(4, frontier.toBytes())).toThrow('The frontier of a log of 4 has 1 hashes, not 64 bytes.');
});
