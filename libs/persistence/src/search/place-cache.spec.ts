import { describe, expect, it } from 'vitest';
import { listKey, PlaceCache } from './place-cache.js';

const sort = { attribute: 'userName' };

describe('the key of a list', () => {
  it('is short, however long the filter is', () => {
    const values = Array.from({ length: 1_000 }, (_, n) => `${n}`.repeat(30));
    expect(listKey('a', ['acme', values], sort)).toHaveLength(43);
    expect(listKey('a'.repeat(1_000_000), ['acme'], sort)).toHaveLength(43);
  });

  it('is the same for the same list alone', () => {
    const lists: Parameters<typeof listKey>[] = [
      ['a', ['acme'], sort],
      ['a', ['beta'], sort],
      ['b', ['acme'], sort],
      ['a', ['acme', ['x']], sort],
      ['a', ['acme'], undefined],
      ['a', ['acme'], { ...sort, descending: true }],
    ];
    const keys = lists.map((list) => listKey(...list));
    expect(new Set(keys).size).toBe(lists.length);
    expect(lists.map((list) => listKey(...list))).toEqual(keys);
  });

  it('keeps no place where more than 1,000 values are sought', () => {
    const values = Array.from({ length: 1_001 }, (_, n) => `${n}`);
    expect(listKey('a', ['acme', values], sort)).toBeUndefined();
  });
});

describe('places', () => {
  it('are found by their list and offset', () => {
    const places = new PlaceCache();
    places.remember('one', 100, { id: 'x' });
    expect([places.at('one', 100), places.at('one', 200), places.at('other', 100)]).toEqual([
      { id: 'x' },
      undefined,
      undefined,
    ]);
  });

  it('take a bounded amount of memory together', () => {
    const places = new PlaceCache();
    const key = 'k'.repeat(10_000);
    for (let offset = 1; offset <= 200; offset += 1) places.remember('list', offset, { id: 'x', key });
    const kept = Array.from({ length: 200 }, (_, at) => places.at('list', at + 1)).filter(Boolean);
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.length).toBeLessThan(100);
    expect(places.at('list', 200)).toBeDefined();
  });
});
