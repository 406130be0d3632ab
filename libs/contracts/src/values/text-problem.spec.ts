import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemOfLength, problemOfText, storableText, type TextRule } from './text-problem.js';
import { namedCharacter } from './visible-text.js';

const letters: TextRule = { anywhere: /\p{L}/u, behindOthers: /^\p{L}·$/u, maxLength: 9 };

describe('what is wrong with a text', () => {
  it.each([
    ['Ann', undefined],
    ['', undefined],
    ['l·l', undefined],
    ['An n', 'it holds a space (U+0020) at place 3'],
    ['Ann\t', 'it holds a tab (U+0009) at place 4'],
    ['Ann\r\n', 'it holds a line end (U+000D) at place 4'],
    ['\u200BAnn', 'it holds an invisible character (U+200B) at place 1'],
    ['\uFEFFAnn', 'it holds an invisible character (U+FEFF) at place 1'],
    ['A\u00A0n', 'it holds a no-break space (U+00A0) at place 2'],
    ['A\u3000n', 'it holds a space (U+3000) at place 2'],
    ['A\u0007', 'it holds a control character (U+0007) at place 2'],
    ['A\u0301', 'it holds a mark (U+0301) at place 2'],
    ['A\uD83D', 'it holds half a character (U+D83D) at place 2'],
    ['A’', 'it holds "’" (U+2019) at place 2'],
    ['·A', 'it holds "·" (U+00B7) at place 1'],
    ['A··', 'it holds "·" (U+00B7) at place 3'],
    ['𠮷𠮷😀', 'it holds "😀" (U+1F600) at place 3'],
    ['𠮷'.repeat(9), undefined],
    ['𠮷'.repeat(10), 'it has 10 characters, and at most 9 are allowed'],
  ])('%j: %s', (text, problem) => {
    expect(problemOfText(text, letters)).toBe(problem);
  });

  it.each([
    ['𠮷'.repeat(18), 'it has 18 characters, and at most 9 are allowed'],
    ['𠮷'.repeat(19), 'it has more than 18 characters, and at most 9 are allowed'],
    ['x'.repeat(32_000_000), 'it has more than 18 characters, and at most 9 are allowed'],
  ])('is its length, counted to twice of what is allowed', (text, problem) => {
    expect(problemOfLength(text, letters)).toBe(problem);
    expect(problemOfText(text, letters)).toBe(problem);
  });

  it('is what it takes in bytes, where only so much can be kept', () => {
    const rule = { maxLength: 9, maxBytes: 12 };
    expect(problemOfLength('𠮷𠮷𠮷', rule)).toBeUndefined();
    expect(problemOfLength('123456789', rule)).toBeUndefined();
    expect(problemOfLength('𠮷𠮷𠮷a', rule)).toBe('it takes 13 bytes, and at most 12 are allowed');
    expect(problemOfText('1234567890', { ...storableText, ...rule })).toMatch(/^it has 10 characters/);
  });

  it('is what is missing, where every character fits', () => {
    const rule: TextRule = { anywhere: /[a@]/u, whole: (text) => (text.includes('@') ? undefined : 'it has no @') };
    expect(problemOfText('aa', rule)).toBe('it has no @');
    expect(problemOfText('aab', rule)).toMatch(/^it holds "b"/);
    expect(problemOfText('a@', rule)).toBeUndefined();
  });

  it('is never a character that the rule allows, and its place is that of the first one that it does not', () => {
    const rules = [letters, storableText, { anywhere: /[\p{L}\p{Zs}]/u }, { anywhere: /[^aeiou]/u }];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', '·', '𠮷', '😀', '\uD83D', '\uDE00', '\0', ' ', 'e'), maxLength: 12 }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...rules), (value, of: TextRule) => {
        const rule = { ...of, maxLength: Infinity };
        const characters = Array.from(value);
        const fits = (at: number) =>
          rule.anywhere.test(characters[at] ?? '') ||
          rule.behindOthers?.test((characters[at - 1] ?? '') + (characters[at] ?? '')) === true;
        const first = characters.findIndex((_character, at) => !fits(at));
        const problem = problemOfText(value, rule);
        const blamed = `it holds ${namedCharacter(characters[first] ?? '')} at place ${first + 1}`;
        expect(problem).toBe(first < 0 ? undefined : blamed);
      }),
    );
  });

  it('is found in one look at each character', () => {
    const began = performance.now();
    problemOfText('l·'.repeat(500_000), { ...letters, maxLength: Infinity });
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
