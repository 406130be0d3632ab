import { expect, test } from 'vitest';
import { placeOf } from './notice-place.js';

const person = { id: 'a', userName: 'ann@example.com', active: true };

test.each([
  ['leavers-held', { to: '/leavers' }],
  ['takeover-waiting', { to: '/takeovers' }],
  ['run-held', { to: '/reconciler' }],
  ['admin-made-by-directory', { to: '/people/$userId', params: { userId: 'a' } }],
  ['token-ending', undefined],
] as const)('%s leads to where something can be done', (kind, place) => {
  expect(placeOf({ kind, person })).toEqual(place);
});

test('somebody who is not known any more has no page', () => {
  expect(placeOf({ kind: 'admin-made-by-directory' })).toBeUndefined();
});
