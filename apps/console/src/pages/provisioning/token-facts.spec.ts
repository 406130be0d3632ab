import { expect, test } from 'vitest';
import { asksForName, endOf, firstUseOf, nearnessOf, toneOf } from './token-facts.js';

const now = Date.parse('2026-03-01T10:20:00Z');
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();

test.each([
  [31, 'far', 31],
  [30, 'month', 30],
  [7.5, 'month', 7],
  [7, 'week', 7],
  [1.5, 'week', 1],
  [1, 'day', 1],
  [0.2, 'day', 0],
  [-3, 'day', 0],
] as const)('%d days before its end a token is near it: %s', (days, nearness, whole) => {
  expect(nearnessOf(inDays(days), now)).toEqual({ nearness, days: whole });
});

test.each([
  ['working', 300, 'ok'],
  ['working', 20, 'warn'],
  ['working', 0.5, 'danger'],
  ['revoked', 300, 'neutral'],
  ['expired', -1, 'danger'],
  ['creator-deactivated', 300, 'danger'],
] as const)('a token that is %s and ends in %d days is %s', (state, days, tone) => {
  expect(toneOf({ state, expiresAt: inDays(days) }, now)).toBe(tone);
});

test('the name is asked for where the token works and was used within the hour', () => {
  const used = new Date(now - 59 * 60_000).toISOString();
  expect(asksForName({ state: 'working', lastUsedAt: used }, now)).toBe(true);
  expect(asksForName({ state: 'revoked', lastUsedAt: used }, now)).toBe(false);
  expect(asksForName({ state: 'working', lastUsedAt: new Date(now - 61 * 60_000).toISOString() }, now)).toBe(false);
  expect(asksForName({ state: 'working' }, now)).toBe(false);
  expect(asksForName({ state: 'working', requests24h: 1 }, now)).toBe(true);
});

test('a new token ends when it is said to', () => {
  expect(endOf('days90', '', now)).toBe('2026-05-30T10:20:00.000Z');
  expect(endOf('year1', '', now)).toBe('2027-03-01T10:20:00.000Z');
  expect(endOf('years2', '', now)).toBe('2028-03-01T09:20:00.000Z');
  expect(endOf('until', '2026-12-24', now)).toBe('2026-12-24T23:59:59.000Z');
  expect(endOf('until', '', now)).toBeUndefined();
});

test('what has become of a new token', () => {
  expect(firstUseOf(undefined)).toBe('gone');
  expect(firstUseOf({ state: 'working' })).toBe('waiting');
  expect(firstUseOf({ state: 'working', requests24h: 2, refused24h: 2 })).toBe('waiting');
  expect(firstUseOf({ state: 'working', requests24h: 3, refused24h: 2 })).toBe('works');
  expect(firstUseOf({ state: 'working', lastUsedAt: inDays(0) })).toBe('works');
  expect(firstUseOf({ state: 'revoked', lastUsedAt: inDays(0) })).toBe('dead');
});
