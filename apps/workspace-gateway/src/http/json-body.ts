import { isStorable } from '@rollcall/contracts';
import { whereJsonBreaks } from '@rollcall/edge';
import { Problem } from '../errors/problem.js';
import { problem } from '../errors/problem-table.js';

const deepest = 16;

/** @throws Problem media-type; parameters such as `charset` do not matter. */
export function assertJson(contentType: string | undefined, contentEncoding: string | undefined): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  const isPlain = contentEncoding === undefined || contentEncoding.toLowerCase() === 'identity';
  if (type !== 'application/json' || !isPlain) throw problem('media-type');
}

/**
 * Reads a body. No error says anything that stands in it: it may hold a password.
 * @throws Problem body-malformed with the place where the text stops being JSON, or the reason why it cannot be kept
 */
export function readJson(text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const { line, column } = whereJsonBreaks(text);
    throw malformed(`The body is not valid JSON: it breaks at line ${line}, column ${column}.`);
  }
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

function malformed(detail: string): Problem {
  const { status, code, title } = problem('body-malformed');
  return new Problem(status, code, title, detail);
}
