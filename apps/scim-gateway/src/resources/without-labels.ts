/** Where elements stand whose labels mean nothing: so deep in a body, and as elements of a list. */
export const depthOfMembers = { whole: 3, changes: 5 } as const;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const letterU = 0x75;

/** A longer text may be refused for its length, so it stays. */
const longestLabel = 8_192;
/** Of a shorter text nothing is gained. */
const worthPart = 1 / 2;

/**
 * A body about a group without what is said of members beside their ids, such as `$ref`, `display` and `type`: of these a
 * large group mostly consists. What is left is as much JSON as the whole was, and says the same: only texts that stand beside another
 * key of an element are left out, never a `value`. So a large group takes a quarter of the memory as text, and as objects.
 *
 * @param bytes UTF-8, which stay as they are
 * @param depth how deep elements stand at least: `depthOfMembers`
 * @returns undefined where more than half of the bytes would be left: then it is not worth it
 */
export function withoutLabels(bytes: Buffer, depth: number): string | undefined {
  return new LabelFilter(bytes, depth).text();
}

class LabelFilter {
  private readonly kept: Buffer;
  private size = 0;
  /** Where that begins which is neither kept nor left out yet. */
  private from = 0;
  /** What is open, outermost first: the bytes of the brackets. */
  private readonly open: number[] = [];

  constructor(
    private readonly bytes: Buffer,
    private readonly depth: number,
  ) {
    // Memory of its own; what of it is never written is never taken from the system.
    this.kept = Buffer.allocUnsafeSlow(Math.floor(bytes.length * worthPart));
  }

  text(): string | undefined {
    const text = this.isFiltered() ? this.kept.toString('utf8', 0, this.size) : undefined;
    (this.kept.buffer as ArrayBuffer).transfer(0); // free at once, before a collection
    return text;
  }

  /** @returns false where it is not worth it */
  private isFiltered(): boolean {
    const { bytes, open } = this;
    // Whether a value, or something like one, ends before a comma: between nothing and nothing, a comma is an error that stays.
    let isBehindValue = false;
    for (let at = 0; at < bytes.length; at++) {
      switch (bytes[at] ?? 0) {
        case quote:
          at = endOfString(bytes, at);
          isBehindValue = true;
          break;
        case openList:
        case openObject:
          open.push(bytes[at] ?? 0);
          isBehindValue = false;
          if (this.isElement() && !this.leaveOutFirst(at + 1)) return false;
          break;
        case closeList:
        case closeObject:
          open.pop();
          isBehindValue = true;
          break;
        case colon:
          isBehindValue = false;
          break;
        case comma:
          if (isBehindValue && this.isElement()) {
            const end = this.endOfLabel(at + 1);
            if (end !== undefined && (bytes[end] === comma || bytes[end] === closeObject)) {
              if (!this.leaveOut(at, end)) return false;
              at = end - 1; // the value before it is before the next comma too
              break;
            }
          }
          isBehindValue = false;
          break;
        default:
          isBehindValue ||= !isSpace(bytes[at] ?? 0);
      }
    }
    return this.leaveOut(bytes.length, bytes.length);
  }

  /** Whether the innermost thing that is open is an object in a list, deep enough. */
  private isElement(): boolean {
    const { open } = this;
    return open.length >= this.depth && open.at(-1) === openObject && open.at(-2) === openList;
  }

  /** Leaves out the labels with which an object begins, each with the comma behind it, where another key follows. */
  private leaveOutFirst(begin: number): boolean {
    for (let at = begin; ;) {
      const end = this.endOfLabel(at);
      if (end === undefined || this.bytes[end] !== comma) return true;
      const next = afterSpace(this.bytes, end + 1);
      if (this.bytes[next] !== quote) return true;
      if (!this.leaveOut(at, next)) return false;
      at = next;
    }
  }

  /** Keeps what is before, and leaves out what is between. @returns false where it is not worth it */
  private leaveOut(begin: number, end: number): boolean {
    const { bytes, kept, from, size } = this;
    if (begin > from) {
      if (size + begin - from > kept.length) return false;
      this.size += bytes.copy(kept, size, from, begin);
    }
    this.from = Math.max(from, end);
    return true;
  }

  /** The place behind a key, a colon, a text, and the space around them; undefined where these do not stand there, or must stay. */
  private endOfLabel(begin: number): number | undefined {
    const { bytes } = this;
    const key = afterSpace(bytes, begin);
    if (bytes[key] !== quote) return undefined;
    const keyEnd = endOfString(bytes, key);
    if (!isPlainText(bytes, key + 1, keyEnd) || namesValue(bytes, key + 1, keyEnd)) return undefined;
    const between = afterSpace(bytes, keyEnd + 1);
    if (bytes[between] !== colon) return undefined;
    const text = afterSpace(bytes, between + 1);
    if (bytes[text] !== quote) return undefined;
    const end = endOfString(bytes, text);
    return isText(bytes, text + 1, end) ? afterSpace(bytes, end + 1) : undefined;
  }
}

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

function afterSpace(bytes: Buffer, begin: number): number {
  let at = begin;
  while (isSpace(bytes[at] ?? 0)) at++;
  return at;
}

/** The place of the closing quote; the end of the bytes, or behind it, where there is none. */
function endOfString(bytes: Buffer, opening: number): number {
  let at = opening + 1;
  for (; at < bytes.length && bytes[at] !== quote; at++) if (bytes[at] === backslash) at++;
  return at;
}

/** A key in printable ASCII without escapes: every other one stays. */
function isPlainText(bytes: Buffer, begin: number, end: number): boolean {
  for (let at = begin; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 || byte > 0x7e || byte === backslash) return false;
  }
  return true;
}

/** `value`, in any case. */
function namesValue(bytes: Buffer, begin: number, end: number): boolean {
  return end - begin === 5 && bytes.toString('latin1', begin, end).toLowerCase() === 'value';
}

/** 0 to 9, A to F, a to f. */
const isHex = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);

const escaped = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)));

/** Whether this is the inside of a text in JSON's grammar (RFC 8259 §7), and not too long to be left out. */
function isText(bytes: Buffer, begin: number, end: number): boolean {
  if (end >= bytes.length || end - begin > longestLabel) return false;
  for (let at = begin; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20) return false;
    if (byte !== backslash) continue;
    at++;
    if (bytes[at] === letterU) {
      for (const last = at + 4; at < last; at++) if (!isHex(bytes[at + 1] ?? 0)) return false;
    } else if (!escaped.has(bytes[at] ?? 0)) return false;
  }
  return true;
}
