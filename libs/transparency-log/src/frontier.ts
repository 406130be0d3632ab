import { hashLength, joinedHash, nodeHash, type Hash } from './hashes.js';
import { coveringNodes, type Node } from './nodes.js';

/** Told of each perfect subtree that a new leaf completes, the leaf itself first. */
export type OnNode = (node: Node, hash: Hash) => void;

/**
 * The right edge of a log: the hashes of the perfect subtrees that cover it (its compact range). Enough to append and to tell the
 * root, in 32 bytes for each binary digit of the size.
 */
export class Frontier {
  private constructor(
    private leaves: number,
    private readonly subtrees: Hash[],
  ) {}

  /** Of a log without entries. */
  static empty(): Frontier {
    return new Frontier(0, []);
  }

  /**
   * A frontier that was kept.
   * @param bytes what `toBytes` gave for this size
   * @throws Error where so many bytes cannot belong to that size
   */
  static from(size: number, bytes: Buffer): Frontier {
    const count = coveringNodes({ begin: 0, end: size }).length;
    if (bytes.length !== count * hashLength)
      throw new Error(`The frontier of a log of ${size} has ${count} hashes, not ${bytes.length} bytes.`);
    return new Frontier(
      size,
      Array.from({ length: count }, (_, n) => bytes.subarray(n * hashLength, (n + 1) * hashLength)),
    );
  }

  /** How many leaves the log has. */
  get size(): number {
    return this.leaves;
  }

  /** Appends one leaf, by its hash (RFC 9162 §2.1.2, steps 3 and 4). */
  append(leaf: Hash, onNode?: OnNode): void {
    let hash = leaf;
    let index = this.leaves++;
    onNode?.({ level: 0, index }, hash);
    for (let level = 1; index % 2 === 1; level++) {
      const left = this.subtrees.pop();
      if (!left) throw new Error('A frontier has a hash for each binary digit of its size.');
      hash = nodeHash(left, hash);
      index = (index - 1) / 2;
      onNode?.({ level, index }, hash);
    }
    this.subtrees.push(hash);
  }

  /** The root of the log (RFC 9162 §2.1.1). */
  root(): Hash {
    return joinedHash(this.subtrees);
  }

  /** The hashes one after another, the largest subtree's first. */
  toBytes(): Buffer {
    return Buffer.concat(this.subtrees);
  }
}
