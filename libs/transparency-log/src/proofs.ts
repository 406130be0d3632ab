import { emptyRoot, joinedHash, nodeHash, type Hash } from './hashes.js';
import { coveringNodes, splitPoint, type HashReader, type Range } from './nodes.js';

/** A log at one size. */
export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/**
 * Proves that a log has an entry at a place (RFC 9162 §2.1.3.1).
 * @param index of the entry, from 0
 * @param size of the log
 * @throws RangeError where the log is too small
 */
export async function proveInclusion(index: number, size: number, hashes: HashReader): Promise<Hash[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`A log of ${size} has no entry ${index}.`);
  return readRanges(inclusionRanges(index, { begin: 0, end: size }), hashes);
}

/**
 * Proves that a log begins with all that it had at an earlier size (RFC 9162 §2.1.4.1).
 * @throws RangeError where the earlier size is the larger one
 */
export async function proveConsistency(earlier: number, size: number, hashes: HashReader): Promise<Hash[]> {
  if (!(earlier >= 0 && earlier <= size)) throw new RangeError(`A log of ${size} had no ${earlier} entries before.`);
  if (earlier === 0) return [];
  return readRanges(consistencyRanges(earlier, { begin: 0, end: size }, true), hashes);
}

/** Whether `proof` shows that the log has `leaf` at `index` (RFC 9162 §2.1.3.2). */
export function includes({ size, root }: TreeHead, index: number, leaf: Hash, proof: readonly Hash[]): boolean {
  if (!(index >= 0 && index < size)) return false;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const step of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(step, hash);
      [place, last] = upToRightChild(place, last);
    } else {
      hash = nodeHash(hash, step);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && hash.equals(root);
}

/**
 * Whether `proof` shows that `later` begins with all of `earlier` (RFC 9162 §2.1.4.2). Each log begins with the empty one, which the
 * RFC leaves out: of that there is nothing to prove.
 */
export function isConsistent(earlier: TreeHead, later: TreeHead, proof: readonly Hash[]): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === 0) return proof.length === 0 && earlier.root.equals(emptyRoot);
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  const path = isPowerOfTwo(earlier.size) ? [earlier.root, ...proof] : proof;
  const [first, ...steps] = path;
  return first !== undefined && leadsToBoth(earlier, later, first, steps);
}

/** RFC 9162 §2.1.4.2, steps 3 to 7. */
function leadsToBoth(earlier: TreeHead, later: TreeHead, first: Hash, steps: readonly Hash[]): boolean {
  let [place, last] = [earlier.size - 1, later.size - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  let [earlierHash, laterHash] = [first, first];
  for (const step of steps) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      earlierHash = nodeHash(step, earlierHash);
      laterHash = nodeHash(step, laterHash);
      [place, last] = upToRightChild(place, last);
    } else {
      laterHash = nodeHash(laterHash, step);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && earlierHash.equals(earlier.root) && laterHash.equals(later.root);
}

/** What the hashes of an inclusion proof cover, from the leaf up: PATH of RFC 9162 §2.1.3.1. */
function inclusionRanges(index: number, { begin, end }: Range): Range[] {
  if (end - begin === 1) return [];
  const middle = begin + splitPoint(end - begin);
  const [left, right] = [
    { begin, end: middle },
    { begin: middle, end },
  ];
  return index < middle ? [...inclusionRanges(index, left), right] : [...inclusionRanges(index, right), left];
}

/** What the hashes of a consistency proof cover: SUBPROOF of RFC 9162 §2.1.4.1. */
function consistencyRanges(earlier: number, { begin, end }: Range, isKnown: boolean): Range[] {
  if (earlier === end) return isKnown ? [] : [{ begin, end }];
  const middle = begin + splitPoint(end - begin);
  const [left, right] = [
    { begin, end: middle },
    { begin: middle, end },
  ];
  return earlier <= middle
    ? [...consistencyRanges(earlier, left, isKnown), right]
    : [...consistencyRanges(earlier, right, false), left];
}

async function readRanges(ranges: readonly Range[], hashes: HashReader): Promise<Hash[]> {
  const covers = ranges.map(coveringNodes);
  const found = await hashes.read(covers.flat());
  let at = 0;
  return covers.map(({ length }) => joinedHash(found.slice(at, (at += length))));
}

/** From a node without a right neighbour up to where it is a right child itself (RFC 9162 §2.1.3.2, step 4.b.ii). */
function upToRightChild(place: number, last: number): [number, number] {
  while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
  return [place, last];
}

// Numbers, not bits: JavaScript's bit operators know 32 of them.
const half = (n: number) => Math.floor(n / 2);

function isPowerOfTwo(n: number): boolean {
  return n === 1 || 2 * splitPoint(n) === n;
}
