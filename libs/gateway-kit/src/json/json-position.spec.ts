import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whereJsonBreaks } from './json-position.js';

describe('where a text stops being JSON', () => {
  it.each([
    ['{"userName": }', 1, 14],
    ['{"userName": "a"', 1, 17],
    ['{\n  "userName": "a",\n}', 3, 1],
    ["{'userName': 1}", 1, 2],
    ['{"a":1} {"b":2}', 1, 9],
    ['[1,2,,3]', 1, 6],
    ['nothing', 1, 1],
    ['{"a":"\n"}', 1, 7],
    ['{"a":"\\x"}', 1, 7],
    ['[01]', 1, 3],
    ['', 1, 1],
    ['{"a"}', 1, 5],
  ])('%j breaks at line %i, column %i', (text, line, column) => {
    expect(whereJsonBreaks(text)).toEqual({ line, column });
  });

  it('is the end of the text for every JSON text whose last character is missing', () => {
    fc.assert(
      fc.property(fc.object(), (value) => {
        const cut = JSON.stringify(value).slice(0, -1);
        expect(whereJsonBreaks(cut)).toEqual({ line: 1, column: cut.length + 1 });
      }),
    );
  });

  it.each([
    ['plain characters', 'x'],
    ['escapes', '\\n'],
    ['Unicode escapes', '\\u00e4'],
  ])('is found behind 12 MB of %s', (_, piece) => {
    const text = `{"a":"${piece.repeat(12_000_000 / piece.length)}",}`;
    expect(whereJsonBreaks(text)).toEqual({ line: 1, column: text.length });
  });

  it.each([
    ['a number', '1'],
    ['spaces', ' '],
    ['lists', '['],
  ])('is found behind 12 MB of %s', (_, piece) => {
    expect(whereJsonBreaks(`{"a":${piece.repeat(12_000_000)}`).column).toBe(12_000_006);
  });

  it('is found in the last of a million lines', () => {
    expect(whereJsonBreaks(`[${'\n'.repeat(1_000_000)}x`)).toEqual({ line: 1_000_001, column: 1 });
  });
});
