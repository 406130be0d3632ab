import { isUtf8 } from 'node:buffer';
import { jsonExcess, repeatedName, type JsonLimits } from '@rollcall/gateway-kit/json';
import { ScimError } from '@rollcall/scim';
import { refusalOfExcess } from './body-limits.js';

/** Whether it is UTF-16 or UTF-32: JSON begins with an ASCII character, and half of its bytes or more are zero there. */
const isWide = (bytes: Buffer) => bytes[0] === 0 || bytes[1] === 0;

/**
 * The text of a JSON body that is worth parsing.
 * @throws ScimError as `assertReadable`, and where it is empty
 */
export function jsonTextOf(bytes: Buffer, limits: JsonLimits): string {
  assertReadable(bytes, limits);
  return jsonIn(bytes.toString('utf8'));
}

/**
 * Checks that a body is worth decoding. JSON is UTF-8 (RFC 8259 §8.1); other bytes would be stored as replacement characters,
 * and the name would stay wrong.
 * @throws ScimError where it holds too much, or is not UTF-8
 */
export function assertReadable(bytes: Buffer, limits: JsonLimits): void {
  const excess = jsonExcess(bytes, limits);
  if (excess) throw refusalOfExcess(excess, limits);
  if (!isUtf8(bytes) || isWide(bytes))
    throw new ScimError(400, 'The body is not UTF-8 text. Send it in UTF-8.', 'invalidSyntax');
}

/** The text without a byte order mark. @throws ScimError where it is empty */
export function jsonIn(text: string): string {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (!/\S/.test(json))
    throw new ScimError(400, 'The request has no body, and needs one: a JSON object.', 'invalidSyntax');
  return json;
}

/**
 * Of a name that an object has twice nobody knows which value is meant, and one may empty what the other fills.
 * @param json a text that has been parsed
 * @param depth so deep are objects looked at
 * @throws ScimError invalidSyntax
 */
export function assertNamesOnce(json: string, depth?: number): void {
  const name = repeatedName(json, depth);
  if (name === undefined) return;
  const detail = `The body has "${name.slice(0, 100)}" twice in one object, with different values. Send it once.`;
  throw new ScimError(400, detail, 'invalidSyntax');
}
