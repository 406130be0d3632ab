import { Exclude, Expose, Transform, Type } from 'class-transformer';
import * as cv from 'class-validator';
import { describe, expect, test } from 'vitest';
import { allMessageDefinitions } from '../index.js';
import { passesFastPath } from './fast-check.js';
import { Described } from './described.js';
import { jsonSchemasOf, type Class } from './json-schema.js';
import { MayBeAbsent } from './may-be-absent.js';
import { ListOf, Nested } from './nested.js';

class Leaf {
  @cv.IsString() @cv.MaxLength(3) name: string;
}

function classWith(...decorators: readonly PropertyDecorator[]): Class {
  class Fixture {}
  for (const decorate of decorators.toReversed()) decorate(Fixture.prototype, 'it');
  return Fixture;
}

const schemasOf = (...targets: Class[]) => jsonSchemasOf(targets, '#/$defs/', 'ignored');

describe('the JSON Schema of a class', () => {
  class Parent {
    @cv.IsUUID() id: string;
    @MayBeAbsent() @cv.IsIn(['a', 'b']) kind?: string;
  }
  class Child extends Parent {
    @cv.IsOptional()
    @cv.IsArray()
    @cv.ArrayMaxSize(2)
    @cv.ValidateNested({ each: true })
    @Type(() => Leaf)
    leaves?: Leaf[];
    @cv.IsOptional() @cv.ValidateNested() @Type(() => Leaf) leaf?: Leaf;
    @cv.IsDefined() anything: unknown;
  }

  test('says what its decorators say, and those of its parent, and the classes that it holds', () => {
    expect(schemasOf(Child)).toEqual({
      Child: {
        type: 'object',
        properties: {
          leaves: { type: ['array', 'null'], maxItems: 2, items: { $ref: '#/$defs/Leaf' } },
          leaf: { anyOf: [{ $ref: '#/$defs/Leaf' }, { type: 'null' }] },
          anything: { not: { type: 'null' } },
          id: { type: 'string', format: 'uuid' },
          kind: { type: 'string', enum: ['a', 'b'] },
        },
        required: ['anything', 'id'],
      },
      Leaf: { type: 'object', properties: { name: { type: 'string', maxLength: 3 } }, required: ['name'] },
    });
  });

  test('refers to the class of an object, and of the objects in a list', () => {
    class Whole {
      @Nested(() => Leaf) leaf: Leaf;
      @cv.IsOptional() @Nested(() => Leaf) other?: Leaf;
      @ListOf(() => Leaf, 2) leaves: Leaf[];
    }
    const ref = { $ref: '#/$defs/Leaf' };
    expect(schemasOf(Whole)).toHaveProperty('Whole', {
      type: 'object',
      properties: {
        leaf: ref,
        other: { anyOf: [ref, { type: 'null' }] },
        leaves: { type: 'array', maxItems: 2, items: ref },
      },
      required: ['leaf', 'leaves'],
    });
  });

  test('tells readers what a property is for, and what it is where it is not said', () => {
    class Query {
      @Described('How many.') @MayBeAbsent() @cv.IsInt() limit: number = 50;
      @Described('Where.') @cv.ValidateNested() @Type(() => Leaf) leaf: Leaf;
    }
    class Narrower extends Query {}
    expect(schemasOf(Narrower)).toHaveProperty('Narrower', {
      type: 'object',
      properties: {
        limit: { type: 'integer', description: 'How many.', default: 50 },
        leaf: { $ref: '#/$defs/Leaf', description: 'Where.' },
      },
      required: ['leaf'],
    });
  });

  test('refuses unknown properties, at every depth, where it is told to', () => {
    const schemas = jsonSchemasOf([Child], '#/$defs/', 'refused');
    expect(Object.values(schemas).map((schema) => schema.additionalProperties)).toEqual([false, false]);
  });

  test.each(allMessageDefinitions().map((definition) => [definition.type, definition] as const))(
    'can be said of the payload of %s',
    (_, { payload }) => {
      expect(schemasOf(payload)).toHaveProperty(payload.name);
    },
  );
});

describe('what no JSON Schema can say', () => {
  class WithDiscriminator {
    @cv.ValidateNested()
    @Type(() => Leaf, { discriminator: { property: 'kind', subTypes: [{ value: Leaf, name: 'leaf' }] } })
    it: Leaf;
  }
  class WithSet {
    @cv.ArrayMaxSize(1) @cv.ValidateNested({ each: true }) @Type(() => Leaf) it: Set<Leaf>;
  }
  const isOdd = (property: object, name: string | symbol) =>
    cv.registerDecorator({
      name: 'isOdd',
      target: property.constructor,
      propertyName: String(name),
      validator: { validate: () => false },
    });

  test.each([
    [
      'a condition in code',
      classWith(
        cv.ValidateIf(() => true),
        cv.IsString(),
      ),
      /Fixture\.it .*ValidateIf/,
    ],
    ['a group', classWith(cv.IsString({ groups: ['some'] })), /isString holds only sometimes/],
    ['a condition of one decorator', classWith(cv.IsString({ validateIf: () => true })), /holds only sometimes/],
    ['a decorator of our own', classWith(isOdd), /isOdd is not known/],
    ['a decorator that nobody has added', classWith(cv.IsLatLong()), /isLatLong is not known/],
    ['one kind of UUID', classWith(cv.IsUUID('4')), /isUuid is not known with these arguments/],
    ['options of addresses', classWith(cv.IsEmail({ allow_ip_domain: true })), /isEmail is not known/],
    ['options of times', classWith(cv.IsDateString({ strict: true })), /isDateString is not known/],
    ['options of numbers', classWith(cv.IsNumber({ maxDecimalPlaces: 2 })), /isNumber is not known/],
    ['a pattern with flags', classWith(cv.Matches(/a/i)), /matches is not known/],
    ['a pattern as text', classWith(cv.Matches('a', 'i')), /matches is not known/],
    ['objects to choose from', classWith(cv.IsIn([{}])), /isIn is not known/],
    ['two patterns', classWith(cv.Matches(/a/), cv.Matches(/b/)), /pattern is said twice/],
    ['two limits', classWith(cv.Length(1, 5), cv.MaxLength(9)), /maxLength is said twice/],
    ['two types', classWith(cv.IsString(), cv.IsInt()), /type is said twice/],
    [
      'an object that is a list',
      classWith(
        cv.IsObject(),
        cv.ValidateNested({ each: true }),
        Type(() => Leaf),
      ),
      /type is said twice/,
    ],
    ['nested without a class', classWith(cv.ValidateNested()), /ValidateNested needs Type/],
    ['a class that depends on the value', WithDiscriminator, /discriminator/],
    [
      'a value that is changed before',
      classWith(
        cv.IsString(),
        Transform(() => 'a'),
      ),
      /Transform/,
    ],
    [
      'a value that becomes another',
      classWith(
        cv.IsString(),
        Type(() => Date),
      ),
      /Type changes/,
    ],
    [
      'a text that becomes a number',
      classWith(
        cv.IsString(),
        Type(() => Number),
      ),
      /Type changes/,
    ],
    ['a list that becomes a set', WithSet, /no sets/],
    ['a property that is left out', classWith(cv.IsString(), Exclude()), /Exclude/],
    ['a property of another name', classWith(cv.IsString(), Expose({ name: 'that' })), /Expose/],
    ['a class without decorators', class Bare {}, /Bare cannot be said as JSON Schema: it declares no property/],
    [
      'something wrong below',
      classWith(
        cv.ValidateNested(),
        Type(() => WithDiscriminator),
      ),
      /WithDiscriminator\.it/,
    ],
  ])('stops the build: %s', (_, target, why) => {
    expect(() => schemasOf(target)).toThrow(why);
    expect(() => passesFastPath(target, {}, 'ignored')).toThrow(why);
    expect(() => passesFastPath(target, {}, 'ignored')).toThrow(why); // and throws again
  });

  test('stops the build: a property that every object has', () => {
    class Fixture {}
    cv.IsOptional()(Fixture.prototype, 'constructor');
    expect(() => schemasOf(Fixture)).toThrow(/every object has/);
  });

  test('stops the build: two classes of one name in one document', () => {
    expect(() => schemasOf(classWith(cv.IsString()), classWith(cv.IsInt()))).toThrow(/same name/);
  });
});
