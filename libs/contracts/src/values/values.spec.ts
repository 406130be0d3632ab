import { isStorable } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { isObject } from './is-object.js';
import { isUuid, nilUuid } from './uuid.js';

describe('a UUID', () => {
  it.each(['01890a5d-ac96-774b-bcce-b302099a8057', '01890A5D-AC96-774B-BCCE-B302099A8057', nilUuid])(
    '%s is a UUID',
    (text) => {
      expect(isUuid(text)).toBe(true);
    },
  );

  it.each(['', '42', '01890a5dac96774bbcceb302099a8057', `${nilUuid}\n`, ` ${nilUuid}`, `{${nilUuid}}`])(
    '%j is no UUID',
    (text) => {
      expect(isUuid(text)).toBe(false);
    },
  );
});

describe('a text that can be kept', () => {
  it.each(['', 'Ünïcödé', '\u{1F600}', 'a\nb\t'])('the text %j can be stored', (text) => {
    expect(isStorable(text)).toBe(true);
  });

  it.each(['a\0b', '\uD83D', 'x\uDE00y'])('the text %j cannot be stored', (text) => {
    expect(isStorable(text)).toBe(false);
  });
});

describe('an object of JSON', () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    [undefined, false],
    ['{}', false],
    [1, false],
  ])('%j is an object: %s', (value, is) => {
    expect(isObject(value)).toBe(is);
  });
});
