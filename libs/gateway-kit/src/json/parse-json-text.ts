import { whereJsonBreaks } from './json-position.js';

/** A text is not JSON. The sentence quotes nothing of it, since it may hold a password. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
}

/** What `JSON.parse` hands to a reviver; `source` is the text of a value that is neither a list nor an object. */
type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

export interface ParseOptions {
  /**
   * Whether a number that JavaScript cannot hold as it is written, such as an id of 18 digits, is read as the text of its
   * digits. Where the runtime does not say how it was written (before Node 22), `NotJson` says what to send.
   */
  readonly longNumbersAsText?: boolean;
  /** Where the text is a part of what was sent: the whole, whose places the sentence is to tell. */
  readonly whole?: (() => string) | undefined;
}

/** @throws NotJson with the place of the syntax error */
export function parseJsonText(text: string, options: ParseOptions = {}): unknown {
  const { longNumbersAsText = false, whole = () => text } = options;
  try {
    return longNumbersAsText && mayHoldLongNumber.test(text) ? JSON.parse(text, exactNumbers) : JSON.parse(text);
  } catch (error) {
    throw error instanceof NotJson ? error : new NotJson(sentenceFor(whole()));
  }
}

/**
 * Sixteen digits, a fraction or an exponent, where a value stands and ends: looked for first, since a reviver takes five times as long. What
 * looks alike in texts (`urn:ietf:params:scim:schemas:core:2.0:User`) is none.
 */
const mayHoldLongNumber = /[:[,]\s*-?(?:\d{16,}(?:\.\d+)?|\d+\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?\s*[,}\]]/;

const exactNumbers: Reviver = (_key, value, context) => {
  if (typeof value !== 'number') return value;
  const { source } = context ?? {};
  if (source === undefined && !Number.isSafeInteger(value)) throw new NotJson(inexactNumber);
  return source === undefined || source === String(value) ? value : source;
};

const inexactNumber = 'The body holds a number with too many digits to be read exactly: send it as a text, in quotes.';

function sentenceFor(text: string): string {
  try {
    const { line, column } = whereJsonBreaks(text);
    return `The body is not valid JSON: it breaks at line ${line}, column ${column}.`;
  } catch {
    return 'The body is not valid JSON.'; // a fault while looking for the place is no fault of the answer
  }
}
