import { expect, test } from 'vitest';
import { isNewerVersion, requireVersion, type VersionConditions } from './version-guard.js';

test('only what is newer than what was applied is news', () => {
  expect([isNewerVersion(1, undefined), isNewerVersion(2, 1), isNewerVersion(4, 1)]).toEqual([true, true, true]);
  expect([isNewerVersion(1, 1), isNewerVersion(1, 2)]).toEqual([false, false]);
});

test('a warning, which has no version, is always news', () => {
  expect(isNewerVersion(undefined, 7)).toBe(true);
});

test.each<[VersionConditions, boolean]>([
  [{}, true],
  [{ ifMatch: ['*'] }, true],
  [{ ifMatch: ['2', '3'] }, true],
  [{ ifMatch: ['2'] }, false],
  [{ ifMatch: [] }, false],
  [{ ifNoneMatch: ['*'] }, false],
  [{ ifNoneMatch: ['2', '3'] }, false],
  [{ ifNoneMatch: ['2'] }, true],
  [{ ifNoneMatch: [] }, true],
  [{ ifMatch: ['3'], ifNoneMatch: ['3'] }, false],
  [{ ifMatch: ['3'], ifNoneMatch: ['2'] }, true],
  [{ ifMatch: ['2'], ifNoneMatch: ['2'] }, false],
])('a change of version 3 that depends on %j is made: %s', (conditions, isMade) => {
  const made = () => requireVersion(conditions, 3);
  if (isMade) expect(made).not.toThrow();
  else expect(made).toThrow('version-mismatch');
});
