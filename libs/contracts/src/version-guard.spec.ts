import { expect, test } from 'vitest';
import { isNewerVersion } from './version-guard.js';

test('only what is newer than what was applied is news', () => {
  expect([isNewerVersion(1, undefined), isNewerVersion(2, 1), isNewerVersion(4, 1)]).toEqual([true, true, true]);
  expect([isNewerVersion(1, 1), isNewerVersion(1, 2)]).toEqual([false, false]);
});

test('a warning, which has no version, is always news', () => {
  expect(isNewerVersion(undefined, 7)).toBe(true);
});
