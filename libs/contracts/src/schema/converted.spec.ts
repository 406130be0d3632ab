import { Type } from 'class-transformer';
import * as cv from 'class-validator';
import { describe, expect, test } from 'vitest';
import { converted, ConvertedBy } from './converted.js';
import { MayBeAbsent } from './may-be-absent.js';

class Leaf {
  @cv.IsString() @ConvertedBy((text: string) => text.toLowerCase()) id: string;
}
class Whole {
  @cv.IsString() word: string;
  @MayBeAbsent() @Type(() => Number) @cv.IsInt() limit: number = 50;
  @cv.IsOptional() @cv.ValidateNested() @Type(() => Leaf) leaf?: Leaf | null;
  @MayBeAbsent() @cv.ValidateNested({ each: true }) @Type(() => Leaf) leaves?: Leaf[];
}
class Narrower extends Whole {}

describe('checked JSON', () => {
  test('becomes an instance, converted at every depth, also as inherited', () => {
    const instance = converted(Narrower, {
      leaves: [{ id: 'A' }, { id: 'B' }],
      leaf: { id: 'C' },
      limit: '7',
      word: 'A',
    });
    expect(instance).toBeInstanceOf(Narrower);
    expect(instance).toEqual({ word: 'A', limit: 7, leaf: { id: 'c' }, leaves: [{ id: 'a' }, { id: 'b' }] });
  });

  test('is written in the order of the class, whatever the order in which it came', () => {
    const [one, other] = [
      { word: 'a', leaf: { id: 'b' } },
      { leaf: { id: 'b' }, word: 'a' },
    ];
    expect(JSON.stringify(converted(Whole, one))).toBe(JSON.stringify(converted(Whole, other)));
  });

  test('has the defaults of the class, and no more than it declares', () => {
    const sent = JSON.parse('{"word":"a","leaf":null,"more":1,"__proto__":{"polluted":1}}') as object;
    const instance = converted(Whole, sent);
    expect(instance).toEqual({ word: 'a', limit: 50, leaf: null });
    expect(instance).not.toHaveProperty('polluted');
  });
});
