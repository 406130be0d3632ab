import { whereJsonBreaks } from './json-position.js';

/** A text is not JSON. The sentence quotes nothing of it, since it may hold a password. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
}

/** @throws NotJson with the place of the syntax error */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotJson(sentenceFor(text));
  }
}

function sentenceFor(text: string): string {
  try {
    const { line, column } = whereJsonBreaks(text);
    return `The body is not valid JSON: it breaks at line ${line}, column ${column}.`;
  } catch {
    return 'The body is not valid JSON.'; // a fault while looking for the place is no fault of the answer
  }
}
