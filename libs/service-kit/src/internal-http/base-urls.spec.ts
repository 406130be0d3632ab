import { describe, expect, it } from 'vitest';
import { BaseUrls } from './base-urls.js';

describe('base URLs', () => {
  it('are taken in turn', () => {
    const urls = new BaseUrls(['a', 'b', 'c']);
    expect([0, 0, 0, 0].map((now) => urls.take(now))).toEqual(['a', 'b', 'c', 'a']);
  });

  it('rest for a while after they could not be reached', () => {
    const urls = new BaseUrls(['a', 'b'], 1_000);
    urls.failed('a', 0);
    expect([500, 500, 999, 1_000, 1_001].map((now) => urls.take(now))).toEqual(['b', 'b', 'b', 'b', 'a']);
  });

  it('leave out those that were tried, unless all were', () => {
    expect(new BaseUrls(['a', 'b']).take(0, new Set(['a']))).toBe('b');
    expect(new BaseUrls(['a']).take(0, new Set(['a']))).toBe('a');
  });

  it('that cool down come before those that were tried', () => {
    const urls = new BaseUrls(['a', 'b', 'c']);
    urls.failed('c', 0);
    expect(urls.take(1, new Set(['a', 'b']))).toBe('c');
  });

  it('are tried all the same when all of them rest', () => {
    const urls = new BaseUrls(['a', 'b']);
    urls.failed('a', 0);
    urls.failed('b', 0);
    expect(urls.take(1)).toBe('a');
  });
});
