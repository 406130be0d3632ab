import { expect, test } from 'vitest';
import { isStaleAfter } from './hints';

test('a hint about one person makes lists of people stale and that person, and nobody else', () => {
  const changed = { user: ['ann'] };
  expect(isStaleAfter(changed, ['users', { search: 'b' }])).toBe(true);
  expect(isStaleAfter(changed, ['user', 'ann', 'teams'])).toBe(true);
  expect(isStaleAfter(changed, ['user', 'bob'])).toBe(false);
  expect(isStaleAfter(changed, ['teams'])).toBe(false);
});

test('what the reconciler has done shows in its runs, and in the team', () => {
  expect(isStaleAfter({ reconciler: ['design'] }, ['runs', {}])).toBe(true);
  expect(isStaleAfter({ reconciler: ['design'] }, ['team', 'design'])).toBe(true);
  expect(isStaleAfter({ reconciler: ['design'] }, ['team', 'sales'])).toBe(false);
});

test('a kind that this console does not know changes nothing', () => {
  expect(isStaleAfter({ planets: ['mars'] }, ['users'])).toBe(false);
});
