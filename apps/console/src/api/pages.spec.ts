import { describe, expect, it } from 'vitest';
import { countOf, pagesOf } from './pages.js';

describe('the pages of a list', () => {
  it.each([
    [0, 0, [0]],
    [0, 49, [0]],
    [49, 50, [0, 1]],
    [120, 130, [2]],
    [30, 0, [0]],
  ])('that hold rows %i to %i', (first, last, pages) => {
    expect(pagesOf(first, last, 50)).toEqual(pages);
  });

  it('say how many rows there are, where anybody counted', () => {
    expect(countOf(new Map([[0, { items: [1, 2], total: 214 }]]), 2)).toBe(214);
  });

  it('leave room for one more behind a full page, where nobody counted', () => {
    expect(countOf(new Map([[1, { items: [1, 2] }]]), 2)).toBe(5);
    expect(countOf(new Map([[1, { items: [1] }]]), 2)).toBe(3);
    expect(countOf(new Map(), 2)).toBe(0);
  });
});
