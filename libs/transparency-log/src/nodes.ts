import type { Hash } from './hashes.js';

/** A perfect subtree: the leaves from `index * 2^level` on, 2^level of them. */
export interface Node {
  readonly level: number;
  readonly index: number;
}

/** Leaves of a log, `end` not among them. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/** Where the hashes of a log are kept. */
export interface HashReader {
  /**
   * Reads hashes of perfect subtrees, in the order asked for.
   * @throws Error where one is not there
   */
  read(nodes: readonly Node[]): Promise<Hash[]>;
}

/**
 * The perfect subtrees that cover a range, from left to right, the largest first: what its hash is made of (RFC 9162 §2.1.1).
 * @param range one that RFC 9162 hashes: it begins at a multiple of each of these subtrees' sizes
 */
export function coveringNodes({ begin, end }: Range): Node[] {
  const nodes: Node[] = [];
  for (let at = begin; at < end;) {
    const level = log2Below(end - at + 1);
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/** Where the tree over `size` leaves divides: the largest power of two smaller than `size` (RFC 9162 §2.1.1). */
export function splitPoint(size: number): number {
  return 2 ** log2Below(size);
}

/** The largest l with 2^l < n, for n > 1. */
function log2Below(n: number): number {
  let level = 0;
  while (2 ** (level + 1) < n) level++;
  return level;
}
