import { expect, it } from 'vitest';
import { momentOf } from './moment-of.js';

it.each([
  ['2026-02-28', '2026-02-28T00:00:00.000Z'],
  ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ['2026-11-28T20:57Z', '2026-11-28T20:57:00.000Z'],
  ['2026-11-28T20:57:53.123456+01:00', '2026-11-28T19:57:53.123Z'],
])('%s is a moment', (text, moment) => {
  expect(momentOf(text)?.toISOString()).toBe(moment);
});

it.each([
  '',
  '5',
  '12',
  'yesterday',
  '2026-02-30',
  '2026-02-29T12:00:00Z',
  '2026-13-01',
  '2026-11-28T20:57:53',
  '2026-11-28T25:00Z',
  ' 2026-11-28',
])('"%s" is none', (text) => {
  expect(momentOf(text)).toBeUndefined();
});
