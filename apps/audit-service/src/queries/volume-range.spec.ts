import { expect, it } from 'vitest';
import { rangeOf } from './volume-range.js';

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const now = new Date('2026-11-28T12:00:00Z');

it('ends now and is a week long, or a day by hour, where nothing else is said', () => {
  expect(rangeOf({ accountId, by: 'day' }, now)).toMatchObject({ from: new Date('2026-11-21T12:00:00Z'), to: now });
  expect(rangeOf({ accountId, by: 'hour', to: '2026-11-02T00:00:00Z' }, now)).toMatchObject({
    from: new Date('2026-11-01'),
  });
});

it('counts a day that it ends with', () => {
  const [from, to] = [new Date('2026-11-20'), new Date('2026-11-20T23:59:59.999Z')];
  expect(rangeOf({ accountId, by: 'hour', from: '2026-11-20', to: '2026-11-20' }, now)).toMatchObject({ from, to });
  expect(rangeOf({ accountId, by: 'day', from: '2026-10-01', to: '2026-10-31' }, now)).toMatchObject({
    from: new Date('2026-10-01'),
  });
});

it.each([
  [{ from: '2026-10-01' }, /By day, at most 31 days/],
  [{ from: '2026-11-20', by: 'hour' }, /By hour, at most 2 days/],
  [{ from: '2026-12-01' }, /must be later/],
  [{ to: 'yesterday' }, /is no time/],
] as const)('is refused with a sentence: %j', (asked, sentence) => {
  expect(() => rangeOf({ accountId, by: 'day', ...asked }, now)).toThrow(sentence);
});
