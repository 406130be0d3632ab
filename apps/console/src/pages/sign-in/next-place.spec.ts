import { expect, test } from 'vitest';
import { nextPlace } from './next-place';

const origin = 'https://rollcall.example';

test.each(['/people', '/people?search=ann', '/teams/1#members', '/log?q=https://evil.example/'])(
  'the sign-in leads back to %s',
  (next) => {
    expect(nextPlace(next, origin)).toBe(next);
  },
);

test.each([
  undefined,
  '',
  'people',
  '//evil.example/people',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'https://evil.example/console/people',
  'https://rollcall.example.evil.example/',
  'javascript:alert(1)',
  'data:text/html,hello',
  ' //evil.example',
])('and never to %j', (next) => {
  expect(nextPlace(next, origin)).toBe('/');
});
