import { isStorable } from '@rollcall/contracts';
import { isPlain, mediaTypeOf, parseJson, type Failure } from '@rollcall/gateway-kit';
import { problem } from '../errors/problem-table.js';

const deepest = 16;

/**
 * Parameters of the type, such as `charset`, are ignored.
 * @throws Failure media-type
 */
export function assertJson(contentType: string | undefined, contentEncoding: string | undefined): void {
  if (mediaTypeOf(contentType) !== 'application/json' || !isPlain(contentEncoding)) throw problem('media-type');
}

/**
 * Parses a body. No error quotes the body, which may hold a password.
 * @throws Failure body-malformed with the place where the text stops being JSON, or the reason why it cannot be kept
 */
export function readJson(text: string): unknown {
  const body = parseJson(text);
  check(body, 0);
  return body;
}

function check(value: unknown, depth: number): void {
  if (depth > deepest) throw malformed(`The body is nested deeper than ${deepest} levels.`);
  if (typeof value === 'string' && !isStorable(value)) {
    throw malformed('The body holds a character that is no text (U+0000, or half of a surrogate pair).');
  }
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) check(inner, depth + 1);
}

const malformed = (detail: string): Failure => problem('body-malformed', {}, { detail });
