import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedName } from './repeated-name.js';

describe('a name that is there twice', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":[1],"b":2,"a":[]}', 'a'],
    ['[{"b":{"c":1,"c":{}}}]', 'c'],
    ['{"a":{"b":1},"a":{"b":2}}', 'a'],
    ['{"a":"}","b":"\\"a\\":1","a":"{"}', 'a'],
    ['{"\\u0061":1,"a":2}', 'a'],
    ['{"":1 , "" : 2}', ''],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ])('is found in %s', (text, name) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(repeatedName(text)).toBe(name);
  });

  it.each([
    '{"a":1, "a" : 1 }',
    '[{"a":1},{"a":2}]',
    '{"a":{"a":{"a":1}},"A":2}',
    '"a"',
    '[]',
    '{}',
    '{"a":"a","b":"a"}',
  ])('is none in %s', (text) => {
    expect(repeatedName(text)).toBeUndefined();
  });

  it('is looked for so deep as it is said', () => {
    const text = '{"a":[{"b":1,"b":2}]}';
    expect([repeatedName(text, 2), repeatedName(text, 3)]).toEqual([undefined, 'b']);
  });

  it('is none in what JSON.stringify writes, and any that is put into it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const text = JSON.stringify(value, null, 1);
        expect(repeatedName(text)).toBeUndefined();
        const key = JSON.stringify(name);
        expect(repeatedName(`{${key}: ${text}, ${key}: [${text}]}`)).toBe(name);
      }),
    );
  });
});
