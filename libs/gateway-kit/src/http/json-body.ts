import { Failure } from '../failures/failure.js';
import { whereJsonBreaks } from './json-position.js';

/** The type that `Content-Type` names, in lower case and without parameters; empty where it names none. */
export function mediaTypeOf(contentType: string | undefined): string {
  const end = contentType?.indexOf(';') ?? -1;
  return (end < 0 ? contentType : contentType?.slice(0, end))?.trim().toLowerCase() ?? '';
}

/** Whether `Content-Encoding` says that a body is sent as it is. */
export function isPlain(contentEncoding: string | undefined): boolean {
  return contentEncoding === undefined || contentEncoding.toLowerCase() === 'identity';
}

/**
 * Reads a body. The failure says nothing that stands in it: it may hold a password.
 * @throws Failure `body-malformed` with the place where the text stops being JSON
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = whereJsonBreaks(text);
    throw new Failure('body-malformed', {
      detail: `The body is not valid JSON: it breaks at line ${line}, column ${column}.`,
    });
  }
}
