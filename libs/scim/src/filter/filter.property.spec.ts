import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.js';
import { userResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { compareOperators, type Filter } from './filter.js';
import { parseFilter } from './parse-filter.js';
import { printFilter } from '../../test/print-filter.js';
import { readFilter } from './resolve-filter.js';

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/);
const path = fc
  .tuple(fc.option(fc.constantFrom(Urns.user, Urns.enterpriseUser, 'urn:example:1.0:X')), name, fc.option(name))
  .map(([schema, attribute, subAttribute]) => ({
    ...(schema === null ? {} : { schema }),
    attribute,
    ...(subAttribute === null ? {} : { subAttribute }),
  }));
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  fc.boolean(),
  fc.constant(null),
);
const leaf = (of: fc.Arbitrary<object>): fc.Arbitrary<Filter> =>
  fc.oneof(
    of.map((each) => ({ kind: 'present', path: each }) as Filter),
    fc
      .tuple(of, fc.constantFrom(...compareOperators), value)
      .map(([each, operator, to]) => ({ kind: 'compare', path: each, operator, value: to }) as Filter),
  );
const tree = (of: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> => {
  if (depth === 0) return of;
  const inner = tree(of, depth - 1);
  return fc.oneof(
    of,
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(inner, { minLength: 2, maxLength: 3 }))
      .map(([kind, parts]) => ({ kind, of: parts })),
    inner.map((part): Filter => ({ kind: 'not', of: part })),
  );
};
const inBrackets = tree(leaf(name.map((attribute) => ({ attribute }))), 1);
const valuePath = fc
  .tuple(path, inBrackets)
  .map(([each, filter]): Filter => ({ kind: 'valuePath', path: each, filter }));
const filter = tree(fc.oneof(leaf(path), valuePath), 2);

describe('every filter', () => {
  it('reads back from its text as the same tree', () => {
    fc.assert(
      fc.property(filter, (each) => {
        const text = printFilter(each);
        fc.pre(text.length <= 2_000);
        expect(parseFilter(text)).toEqual(each);
      }),
    );
  });

  const piece = fc.oneof(
    fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '.',
      ' and ',
      ' or ',
      'not (',
      ' eq ',
      ' pr',
      '"',
      '\\',
      'emails',
      'userName',
      '1',
    ),
    fc.constantFrom('"work"', 'true', 'null', '-', `${Urns.user}:`, 'type', '__proto__', 'constructor'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );

  it('that is no filter is refused as one, and in no other way', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          readFilter(pieces.join(''), userResourceSchema);
        } catch (error) {
          if (!(error instanceof ScimError)) throw error;
          expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' });
        }
      }),
      { numRuns: 1_000 * testTimes },
    );
  });
});
