import { Failure } from '../failures/failure.js';
import { NotJson, parseJsonText, type ParseOptions } from '../json/parse-json-text.js';

/** The media type in `Content-Type`, in lower case and without parameters; empty where there is none. */
export function mediaTypeOf(contentType: string | undefined): string {
  const end = contentType?.indexOf(';') ?? -1;
  return (end < 0 ? contentType : contentType?.slice(0, end))?.trim().toLowerCase() ?? '';
}

/** Whether `Content-Encoding` says that the body is not encoded. */
export function isPlain(contentEncoding: string | undefined): boolean {
  return contentEncoding === undefined || contentEncoding.toLowerCase() === 'identity';
}

/**
 * Parses a JSON body. The failure quotes nothing of it, since it may hold a password.
 * @throws Failure `body-malformed` with the place of the syntax error
 */
export function parseJson(text: string, options?: ParseOptions): unknown {
  try {
    return parseJsonText(text, options);
  } catch (error) {
    throw error instanceof NotJson ? new Failure('body-malformed', { detail: error.message }) : error;
  }
}
