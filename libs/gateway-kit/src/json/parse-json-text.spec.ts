import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotJson, parseJsonText } from './parse-json-text.js';

const exactly = (text: string) => parseJsonText(text, { longNumbersAsText: true });

describe('numbers as they are written', () => {
  it.each([
    ['{"a":123456789012345678}', { a: '123456789012345678' }],
    ['[1234567890123456789, 1]', ['1234567890123456789', 1]],
    ['{"a":{"b":[-9007199254740993]}}', { a: { b: ['-9007199254740993'] } }],
    ['{"a":1.10,"b":1.5}', { a: '1.10', b: 1.5 }],
    ['{"a":1E400}', { a: '1E400' }],
    ['{"a":"123456789012345678"}', { a: '123456789012345678' }],
    ['{"a":true,"b":null,"c":7}', { a: true, b: null, c: 7 }],
  ])('%s', (text, value) => {
    expect(exactly(text)).toEqual(value);
  });

  it('are numbers where they are exact, and all else is as JSON.parse has it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(exactly(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('are found wherever they stand', () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,24}$/);
    const fraction = fc.option(fc.stringMatching(/^\.\d{1,20}$/), { nil: '' });
    const exponent = fc.option(fc.stringMatching(/^[eE][+-]?\d{1,3}$/), { nil: '' });
    const number = fc.tuple(fc.constantFrom('', '-'), digits, fraction, exponent).map((parts) => parts.join(''));
    const space = fc.constantFrom('', ' ', '\n\t ');
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 5 }), space, space, (numbers, before, after) => {
        const values = numbers.map((each) => (String(Number(each)) === each ? Number(each) : each));
        const list = `[${numbers.map((each) => before + each + after).join(',')}]`;
        expect(exactly(list)).toEqual(values);
        expect(exactly(`{"a":"x","b":${before}${numbers[0]}${after}}`)).toEqual({ a: 'x', b: values[0] });
        expect(exactly(`{"b"${after}:${before}${numbers[0]}${after},"c":{"d":${list}}}`)).toEqual({
          b: values[0],
          c: { d: values },
        });
      }),
    );
  });

  it('are numbers where nobody asks for more', () => {
    expect(parseJsonText('{"a":123456789012345678}')).toEqual({ a: 123456789012345680 });
  });

  it('are no excuse for what is no JSON', () => {
    expect(() => exactly('{"a":1234567890123456789,}')).toThrow(NotJson);
  });
});
