import { describe, expect, it } from 'vitest';
import { everything, filterLimits, isFilter, nothing, type Filter } from './filter.js';

const equal: Filter = { is: 'equals', attribute: 'userName', value: 'ann@example.com' };
const nested = (depth: number): Filter => (depth === 1 ? equal : { is: 'not', of: nested(depth - 1) });

describe('a filter', () => {
  it.each<Filter>([
    everything,
    nothing,
    equal,
    { is: 'or', of: [equal, { is: 'not', of: equal }] },
    { is: 'present', attribute: 'title' },
    { is: 'equals', attribute: 'active', value: true },
    { is: 'not-equals', attribute: 'title', value: null },
    { is: 'one-of', attribute: 'id', values: ['a', 'b'] },
    { is: 'some', attribute: 'emails', where: equal },
    { ...equal, within: { before: 'https://example.com/', after: '' } },
  ])('is %o', (filter) => {
    expect(isFilter(filter)).toBe(true);
  });

  it.each([
    null,
    'userName',
    [],
    {},
    { is: 'like', attribute: 'a', value: 'b' },
    { is: 'and' },
    { is: 'and', of: [equal, 'x'] },
    { is: 'not', of: [equal] },
    { is: 'equals', attribute: 'a' },
    { is: 'equals', attribute: 7, value: 'b' },
    { is: 'equals', attribute: 'a', value: {} },
    { is: 'equals', attribute: 'a', value: Number.NaN },
    { is: 'some', attribute: 'emails' },
    { is: 'one-of', attribute: 'id', values: [1] },
    { ...equal, within: 'x' },
  ])('is not %o', (value) => {
    expect(isFilter(value)).toBe(false);
  });

  it('is neither too deep, too long nor too large', () => {
    const { depth, nodes, text, values } = filterLimits;
    expect([isFilter(nested(depth)), isFilter(nested(depth + 1))]).toEqual([true, false]);
    const many = (count: number): Filter => ({ is: 'or', of: Array.from({ length: count - 1 }, () => equal) });
    expect([isFilter(many(nodes)), isFilter(many(nodes + 1))]).toEqual([true, false]);
    const long = (length: number): Filter => ({ ...equal, value: 'x'.repeat(length) });
    expect([isFilter(long(text)), isFilter(long(text + 1))]).toEqual([true, false]);
    const ids = (count: number): Filter => ({
      is: 'one-of',
      attribute: 'id',
      values: Array.from({ length: count }, () => 'a'),
    });
    expect([isFilter(ids(values)), isFilter({ is: 'or', of: [ids(values), ids(1)] })]).toEqual([true, false]);
  });
});
