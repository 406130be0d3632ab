import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.js';
import { readListQuery } from '../messages/list-query.js';
import { applyPatch } from '../patch/apply-patch.js';
import { readPatchOp } from '../patch/read-patch-op.js';
import { project } from '../projection/projection.js';
import { groupResourceSchema, userResourceSchema, type ResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { readResource } from './read-resource.js';

const names = fc.constantFrom(
  // attributes that are known, and how they may be written
  'userName',
  'USERNAME',
  'displayName',
  'name',
  'givenName',
  'name.givenName',
  'emails',
  'emails[type eq "work"].value',
  'value',
  'type',
  'primary',
  '$ref',
  'active',
  'id',
  'meta',
  'groups',
  'members',
  'roles',
  'addresses',
  'password',
  'schemas',
  Urns.user,
  Urns.enterpriseUser,
  'department',
  'manager',
  `${Urns.enterpriseUser}:manager.value`,
  // names that every object inherits
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'length',
  '',
);
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    true,
    'True',
    'x',
    0,
    -1.5,
    '{"value":"x"}',
    '[',
    '{"__proto__":{"x":1}}',
    'u1',
    'work',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
/** Objects with own keys of every name, `__proto__` too, as JSON.parse makes them. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.oneof(names, fc.string({ maxLength: 4 })), tie('value')), { maxLength: 5 }).map((entries) => {
      const object = {};
      for (const [key, value] of entries)
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      return object;
    }),
  ),
})).value;

const path = fc.oneof(
  names,
  fc.tuple(names, names).map(([one, other]) => `${one}.${other}`),
  fc.tuple(names, names, names).map(([one, inner, sub]) => `${one}[${inner} eq "work"].${sub}`),
  fc.tuple(names, fc.string({ maxLength: 8 })).map(([one, inner]) => `${one}[${inner}]`),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
const operation = fc.record(
  { op: fc.constantFrom<unknown>('add', 'Replace', 'REMOVE', 'move', null), path: fc.oneof(path, scalar), value: json },
  { requiredKeys: ['op'] },
);
const schema = fc.constantFrom<ResourceSchema>(userResourceSchema, groupResourceSchema);

/** Returns the answer; undefined after a ScimError; rethrows any other error. */
function answerOf<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

const clean = () => [Object.prototype, Array.prototype, Function.prototype].map((each) => Reflect.ownKeys(each).length);
const before = clean();

describe('whatever comes in', () => {
  afterEach(() => {
    expect(clean()).toEqual(before);
  });

  it('a resource is read or refused, and reading it again changes nothing', () => {
    fc.assert(
      fc.property(json, schema, (body, of) => {
        const read = answerOf(() => readResource(body, of));
        if (read === undefined) return;
        expect(readResource(read, of)).toEqual(read);
        expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      }),
      { numRuns: 1_000 * testTimes },
    );
  });

  const someUser = {
    schemas: [Urns.user],
    userName: 'ann@example.com',
    name: { givenName: 'Ann' },
    emails: [{ value: 'a@x', type: 'work', primary: true }],
  };

  it('a PATCH is read or refused; applying it leaves the given user alone, twice is the same as once where it sets and removes', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), (Operations) => {
        const operations = answerOf(() => readPatchOp({ Operations }, userResourceSchema));
        if (operations === undefined) return;
        const copy = JSON.stringify(someUser);
        const once = answerOf(() => applyPatch(someUser, operations, userResourceSchema));
        expect(JSON.stringify(someUser)).toBe(copy);
        if (once === undefined || operations.length !== 1) return;
        expect(applyPatch(once, operations, userResourceSchema)).toBe(once);
      }),
      { numRuns: 1_000 * testTimes },
    );
  });

  it('operations are always of the few shapes that are promised', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), schema, (Operations, of) => {
        for (const each of answerOf(() => readPatchOp({ Operations }, of)) ?? []) {
          const { schema: urn, attribute: name, subAttribute, valueFilter } = each.path;
          const attributes = urn === undefined ? of.attributes : of.extensions.get(urn.toLowerCase())?.attributes;
          const attribute = attributes?.get(name.toLowerCase());
          expect(attribute?.name).toBe(name);
          expect(attribute?.mutability).not.toBe('readOnly');
          if (valueFilter) expect(attribute?.multiValued).toBe(true);
          if (each.op === 'remove') continue;
          expect(each.value).not.toBeUndefined();
          if (attribute?.multiValued && !valueFilter && subAttribute === undefined)
            expect(each.value).toBeInstanceOf(Array);
          else expect(each.op).toBe('replace');
          if (attribute?.subAttributes && !attribute.multiValued) expect(subAttribute).toBeDefined();
        }
      }),
      { numRuns: 1_000 * testTimes },
    );
  });

  const parameter = fc.constantFrom(
    'filter',
    'startIndex',
    'count',
    'attributes',
    'excludedAttributes',
    'sortBy',
    'sortOrder',
    'cursor',
    '__proto__',
  );

  it('a list query is read or refused, and no projection shows a password', () => {
    fc.assert(
      fc.property(fc.dictionary(parameter, json), schema, (parameters, of) => {
        const query = answerOf(() => readListQuery(parameters, of)) ?? readListQuery({}, of);
        expect(query.startIndex).toBeGreaterThanOrEqual(1);
        expect(query.count).toBeGreaterThanOrEqual(0);
        expect(query.count).toBeLessThanOrEqual(1_000);
        const { projection } = readListQuery({ attributes: ['password', 'userName'] }, userResourceSchema);
        if (!projection) throw new Error('attributes were asked for');
        const shown = project({ ...someUser, id: '1', password: 'x' }, projection);
        expect(shown).toEqual({ schemas: [Urns.user], id: '1', userName: 'ann@example.com' });
      }),
    );
  });
});
