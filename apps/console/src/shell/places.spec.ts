import { expect, test } from 'vitest';
import { isBehindMore, isForThem, placesOnTelephones } from './places';

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

test.each([
  [() => true, 'provisioning people teams log', 'roles takeovers reconciler leavers why settings'],
  [(permission: string) => ['users.read', 'roles.read', 'teams.read'].includes(permission), 'people roles teams', ''],
  [() => false, '', ''],
] as const)('telephones show four pages of who may %s, and the others behind one more', (may, shown, more) => {
  const on = placesOnTelephones(may);
  expect(on.shown.map(({ name }) => name).join(' ')).toBe(shown);
  expect(on.more.map(({ name }) => name).join(' ')).toBe(more);
});

test.each([
  ['/settings', true],
  ['/reconciler/1', true],
  ['/profile', true],
  ['/people/1', false],
])('%s is behind the button for the others: %s', (path, isSo) => {
  expect(isBehindMore(path, placesOnTelephones(() => true).more)).toBe(isSo);
});
