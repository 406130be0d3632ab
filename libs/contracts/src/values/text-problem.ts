import { namedCharacter } from './visible-text.js';

/** What a rule asks of a text. */
export interface TextRule {
  /** Whether a character may stand anywhere: an expression for one character, without the flag `g`. */
  readonly anywhere: RegExp;
  /** Characters that may stand only behind certain others; the expression is for both together. */
  readonly behindOthers?: RegExp;
  /** In characters, not in UTF-16 units. */
  readonly maxLength?: number;
  /** Of UTF-8. */
  readonly maxBytes?: number;
  /** What is missing or out of place in a text whose characters all fit, as a part of a sentence. */
  readonly whole?: (text: string) => string | undefined;
}

/**
 * What is wrong with a text, for every rule about one: it is too long, the first character that does not fit (by name,
 * and by its place, counted in characters from 1), or what is missing.
 * @returns a part of a sentence, such as "it holds a tab (U+0009) at place 4"; undefined where nothing is wrong
 */
export function problemOfText(text: string, rule: TextRule): string | undefined {
  return problemOfLength(text, rule) ?? problemOfCharacters(text, rule) ?? rule.whole?.(text);
}

/**
 * What is wrong with the length of a text. Characters are counted to twice of what is allowed: a longer text may have been cut on its way,
 * and costs no more than that.
 * @returns a part of a sentence; undefined where nothing is wrong
 */
export function problemOfLength(
  text: string,
  { maxLength = Infinity, maxBytes = Infinity }: Pick<TextRule, 'maxLength' | 'maxBytes'>,
): string | undefined {
  const counted = 2 * maxLength;
  const length = text.length <= maxLength ? 0 : Array.from(text.slice(0, 2 * counted + 2)).length;
  const characters = length > counted ? `more than ${counted}` : length;
  if (length > maxLength) return `it has ${characters} characters, and at most ${maxLength} are allowed`;
  const bytes = 3 * text.length <= maxBytes ? 0 : new TextEncoder().encode(text).length;
  return bytes > maxBytes ? `it takes ${bytes} bytes, and at most ${maxBytes} are allowed` : undefined;
}

const expressionsForWhole = new WeakMap<RegExp, RegExp>();

/** Nearly all texts hold only what may stand anywhere, which takes one look at the whole. */
function fitsAsWhole(text: string, anywhere: RegExp): boolean {
  const whole = expressionsForWhole.get(anywhere) ?? new RegExp(`^(?:${anywhere.source})*$`, anywhere.flags);
  expressionsForWhole.set(anywhere, whole);
  return whole.test(text);
}

function problemOfCharacters(text: string, { anywhere, behindOthers }: TextRule): string | undefined {
  if (fitsAsWhole(text, anywhere)) return undefined;
  let place = 0;
  let last = '';
  for (const character of text) {
    place += 1;
    if (!anywhere.test(character) && behindOthers?.test(last + character) !== true)
      return characterAt(character, place);
    last = character;
  }
  return undefined;
}

/** A character that does not fit, as a part of a sentence. */
export function characterAt(character: string, place: number): string {
  return `it holds ${namedCharacter(character)} at place ${place}`;
}

/** A text that can be stored: PostgreSQL takes neither U+0000 nor half of a surrogate pair. */
export const storableText: TextRule = { anywhere: /[^\0\p{Cs}]/u };
