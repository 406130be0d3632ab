import { jsonSchemasOf, type Class } from '@rollcall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverSaysMore, valuesOf } from '../../../../libs/contracts/test/never-says-more.js';
import { allRoutes } from './all-routes.js';

const partsOf = (part: 'params' | 'query' | 'body') =>
  allRoutes.flatMap((route): Class[] => [route[part] ?? []].flat());
const taken = new Map([...partsOf('params'), ...partsOf('query'), ...partsOf('body')].map((each) => [each.name, each]));

describe('what a route takes', () => {
  it.each([...taken])('%s: the fast path never lets pass what class-validator refuses', (name, target) => {
    const schemas = jsonSchemasOf([target], '', 'refused');
    let passed = 0;
    fc.assert(
      fc.property(valuesOf(schemas[name] ?? {}, schemas), (value) => {
        if (neverSaysMore(target, value as object)) passed += 1;
      }),
    );
    expect(passed).toBeGreaterThan(10); // otherwise this test would prove nothing
  });
});
