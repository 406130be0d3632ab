import { invalidFilter } from '../errors/refusals.js';
import { isCompareOperator } from './filter.js';

/** A lexeme of a filter, and its position (from 1, for the error message). */
export interface Lexeme {
  readonly kind: 'word' | 'string' | 'number' | '(' | ')' | '[' | ']' | 'end';
  readonly text: string;
  readonly at: number;
}

// A dot begins a word only behind brackets: emails[…].value
const word = /[A-Za-z$.][\w$:.-]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\]|\\.)*"/sy;

/**
 * Splits a filter into lexemes.
 * @throws ScimError invalidFilter, with the position
 */
export function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === ' ' || character === '\t') {
      at += 1;
      continue;
    }
    if ('()[]'.includes(character)) {
      lexemes.push({ kind: character as '(' | ')' | '[' | ']', text: character, at: at + 1 }); // it is one of the four
      at += 1;
      continue;
    }
    const found = match(string);
    const kind = found === undefined ? (match(word) === undefined ? 'number' : 'word') : 'string';
    const piece = found ?? match(word) ?? match(number);
    if (piece === undefined) throw invalidFilter(bareValue(lexemes, at) ?? unexpected(character, at + 1));
    lexemes.push({ kind, text: piece, at: at + 1 });
    at += piece.length;
  }
  return [...lexemes, { kind: 'end', text: '', at: text.length + 1 }];
}

const quoteIt = 'put the value into double quotes, such as userName eq "ann.lee@example.com"';

/** A value that begins like a word, and breaks at a character that words do not have: `userName eq ann@example.com`. */
function bareValue(lexemes: readonly Lexeme[], at: number): string | undefined {
  const [operator, value] = lexemes.slice(-2);
  if (operator?.kind !== 'word' || value === undefined || value.at - 1 + value.text.length !== at) return undefined;
  if (!isCompareOperator(operator.text.toLowerCase())) return undefined;
  return `The filter has a value without quotes at position ${value.at}: ${quoteIt}.`;
}

function unexpected(character: string, at: number): string {
  if (character === "'") return `The filter has a single quote at position ${at}: ${quoteIt}.`;
  if (character === '%')
    return `The filter has a "%" at position ${at}: the address of the request is not encoded as URLs are (RFC 3986), or twice.`;
  if (character === '"') return `The text that begins at position ${at} of the filter has no closing quote.`;
  return `The filter has an unexpected ${JSON.stringify(character)} at position ${at}.`;
}
