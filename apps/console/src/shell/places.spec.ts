import { expect, test } from 'vitest';
import { isForThem } from './places';

test.each([
  ['/people', ['users.read'], true],
  ['/people/1', ['users.read'], true],
  ['/people/1', [], false],
  ['/log', ['users.read'], false],
  ['/profile', [], true],
  ['/', [], true],
] as const)('%s for who may %j: %s', (path, permissions, isTheirs) => {
  expect(isForThem(path, permissions)).toBe(isTheirs);
});
