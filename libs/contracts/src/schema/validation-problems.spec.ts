import 'reflect-metadata';
import { Type } from 'class-transformer';
import * as cv from 'class-validator';
import { describe, expect, test } from 'vitest';
import { passesFastPath } from './fast-check.js';
import { validationProblems } from './validation-problems.js';

class Leaf {
  @cv.IsString() @cv.MaxLength(3) name: string;
}
class Whole {
  @cv.IsOptional() @cv.ValidateNested({ each: true }) @Type(() => Leaf) leaves?: Leaf[];
  @cv.IsOptional() @cv.ValidateNested() @Type(() => Leaf) leaf?: Leaf;
  @cv.IsOptional() @Type(() => Number) @cv.IsInt() limit?: number;
}

describe('the problems of a value', () => {
  test('are named with their places, and never with values', () => {
    const plain = { leaf: { name: 'canary-secret' }, leaves: [{ name: 'a' }, { name: 1 }] };
    const problems = validationProblems(Whole, plain);
    expect(problems).toEqual([
      { at: ['leaves', '1', 'name'], problem: 'name must be shorter than or equal to 3 characters' },
      { at: ['leaves', '1', 'name'], problem: 'name must be a string' },
      { at: ['leaf', 'name'], problem: 'name must be shorter than or equal to 3 characters' },
    ]);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });

  test('are none for what only the fast path is too strict for', () => {
    for (const plain of [{ leaf: { name: '\u{1f600}\u{1f600}\u{1f600}' } }, { limit: '7' }]) {
      expect(passesFastPath(Whole, plain, 'ignored')).toBe(false);
      expect(validationProblems(Whole, plain)).toEqual([]);
    }
  });

  test('are unknown properties only where they are refused, at every depth', () => {
    const plain = { leaf: { name: 'a', more: 1 }, more: 1 };
    expect(validationProblems(Whole, plain)).toEqual([]);
    expect(validationProblems(Whole, plain, 'refused').map(({ at }) => at.join('.'))).toEqual(['more', 'leaf.more']);
  });

  test.each(['__proto__', 'constructor'])(
    'are also properties called %s, which class-transformer passes over',
    (name) => {
      const plain = JSON.parse(`{"leaves":[{"name":"a","${name}":1}],"${name}":{}}`) as object;
      expect(validationProblems(Whole, plain)).toEqual([]);
      expect(validationProblems(Whole, plain, 'refused')).toEqual([
        { at: ['leaves', '0', name], problem: `property ${name} should not exist` },
        { at: [name], problem: `property ${name} should not exist` },
      ]);
    },
  );

  test('are problems, and no error, where class-validator throws', () => {
    class Addressed {
      @cv.IsEmail() address: string;
    }
    const problem = 'must hold whole characters only';
    expect(validationProblems(Addressed, { address: '\ud83d@example.com' })).toEqual([{ at: [], problem }]);
  });

  test.each([null, undefined, 'text', 1, [], [{}]])('is one where %j stands for an object', (plain) => {
    expect(validationProblems(Whole, plain)).toEqual([{ at: [], problem: 'must be an object' }]);
  });
});
