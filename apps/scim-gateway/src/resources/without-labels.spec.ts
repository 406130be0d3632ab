import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthOfMembers, withoutLabels } from './without-labels.js';

/** Padding that is left out makes every text worth it. */
const padding = `{"value":"p","x":"${'x'.repeat(2_000)}"}`;

/** What is left of the elements in a list of members. */
function left(elements: string): string | undefined {
  const text = `{"members":[${elements}${elements.trim() === '' ? '' : ','}${padding}]}`;
  const kept = withoutLabels(Buffer.from(text), depthOfMembers.whole);
  return kept?.slice('{"members":['.length, -',{"value":"p"}]}'.length);
}

describe('of a member', () => {
  it.each([
    ['{"value":"1","$ref":"r","display":"d","type":"User"}', '{"value":"1"}'],
    ['{"$ref":"r","display":"d","value":"1","type":"User"}', '{"value":"1"}'],
    ['{ "type" : "User" , "value" : "1" , "display" : "d" }', '{"value" : "1" }'],
    ['{"value":"1","display":"\\u00e4 \\" \\\\ ä"}', '{"value":"1"}'],
    ['{"Value":"1","anything else":""},{"VALUE":"2","a":"b"}', '{"Value":"1"},{"VALUE":"2"}'],
  ])('%s the id stays: %s', (elements, rest) => {
    expect(left(elements)).toBe(rest);
  });

  it.each([
    ['what is no text', '{"value":"1","type":7,"display":{"a":"b"},"x":["y"],"z":true}'],
    ['its only key, so that it is not empty', '{"display":"d"}'],
    ['a key that is written with escapes', '{"v\\u0061lue":"1","\\u0061":"b"}'],
    ['a key of other letters', '{"value":"1","größe":"x"}'],
    ['a text that is too long', `{"value":"1","type":"${'t'.repeat(8_193)}"}`],
    ['an id in a list, and a text', '["1","2"],"3"'],
  ])('%s stays', (_, elements) => {
    const text = `{"members":[${elements},${`${padding},`.repeat(20)}${padding}]}`;
    const kept = withoutLabels(Buffer.from(text), depthOfMembers.whole) ?? '';
    expect(kept.startsWith(`{"members":[${elements},`)).toBe(true);
  });

  it('nothing is left out that stands elsewhere: in the group, in an operation, in an object that is no element', () => {
    const group = `{"displayName":"x","members":{"value":"1","display":"d"},"more":[${`${padding},`.repeat(9)}${padding}]}`;
    const kept = withoutLabels(Buffer.from(group), depthOfMembers.whole);
    expect(kept).toContain('{"displayName":"x","members":{"value":"1","display":"d"},"more":[{"value":"p"}');
    const operation = '{"op":"add","path":"members","value":[{"value":"1","display":"d"}]}';
    const patch = (text: string) => `{"schemas":["s"],"Operations":[${text},{"op":"add","value":[${padding}]}]}`;
    const shortened = withoutLabels(Buffer.from(patch(operation)), depthOfMembers.changes);
    expect(shortened).toBe(patch(operation.replace(',"display":"d"', '')).replace(/,"x":"x+"/, ''));
  });
});

it('where half of a text would be left, it is not worth it', () => {
  expect(withoutLabels(Buffer.from('{"members":[{"value":"1","type":"User"}]}'), 3)).toBeUndefined();
});

it.each([
  '{"value":"1",,"type":"User"}',
  '{,"type":"User"}',
  '{"value":,"type":"User"}',
  '{"type":"User",}',
  '{"value":"1","type":"User",}',
  '{"value":"1" "type":"User"}',
  '{"value":"1","type":"User" 5}',
  '{"value":"1","type":"a\\x"}',
  '{"value":"1","type":"a\\u12"}',
  '{"value":"1","type":"\t"}',
  '{"value":"1","type"}',
  '{"value":"1"},"type":"x",{"value":"2"}',
  '{"value":"1","type":"User"',
])('%s, which is no JSON, is none afterwards', (broken) => {
  const text = `{"members":[${padding},${padding},${padding},${broken},${padding}]}`;
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  const kept = withoutLabels(Buffer.from(text), depthOfMembers.whole);
  expect(kept).toBeDefined();
  expect(() => JSON.parse(kept ?? '')).toThrow(SyntaxError);
});

describe('whatever a body is', () => {
  const name = fc.constantFrom('value', 'Value', 'type', '$ref', 'display', 'a b', 'é');
  const text = fc.oneof(
    fc.constantFrom('', 'User', '"', '\\', '\u0001', 'é😀'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  const element = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.dictionary(name, fc.oneof({ weight: 4, arbitrary: text }, fc.jsonValue({ maxDepth: 2 }))),
    },
    fc.jsonValue({ maxDepth: 2 }),
  );
  const body = fc.record({ displayName: text, members: fc.array(element, { maxLength: 5 }), more: fc.jsonValue() });
  const spaced = fc.constantFrom(undefined, 1, '\t');

  it('it says the same, but for texts beside other keys of elements', () => {
    fc.assert(
      fc.property(body, spaced, (value, space) => {
        const padded = { ...value, pad: [{ value: 'p', x: 'x'.repeat(8_000) }, ...range(9)] };
        const kept = withoutLabels(Buffer.from(JSON.stringify(padded, null, space)), depthOfMembers.whole);
        if (!kept) return;
        expect(idsOf(JSON.parse(kept))).toEqual(idsOf(JSON.parse(JSON.stringify(padded))));
      }),
    );
  });

  it('it is JSON afterwards where it was before, and only then', () => {
    const damage = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 3 }),
      insert: fc.constantFrom('', ',', '"', '{', '}', ':', '1'),
    });
    fc.assert(
      fc.property(body, spaced, damage, (value, space, { at, cut, insert }) => {
        const whole = JSON.stringify({ ...value, pad: range(9) }, null, space);
        const place = at % whole.length;
        const text = whole.slice(0, place) + insert + whole.slice(place + cut);
        const kept = withoutLabels(Buffer.from(text), depthOfMembers.whole);
        if (kept) expect([text, isJson(kept)]).toEqual([text, isJson(text)]);
      }),
      { numRuns: 300 },
    );
  });

  const range = (length: number) => Array.from({ length }, () => ({ value: 'p', x: 'x'.repeat(4_000) }));

  /** The body with elements of lists as what they say: an id and what is no text. */
  function idsOf(value: unknown, depth = 1): unknown {
    if (Array.isArray(value)) return value.map((each) => asElement(each, depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, idsOf(each, depth + 1)]));
  }

  function asElement(value: unknown, depth: number): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth < depthOfMembers.whole)
      return idsOf(value, depth);
    const isLabel = ([key, each]: [string, unknown]) => key.toLowerCase() !== 'value' && typeof each === 'string';
    return idsOf(Object.fromEntries(Object.entries(value).filter((entry) => !isLabel(entry))), depth);
  }

  function isJson(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
});
