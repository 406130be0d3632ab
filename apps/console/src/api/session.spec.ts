import { afterEach, expect, test } from 'vitest';
import { session } from './session';

const ann = { accountId: 'acme', userId: 'ann' };
afterEach(() => session.signedOut());

test('a page goes on when the same person signs in again', () => {
  expect(session.began(ann)).toBe(true);
  session.ended('idle');
  expect([session.state, session.why]).toEqual(['ended', 'idle']);
  expect(session.began({ ...ann })).toBe(true);
  expect(session.state).toBe('signed-in');
});

test.each([
  { accountId: 'acme', userId: 'bob' },
  { accountId: 'other', userId: 'ann' },
])('a page does not go on as %o, who signed in in another tab', (other) => {
  session.began(ann);
  session.ended();
  expect(session.began(other)).toBe(false);
  expect(session.state).toBe('ended');
});

test('after a sign-out, anybody may sign in', () => {
  session.began(ann);
  session.signedOut();
  expect(session.began({ accountId: 'other', userId: 'bob' })).toBe(true);
});

test('what waits until it is known who is signed in goes on also where that cannot be found out', async () => {
  session.settling(Promise.reject(new Error('unreachable')));
  await expect(session.settled).resolves.toBeUndefined();
});
