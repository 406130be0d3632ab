import { expect, test } from 'vitest';
import { kindOf, momentOf, questionOf } from './why-question';

test.each([
  [{}, 'membership'],
  [{ user: 'ann@example.com' }, 'user'],
  [{ user: 'ann@example.com', team: 'Design' }, 'membership'],
  [{ token: '1' }, 'token'],
  [{ kind: 'membership', user: 'ann@example.com' }, 'membership'],
  [{ kind: 'nonsense' }, 'membership'],
])('%j asks about %s', (asked, kind) => {
  expect(kindOf(asked)).toBe(kind);
});

test('nothing is asked while a part of the question is missing', () => {
  expect(questionOf({ team: 'Design' })).toBeUndefined();
  expect(questionOf({ kind: 'membership', user: 'ann@example.com' })).toBeUndefined();
});

test('a past moment belongs to memberships', () => {
  const asked = { team: 'Design', user: 'ann@example.com', at: '2026-05-03T12:00:00.000Z' };
  expect(questionOf(asked)).toEqual({ kind: 'membership', ...asked });
});

test('a moment without a date is none', () => {
  expect([momentOf(''), momentOf('yesterday')]).toEqual([undefined, undefined]);
  expect(momentOf('2026-05-03T12:00Z')).toBe('2026-05-03T12:00:00.000Z');
});
