import { describe, expect, it } from 'vitest';
import { assertDepth } from './assert-depth.js';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
const tooDeep = expect.objectContaining({ status: 400, scimType: 'invalidSyntax' }) as Error;

describe('the depth of a body', () => {
  it('may be 32 levels', () => {
    expect(() => assertDepth(nested(32))).not.toThrow();
    expect(() => assertDepth(nested(33))).toThrow(tooDeep);
  });

  it('counts objects and lists alike, wherever they stand', () => {
    expect(() => assertDepth({ a: [{ b: 1 }], c: 2 }, 3)).not.toThrow();
    expect(() => assertDepth({ a: [{ b: [] }], c: 2 }, 3)).toThrow(tooDeep);
  });

  it('is found without a deep stack', () => {
    let value: unknown = 1;
    for (let i = 0; i < 200_000; i += 1) value = [value];
    expect(() => assertDepth(value)).toThrow(tooDeep);
  });

  it.each([undefined, null, 'x', 1, true, {}, []])('the value %o has no depth', (value) => {
    expect(() => assertDepth(value)).not.toThrow();
  });
});
