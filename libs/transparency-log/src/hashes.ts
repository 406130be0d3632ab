import { hash } from 'node:crypto';

/** A SHA-256 hash: 32 bytes. */
export type Hash = Buffer;

export const hashLength = 32;

/** The root of a log without entries: the hash of nothing (RFC 9162 §2.1.1). */
export const emptyRoot: Hash = hash('sha256', '', 'buffer');

/** The hash of one entry, given its bytes or its text in UTF-8: SHA-256(0x00 || entry) (RFC 9162 §2.1.1). */
export function leafHash(entry: Buffer | string): Hash {
  if (typeof entry === 'string') return hash('sha256', `\0${entry}`, 'buffer');
  return hash('sha256', Buffer.concat([leafPrefix, entry]), 'buffer');
}

/** The hash of an inner node: SHA-256(0x01 || left || right) (RFC 9162 §2.1.1). */
export function nodeHash(left: Hash, right: Hash): Hash {
  left.copy(nodeBytes, 1);
  right.copy(nodeBytes, 1 + hashLength);
  return hash('sha256', nodeBytes, 'buffer');
}

/**
 * The hash above neighbouring subtrees, each as large as the next or larger: they are joined from the right.
 * @returns of nothing: `emptyRoot`
 */
export function joinedHash(subtrees: readonly Hash[]): Hash {
  if (subtrees.length === 0) return emptyRoot;
  return subtrees.reduceRight((right, left) => nodeHash(left, right));
}

const leafPrefix = Buffer.of(0x00);
/** Written anew for each node: hashing is synchronous, and a buffer for each would be garbage. */
const nodeBytes = Buffer.alloc(1 + 2 * hashLength, 0x01);
