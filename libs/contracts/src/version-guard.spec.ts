import { expect, test } from 'vitest';
import { isNews } from './version-guard.js';

test('only what is newer than what was applied is news', () => {
  expect([isNews(1, undefined), isNews(2, 1), isNews(4, 1)]).toEqual([true, true, true]);
  expect([isNews(1, 1), isNews(1, 2)]).toEqual([false, false]);
});

test('a warning, which has no version, is always news', () => {
  expect(isNews(undefined, 7)).toBe(true);
});
