import { plainToInstance } from 'class-transformer';
import * as cv from 'class-validator';
import fc from 'fast-check';
import { expect } from 'vitest';
import { passesFastPath, type Class, type JsonSchema } from '../src/index.js';

const strictly = { whitelist: true, forbidNonWhitelisted: true };
export const problemsIn = (target: Class, plain: object) => cv.validateSync(plainToInstance(target, plain));
const problemsStrictlyIn = (target: Class, plain: object) => cv.validateSync(plainToInstance(target, plain), strictly);

/** What the fast path takes, class-validator takes. Says whether the fast path took it. */
export function neverSaysMore(target: Class, plain: object): boolean {
  const passes = passesFastPath(target, plain, 'ignored');
  if (passes) expect(problemsIn(target, plain)).toEqual([]);
  if (passesFastPath(target, plain, 'refused')) expect(problemsStrictlyIn(target, plain)).toEqual([]);
  return passes;
}

/** Texts that are counted, matched or read differently by those who are not careful. */
// prettier-ignore
export const oddTexts = [
  '', ' ', '\n', 'a\n', 'abc', 'ABC', 'x'.repeat(9_000), '\ud83d', '\ufe0f', '\u{1f600}\u{1f600}',
  '\u2764\ufe0f', '\u2764\ufe0f'.repeat(3), '\u{1f468}\u200d\u{1f469}\ufe0f',
  'a@b', 'a@b.co', '@b.co', '"a b"@example.com', 'a@b@c.co', '\ud83d@b.co', '\u00e4@b.co', 'a@b.co ',
  '2026', '2026-01-01', '2026-02-31T25:00:00Z', '2026-12-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z ', '20261201',
  '2026-02-29T08:00:00Z', '2028-02-29T08:00:00Z', '2026-12-01T08:00Z', '2026-12-01T08:00:00+01:00', '2026-12-01t08:00:00z',
  '01890a5d-ac96-774b-bcce-b302099a8057', '01890A5D-AC96-974B-0CCE-B302099A8057', 'f'.repeat(64), 'F'.repeat(64),
];
// prettier-ignore
export const oddValues = [
  undefined, null, 0, 1, 2, -0, -1, 1.5, 1e21, true, false, [], {}, [null], [[]], [{}], { length: 1 }, ['a', 1],
  ['a', 'b'], ['a', 'b', 'c'], [1.5], { name: 'a' }, { name: 'abcd' }, [{ name: 'a' }], [{ name: 1 }], { 0: 'a' },
  { '': 'a' }, { a: '' }, { abcd: 'a' }, { a: 'b', c: 'd', e: 'f' },
];
export const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(...oddTexts),
);
export const junk = fc.oneof(texts, fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...oddValues));

/** Values of a class's schema, with now and then a wrong one somewhere inside. */
export function valuesOf(schema: JsonSchema, schemas: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  return madeOf(schema, schemas, (sound) =>
    fc.oneof({ weight: 150, arbitrary: sound }, { weight: 1, arbitrary: junk }),
  );
}

/** Values that a schema allows; of an open list those that it names. */
export function soundValuesOf(schema: JsonSchema, schemas: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  return madeOf(schema, schemas, (sound) => sound);
}

function madeOf(
  schema: JsonSchema,
  schemas: Record<string, JsonSchema>,
  perhapsWrong: (sound: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const of = (each: JsonSchema): fc.Arbitrary<unknown> => perhapsWrong(soundValuesOf(each));
  const soundValuesOf = (each: JsonSchema): fc.Arbitrary<unknown> => {
    const { $ref, anyOf, enum: values = each['x-extensible-enum'], format, pattern, properties, required } = each;
    if (typeof $ref === 'string') return of(schemas[$ref] ?? {});
    if (Array.isArray(anyOf)) return fc.oneof(...(anyOf as JsonSchema[]).map(of));
    if (Array.isArray(values)) return fc.constantFrom(...(values as unknown[]));
    if (format === 'uuid') return fc.uuid();
    if (format === 'email') {
      const isMeant = new RegExp(typeof pattern === 'string' ? pattern : '');
      return fc.emailAddress().filter((address) => isMeant.test(address));
    }
    if (format === 'date-time')
      return fc
        .date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('9999-12-31') })
        .map((date) => date.toISOString());
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
