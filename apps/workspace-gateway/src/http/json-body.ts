import { isUtf8 } from 'node:buffer';
import { isStorable } from '@rollcall/contracts';
import {
  isPlain,
  jsonExcess,
  mediaTypeOf,
  parseJson,
  repeatedName,
  type Failure,
  type JsonLimits,
} from '@rollcall/gateway-kit';
import { problem } from '../errors/problem-table.js';

/** How much a body may hold (rule 24): ten times what the largest form has. */
const limits: JsonLimits = { depth: 16, elements: 5_000, keys: 5_000, keysOfObject: 1_000 };

/**
 * Parameters of the type, such as `charset`, are ignored.
 * @throws Failure media-type
 */
export function assertJson(contentType: string | undefined, contentEncoding: string | undefined): void {
  if (mediaTypeOf(contentType) !== 'application/json' || !isPlain(contentEncoding)) throw problem('media-type');
}

/**
 * Parses a body. No error quotes the body, which may hold a password.
 * @throws Failure body-too-complex; body-malformed with the place where the text stops being JSON, or the reason why it
 *   cannot be kept
 */
export function readJson(bytes: Buffer): unknown {
  const excess = jsonExcess(bytes, limits);
  if (excess === 'depth') throw malformed(`The body is nested deeper than ${limits.depth} levels.`);
  if (excess) throw problem('body-too-complex');
  // Other bytes would be read as one and the same character each, in a password too.
  if (!isUtf8(bytes)) throw malformed('The body is not UTF-8 text.');
  const text = bytes.toString('utf8');
  const body = parseJson(text);
  if (repeatedName(text) !== undefined)
    throw malformed('The body has a name twice in one object, with different values.');
  check(body);
  return body;
}

function check(value: unknown): void {
  if (typeof value === 'string' && !isStorable(value)) {
    throw malformed('The body holds a character that is no text (U+0000, or half of a surrogate pair).');
  }
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) check(inner);
}

const malformed = (detail: string): Failure => problem('body-malformed', {}, { detail });
