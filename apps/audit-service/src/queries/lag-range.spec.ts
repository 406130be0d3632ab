import { expect, it } from 'vitest';
import { lagRangeOf } from './lag-range.js';

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const now = new Date('2026-11-28T12:00:00Z');

it('is as long as may be asked for, where nothing is said', () => {
  expect(lagRangeOf({ accountId, bucket: '5m' }, now).since).toEqual(new Date('2026-11-27T12:00:00Z'));
  expect(lagRangeOf({ accountId, bucket: 'day' }, now).since).toEqual(new Date('2026-10-28T12:00:00Z'));
  const since = '2026-11-28T11:00:00.000Z';
  expect(lagRangeOf({ accountId, bucket: 'hour', since }, now)).toEqual({
    accountId,
    bucket: 'hour',
    since: new Date(since),
  });
});

it.each([
  [{ bucket: '5m', since: '2026-11-27T11:00:00.000Z' }, /By 5m, at most a day is/],
  [{ bucket: 'hour', since: '2026-11-20T12:00:00.000Z' }, /By hour, at most 7 days/],
  [{ bucket: 'day', since: '2026-12-01T00:00:00.000Z' }, /earlier than now/],
] as const)('is refused with a sentence: %j', (asked, sentence) => {
  expect(() => lagRangeOf({ accountId, ...asked }, now)).toThrow(sentence);
});
