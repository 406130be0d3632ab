import { allMessages } from '@rollcall/contracts';
import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsOptional,
  IsString,
  MaxLength,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSound } from './is-sound.js';

type Class = new () => object;

const problemsIn = (payload: Class, plain: object) => validateSync(plainToInstance(payload, plain));
const definitions = allMessages().map((definition) => [definition.type, definition] as const);

/** Every place within a JSON value, as a path. */
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

describe('isSound', () => {
  test.each(definitions)('knows the example of %s for sound, so that class-validator is not asked', (_, definition) => {
    expect(isSound(definition.payload, JSON.parse(JSON.stringify(definition.example)) as object)).toBe(true);
  });

  test.each(definitions)('never calls sound what class-validator refuses as %s', (_, { payload, example }) => {
    const plain = JSON.parse(JSON.stringify(example)) as object;
    const places = placesIn(plain).filter((path) => path.length > 0);
    const put = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(undefined, null, '', 0, -1, 1.5, true, [], {}, [null], [[]], [{}], 'x'.repeat(5_000)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), put, (path, value) => {
        const changed = withAt(plain, path, value) as object;
        if (isSound(payload, changed)) expect(problemsIn(payload, changed)).toEqual([]);
      }),
    );
  });

  class Leaf {
    @IsString() @MaxLength(3) name: string;
  }
  class Whole {
    @IsOptional() @ValidateNested() @Type(() => Leaf) leaf?: Leaf;
    @IsOptional() @ArrayMaxSize(2) @ValidateNested({ each: true }) @Type(() => Leaf) leaves?: Leaf[];
    @IsOptional() @IsString({ each: true }) words?: string[];
    @ValidateIf(({ words }: Whole) => words === undefined) @IsString() word?: string;
  }

  test.each([
    ['what is nested', { word: 'a', leaf: { name: 'abc' }, leaves: [{ name: 'a' }] }, true],
    ['a condition that does not hold', { words: ['a'] }, true],
    ['a condition that holds', {}, false],
    ['something wrong below', { word: 'a', leaf: { name: 'abcd' } }, false],
    ['something wrong in a list', { word: 'a', leaves: [{ name: 'a' }, { name: 1 }] }, false],
    ['a list where one is due', { words: ['a', 1] }, false],
    ['too many', { word: 'a', leaves: [{ name: 'a' }, { name: 'a' }, { name: 'a' }] }, false],
  ])('follows class-validator in %s', (_, plain, sound) => {
    expect(isSound(Whole, plain)).toBe(sound);
    expect(problemsIn(Whole, plain).length === 0).toBe(sound);
  });

  test('leaves what it does not know to class-validator', () => {
    class Grouped {
      @IsString({ groups: ['some'] }) name: string;
    }
    expect(isSound(Grouped, { name: 'a' })).toBe(false);
    expect(isSound(class Bare {}, {})).toBe(false);
  });
});
