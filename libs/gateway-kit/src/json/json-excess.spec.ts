import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonExcess, type JsonLimits } from './json-excess.js';

const limits: JsonLimits = { depth: 4, elements: 6, keys: 5, keysOfObject: 3 };
const excessOf = (text: string) => jsonExcess(Buffer.from(text), limits);

describe('a JSON text', () => {
  it.each([
    ['is within the limits', '{"a":[1,2,3],"b":{"c":[4,5]}}', undefined],
    ['is nested too deep', '[[[[[', 'depth'],
    ['is nested too deep in objects', '{"a":{"a":{"a":{"a":{', 'depth'],
    ['has too many elements', '[0,0,0,0,0,0,0]', 'elements'],
    ['has too many elements in several lists', '[[1,2],[3,4],[5]]', 'elements'],
    ['has too many empty lists', '[[],[],[],[]]', 'elements'],
    ['has too many keys', '[{"a":1,"b":2},{"a":1,"b":2},{"a":1,"b":2}]', 'keys'],
    ['has too many keys in one object', '{"a":1,"b":2,"c":3,"d":4}', 'keysOfObject'],
    ['has signs in its strings that count for nothing', '{"[[[[[,,,,,,,,":":::::: \\"[[[[[ \\\\"}', undefined],
    ['ends within a string', '{"a":"[[[[[[[', undefined],
    ['closes more than it opened', ']]]]]}}}}[1]', undefined],
  ] as const)('that %s: %s', (_, text, excess) => {
    expect(excessOf(text)).toBe(excess);
  });

  it('is within limits that are what it holds, and over those that are one less', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const held = heldBy(value);
        const bytes = Buffer.from(JSON.stringify(value, null, 1));
        expect(jsonExcess(bytes, held)).toBeUndefined();
        for (const what of ['depth', 'elements', 'keys', 'keysOfObject'] as const) {
          if (held[what] === 0) continue;
          expect(jsonExcess(bytes, { ...held, [what]: held[what] - 1 })).toBe(what);
        }
      }),
    );
  });
});

/** Counts as the limits do, on the parsed value. */
function heldBy(value: unknown): JsonLimits {
  if (typeof value !== 'object' || value === null) return { depth: 0, elements: 0, keys: 0, keysOfObject: 0 };
  const inner = Object.values(value).map(heldBy);
  const isList = Array.isArray(value);
  const sum = (what: 'elements' | 'keys') => inner.reduce((all, each) => all + each[what], 0);
  const ownKeys = isList ? 0 : inner.length;
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    elements: sum('elements') + (isList ? Math.max(1, inner.length) : 0),
    keys: sum('keys') + ownKeys,
    keysOfObject: Math.max(ownKeys, ...inner.map(({ keysOfObject }) => keysOfObject)),
  };
}
