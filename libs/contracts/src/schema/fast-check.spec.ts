import { plainToInstance, Type } from 'class-transformer';
import * as cv from 'class-validator';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allMessages } from '../index.js';
import { knownDecorators } from './decorator-schemas.js';
import { passesFastPath } from './fast-check.js';
import { jsonSchemasOf, type Class, type JsonSchema } from './json-schema.js';
import { MayBeAbsent } from './may-be-absent.js';

const strictly = { whitelist: true, forbidNonWhitelisted: true };
const problemsIn = (target: Class, plain: object) => cv.validateSync(plainToInstance(target, plain));
const problemsStrictlyIn = (target: Class, plain: object) => cv.validateSync(plainToInstance(target, plain), strictly);

/** Asserts that class-validator accepts whatever the fast path accepts. Returns whether the fast path accepted it. */
function neverSaysMore(target: Class, plain: object): boolean {
  const passes = passesFastPath(target, plain, 'ignored');
  if (passes) expect(problemsIn(target, plain)).toEqual([]);
  if (passesFastPath(target, plain, 'refused')) expect(problemsStrictlyIn(target, plain)).toEqual([]);
  return passes;
}

/** Texts that careless code counts, matches or reads differently. */
// prettier-ignore
const oddTexts = [
  '', ' ', '\n', 'a\n', 'abc', 'ABC', 'x'.repeat(9_000), '\ud83d', '\ufe0f', '\u{1f600}\u{1f600}',
  '\u2764\ufe0f', '\u2764\ufe0f'.repeat(3), '\u{1f468}\u200d\u{1f469}\ufe0f',
  'a@b', 'a@b.co', '@b.co', '"a b"@example.com', 'a@b@c.co', '\ud83d@b.co', '\u00e4@b.co', 'a@b.co ',
  '2026', '2026-01-01', '2026-02-31T25:00:00Z', '2026-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z ', '20261201',
  '01890a5d-ac96-774b-bcce-b302099a8057', '01890A5D-AC96-974B-0CCE-B302099A8057', 'f'.repeat(64), 'F'.repeat(64),
];
// prettier-ignore
const oddValues = [
  undefined, null, 0, 1, 2, -0, -1, 1.5, 1e21, true, false, [], {}, [null], [[]], [{}], { length: 1 }, ['a', 1],
  ['a', 'b'], ['a', 'b', 'c'], [1.5], { name: 'a' }, { name: 'abcd' }, [{ name: 'a' }], [{ name: 1 }], { 0: 'a' },
];
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(...oddTexts),
);
const junk = fc.oneof(texts, fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...oddValues));

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

/** Values of a schema, sometimes with a wrong one inside. */
function valuesOf(schema: JsonSchema, schemas: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  const of = (each: JsonSchema): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 150, arbitrary: soundValuesOf(each) }, { weight: 1, arbitrary: junk });
  const soundValuesOf = (each: JsonSchema): fc.Arbitrary<unknown> => {
    const { $ref, anyOf, enum: values, format, pattern, properties, required } = each;
    if (typeof $ref === 'string') return of(schemas[$ref] ?? {});
    if (Array.isArray(anyOf)) return fc.oneof(...(anyOf as JsonSchema[]).map(of));
    if (Array.isArray(values)) return fc.constantFrom(...(values as unknown[]));
    if (format === 'uuid') return fc.uuid();
    if (format === 'email') return fc.emailAddress();
    if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
    const type = [each.type].flat()[0];
    if (type === 'string') return fc.string({ minLength: Number(each.minLength ?? 0), maxLength: 10 });
    if (type === 'boolean') return fc.boolean();
    if (type === 'integer') return fc.integer({ min: Number(each.minimum ?? -5), max: Number(each.maximum ?? 5_000) });
    if (type === 'array') return fc.array(of((each.items ?? {}) as JsonSchema), { maxLength: 3 });
    if (type !== 'object') return fc.jsonValue({ maxDepth: 1 });
    const held = Object.entries((properties ?? {}) as Record<string, JsonSchema>);
    const entries = held.map(([name, one]) => [name, of(one)] as const);
    return fc.record(Object.fromEntries(entries), { requiredKeys: required as string[] });
  };
  return soundValuesOf(schema);
}

const definitions = allMessages().map((definition) => [definition.type, definition] as const);
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
  ['isArray', [cv.IsArray()], [1, 'a']],
  ['arrayMinSize', [cv.ArrayMinSize(1)], ['a']],
  ['arrayMaxSize', [cv.ArrayMaxSize(1)], ['a']],
  ['isDefined', [cv.IsDefined()], 0],
  ['isOptional', [cv.IsOptional()], null],
  ['isOptional', [cv.IsOptional(), cv.IsString(), cv.MaxLength(3)], null],
  ['isOptional', [cv.IsOptional(), cv.IsIn(['a'])], null],
  ['isOptional', [cv.IsOptional(), cv.IsIn(['a', 1])], null],
  ['isOptional', [cv.IsOptional(), cv.ValidateNested(), Type(() => Leaf)], null],
  ['isOptional', [cv.IsOptional(), cv.IsDefined()], null],
  ['mayBeAbsent', [MayBeAbsent(), cv.IsString()], undefined],
  ['mayBeAbsent', [MayBeAbsent(), cv.IsOptional(), cv.IsString()], null],
  ['nestedValidation', [cv.ValidateNested(), Type(() => Leaf)], { name: 'abc' }],
  ['nestedValidation', [cv.ValidateNested(), Type(() => Leaf), cv.IsObject()], { name: 'abc' }],
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
