import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { describe, expect, it, test } from 'vitest';
import {
  AccountQueries,
  allMessageDefinitions,
  OpsQueries,
  passesFastPath,
  PasswordQueries,
  SessionQueries,
  TeamQueries,
  TokenQueries,
  UserQueries,
  type CommandDefinition,
  type QueryDefinition,
} from '../index.js';
import { anyObject, fits, listOf, nullable, oneOf, recordOf, type Shape } from './shape.js';

class Point {
  @IsInt() readonly x: number;
  @IsOptional() @IsString() readonly name?: string;
}

class Line {
  @IsDefined() @ValidateNested() @Type(() => Point) readonly from: Point;
  @IsDefined() @ValidateNested() @Type(() => Point) readonly to: Point;
}

class Yes {
  @IsIn([true]) readonly works: true;
  @IsInt() readonly count: number;
}

class No {
  @IsIn([false]) readonly works: false;
}

describe('what an answer looks like', () => {
  const verdict = oneOf(Yes, No);
  const byName = recordOf(listOf(Point));

  test.each<[string, Shape<unknown>, unknown]>([
    ['a class', Point, { x: 1, name: 'a' }],
    ['a class without what it may lack', Point, { x: 1 }],
    ['a class with what its sender may have learned later', Point, { x: 1, invented: { later: true } }],
    ['a class that holds others', Line, { from: { x: 1, invented: 1 }, to: { x: 2 } }],
    ['an empty list', listOf(Point), []],
    ['a list', listOf(Point), [{ x: 1 }, { x: 2 }]],
    ['nothing', nullable(Point), null],
    ['what could be nothing', nullable(Point), { x: 1 }],
    ['a list with gaps', listOf(nullable(Point)), [null, { x: 1 }]],
    ['an empty record', byName, {}],
    ['a record', byName, { a: [], b: [{ x: 1 }] }],
    ['the first of two', verdict, { works: true, count: 1 }],
    ['the second of two', verdict, { works: false }],
    ['any object', anyObject, { whatever: [1] }],
  ])('%s fits its shape', (_, shape, value) => {
    expect(fits(shape, value)).toBe(true);
  });

  test.each<[string, Shape<unknown>, unknown]>([
    ['a text for a number', Point, { x: '1' }],
    ['a property that is missing', Point, {}],
    ['nothing for a class', Point, null],
    ['no JSON at all for a class', Point, undefined],
    ['a text for a class', Point, 'x'],
    ['a list for a class', Point, [{ x: 1 }]],
    ['a wrong inner object', Line, { from: { x: 1 }, to: { x: 'two' } }],
    ['one for a list', listOf(Point), { x: 1 }],
    ['what only looks like a list', listOf(Point), { 0: { x: 1 }, length: 1 }],
    ['nothing for a list', listOf(Point), null],
    ['a wrong element', listOf(Point), [{ x: 1 }, {}]],
    ['nothing for an element', listOf(Point), [null]],
    ['no JSON at all for what may be null', nullable(Point), undefined],
    ['a wrong object for what may be null', nullable(Point), {}],
    ['a list for a record', byName, []],
    ['nothing for a record', byName, null],
    ['a text for a record', byName, 'ab'],
    ['a wrong value in a record', byName, { a: [], b: [{}] }],
    ['neither of two', verdict, { works: 'perhaps' }],
    ['half of the first of two', verdict, { works: true }],
    ['a list for any object', anyObject, []],
    ['nothing for any object', anyObject, null],
  ])('%s does not', (_, shape, value) => {
    expect(fits(shape, value)).toBe(false);
  });
});

const queries = Object.entries({
  AccountQueries,
  OpsQueries,
  PasswordQueries,
  SessionQueries,
  TeamQueries,
  TokenQueries,
  UserQueries,
}).flatMap(([group, ofGroup]) =>
  Object.entries<Pick<QueryDefinition, 'request' | 'answer'>>(ofGroup).map(
    ([name, definition]) => [`${group}.${name}`, definition] as const,
  ),
);
const commands = allMessageDefinitions().filter((each): each is CommandDefinition => each.kind === 'command');

/**
 * Each class of a shape, however it is composed, is reached by one of these values, which makes the class's schema and
 * fast path.
 */
const probes = [{}, [{}], [null], { key: {} }, { key: [{}] }];
const reachAllClassesOf = (shape: Shape<unknown>) => probes.forEach((probe) => fits(shape, probe));

describe('everything that is asked and answered can be said as JSON Schema', () => {
  it.each(queries)('the input and the answer of the query %s', (_, { request, answer }) => {
    expect(() => {
      if (request) passesFastPath(request, {}, 'refused');
      reachAllClassesOf(answer);
    }).not.toThrow();
  });

  it.each(commands.map(({ type, reply }) => [type, reply] as const))('the reply to %s', (_, reply) => {
    expect(() => reachAllClassesOf(reply)).not.toThrow();
  });
});
