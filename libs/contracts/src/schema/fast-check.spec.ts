import { testTimes } from '@rollcall/testing';
import { Type } from 'class-transformer';
import * as cv from 'class-validator';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { junk, neverSaysMore, oddTexts, oddValues, problemsIn, texts, valuesOf } from '../../test/never-says-more.js';
import { allMessageDefinitions, IsFilter } from '../index.js';
import { knownDecorators } from './decorator-schemas.js';
import { passesFastPath } from './fast-check.js';
import { jsonSchemasOf, type Class } from './json-schema.js';
import { MayBeAbsent } from './may-be-absent.js';
import { ListOf, Nested } from './nested.js';
import { IsTextMap } from './text-map.js';
import { UtcTime } from './utc-time.js';

/** Every position within a JSON value, as a path. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key]))];
}

function withAt(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...(value as object) };
  const holder = copy as Record<string, unknown>; // an array has its indexes as keys
  holder[key] = withAt(holder[key], rest, put);
  return copy;
}

const definitions = allMessageDefinitions().map((definition) => [definition.type, definition] as const);
const payloads = [...new Set(definitions.map(([, { payload }]) => payload))].map((each) => [each.name, each] as const);

describe('the fast path of messages', () => {
  test.each(definitions)('lets the example of %s pass, so that class-validator is not asked', (_, definition) => {
    const plain = JSON.parse(JSON.stringify(definition.example)) as object;
    expect(passesFastPath(definition.payload, plain, 'ignored')).toBe(true);
    expect(passesFastPath(definition.payload, plain, 'refused')).toBe(true);
  });

  test.each(definitions)('never lets pass what class-validator refuses as %s', (_, { payload, example }) => {
    const plain = JSON.parse(JSON.stringify(example)) as object;
    const places = placesIn(plain).filter((path) => path.length > 0);
    fc.assert(
      fc.property(fc.constantFrom(...places), junk, (path, value) => {
        neverSaysMore(payload, withAt(plain, path, value) as object);
      }),
    );
  });

  test.each(payloads)('never lets pass what class-validator refuses, whatever a %s holds', (name, payload) => {
    const schemas = jsonSchemasOf([payload], '', 'ignored');
    let passed = 0;
    fc.assert(
      fc.property(valuesOf(schemas[name] ?? {}, schemas), (value) => {
        if (neverSaysMore(payload, value as object)) passed += 1;
      }),
      { numRuns: 300 * testTimes }, // of a message with objects within, few are good
    );
    expect(passed).toBeGreaterThan(10); // otherwise this test would prove nothing
  });
});

class Leaf {
  @cv.IsString() @cv.MaxLength(3) name: string;
}

/** Each allowed decorator, once per meaning of its arguments, with a value that the fast path accepts. */
const decorators: readonly (readonly [name: string, decorators: readonly PropertyDecorator[], passes: unknown])[] = [
  ['isString', [cv.IsString()], 'a'],
  ['isNotEmpty', [cv.IsNotEmpty()], 'a'],
  ['minLength', [cv.MinLength(3)], 'abc'],
  ['minLength', [cv.MinLength(1)], 'a'],
  ['maxLength', [cv.MaxLength(3)], 'abc'],
  ['maxLength', [cv.MaxLength(0)], ''],
  ['isLength', [cv.Length(2, 4)], 'abc'],
  ['isLength', [cv.Length(2)], 'abc'],
  ['matches', [cv.Matches(/^[0-9a-f]{64}$/)], 'f'.repeat(64)],
  ['matches', [cv.Matches(/^.{1,2}$/)], 'ab'],
  ['isUuid', [cv.IsUUID()], '01890a5d-ac96-774b-bcce-b302099a8057'],
  ['isUuid', [cv.IsUUID('all')], '01890a5d-ac96-774b-bcce-b302099a8057'],
  ['isEmail', [cv.IsEmail()], 'a@b.co'],
  ['isDateString', [cv.IsDateString()], '2026-12-01T00:00:00.000Z'],
  ['isDateString', [UtcTime()], '2026-12-01T08:00:00Z'],
  ['isIn', [cv.IsIn(['a', 'b'])], 'b'],
  ['isIn', [cv.IsIn(['a', 1, true])], 1],
  ['isBoolean', [cv.IsBoolean()], false],
  ['isInt', [cv.IsInt()], 7],
  ['isNumber', [cv.IsNumber()], 1.5],
  ['min', [cv.Min(1)], 1.5],
  ['max', [cv.Max(1)], 0.5],
  // In both orders: an integer is a number, and stays one.
  ['isInt', [cv.IsInt(), cv.Min(1), cv.Max(3)], 2],
  ['isInt', [cv.Min(1), cv.Max(3), cv.IsInt()], 2],
  ['type', [Type(() => Number), cv.IsInt(), cv.Min(1)], 2],
  ['isObject', [cv.IsObject()], { any: 1 }],
  ['isTextMap', [IsTextMap(2, 3)], { abc: 'abc', id: 'a' }],
  ['isFilter', [IsFilter()], { is: 'not', of: { is: 'equals', attribute: 'a', value: 1 } }],
  ['isFilter', [cv.IsOptional(), IsFilter()], null],
  ['isArray', [cv.IsArray()], [1, 'a']],
  ['arrayMinSize', [cv.ArrayMinSize(1)], ['a']],
  ['arrayMaxSize', [cv.ArrayMaxSize(1)], ['a']],
  ['isDefined', [cv.IsDefined()], 0],
  ['isOptional', [cv.IsOptional()], null],
  ['isOptional', [cv.IsOptional(), cv.IsString(), cv.MaxLength(3)], null],
  ['isOptional', [cv.IsOptional(), cv.IsIn(['a'])], null],
  ['isOptional', [cv.IsOptional(), cv.IsIn(['a', 1])], null],
  ['isOptional', [cv.IsOptional(), cv.ValidateNested(), Type(() => Leaf)], null],
  ['isOptional', [cv.IsOptional(), Nested(() => Leaf)], null],
  ['isOptional', [cv.IsOptional(), cv.IsDefined()], null],
  ['mayBeAbsent', [MayBeAbsent(), cv.IsString()], undefined],
  ['mayBeAbsent', [MayBeAbsent(), cv.IsOptional(), cv.IsString()], null],
  ['nestedValidation', [cv.ValidateNested(), Type(() => Leaf)], { name: 'abc' }],
  ['nestedValidation', [cv.ValidateNested(), Type(() => Leaf), cv.IsObject()], { name: 'abc' }],
  ['nestedValidation', [Nested(() => Leaf)], { name: 'abc' }],
  ['each', [ListOf(() => Leaf, 2)], [{ name: 'a' }]],
  ['each', [cv.IsString({ each: true }), cv.MaxLength(2, { each: true }), cv.ArrayMaxSize(2)], ['a']],
  ['each', [cv.ArrayMaxSize(2), cv.ValidateNested({ each: true }), Type(() => Leaf)], [{ name: 'a' }]],
  ['each', [cv.IsIn(['a', 1], { each: true })], ['a', 1]],
];

describe('the fast path of a decorator', () => {
  test.each(decorators)('%s never lets pass what class-validator refuses', (_, given, passes) => {
    class Fixture {}
    for (const decorate of given.toReversed()) decorate(Fixture.prototype, 'it');
    expect(passesFastPath(Fixture, { it: passes }, 'refused')).toBe(true);
    for (const it of [...oddTexts, ...oddValues, ...oddTexts.map((text) => [text])]) neverSaysMore(Fixture, { it });
    const leaf = fc.record({ name: junk });
    const values = fc.oneof(junk, fc.integer(), fc.array(texts, { maxLength: 3 }), leaf, fc.array(leaf));
    fc.assert(
      fc.property(values, fc.boolean(), (it, more) => {
        neverSaysMore(Fixture, more ? { it, more } : { it });
      }),
      { numRuns: 500 },
    );
  });

  test('is tested here for each that may be used', () => {
    expect(decorators.map(([name]) => name)).toEqual(expect.arrayContaining([...knownDecorators]));
  });
});

describe('the fast path', () => {
  class Whole {
    @cv.IsOptional() @cv.ValidateNested() @Type(() => Leaf) leaf?: Leaf;
    @cv.IsOptional() @cv.ArrayMaxSize(2) @cv.ValidateNested({ each: true }) @Type(() => Leaf) leaves?: Leaf[];
    @cv.IsOptional() @cv.IsString({ each: true }) words?: string[];
    @cv.IsOptional() @cv.ValidateNested() @Type(() => Whole) whole?: Whole;
    @cv.IsString() word: string;
  }

  test.each([
    ['what is nested', { word: 'a', leaf: { name: 'abc' }, leaves: [{ name: 'a' }] }, true],
    ['a class that holds itself', { word: 'a', whole: { word: 'b', whole: { word: 'c' } } }, true],
    ['something wrong in a class that holds itself', { word: 'a', whole: { word: 'b', whole: { word: 1 } } }, false],
    ['something missing', {}, false],
    ['something wrong below', { word: 'a', leaf: { name: 'abcd' } }, false],
    ['something wrong in a list', { word: 'a', leaves: [{ name: 'a' }, { name: 1 }] }, false],
    ['a list of the wrong', { word: 'a', words: ['a', 1] }, false],
    ['too many', { word: 'a', leaves: [{ name: 'a' }, { name: 'a' }, { name: 'a' }] }, false],
  ])('follows class-validator in %s', (_, plain, sound) => {
    expect(passesFastPath(Whole, plain, 'ignored')).toBe(sound);
    expect(problemsIn(Whole, plain).length === 0).toBe(sound);
  });

  test('tells classes of the same name apart', () => {
    const named = (decorate: PropertyDecorator): Class => {
      class Same {}
      decorate(Same.prototype, 'it');
      return Same;
    };
    const [ofText, ofNumber] = [named(cv.IsString()), named(cv.IsInt())];
    expect(passesFastPath(ofText, { it: 'a' }, 'ignored')).toBe(true);
    expect(passesFastPath(ofNumber, { it: 'a' }, 'ignored')).toBe(false);
  });

  test.each([null, undefined, 'text', 1, [], [{ word: 'a' }]])('lets no %j pass as an object', (plain) => {
    expect(passesFastPath(Whole, plain, 'ignored')).toBe(false);
  });
});
