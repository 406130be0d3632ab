import { expect, test } from 'vitest';
import { chosenSpan, countedOf, csvAddress, questionOf, rangeOf } from './log-filters';

const now = Date.parse('2026-05-03T14:25:00Z');

test('without filters the last week is asked for, from a full hour on', () => {
  expect(questionOf({}, now)).toEqual({ from: '2026-04-26T14:00:00.000Z' });
});

test('the same question is asked for an hour, so that what is known is kept', () => {
  expect(questionOf({ range: 'day' }, now)).toEqual(questionOf({ range: 'day' }, now + 30 * 60_000));
});

test('all of the log has no beginning', () => {
  expect(
    questionOf({ range: 'all', q: 'type:user.*', outcome: 'refused', by: 'directory', log: 'reads' }, now),
  ).toEqual({
    q: 'type:user.*',
    outcome: 'refused',
    by: 'directory',
    log: 'reads',
  });
});

test('a range that does not exist is a week, and a log that does not exist is that of changes', () => {
  expect(rangeOf({ range: 'century' })).toBe('week');
  expect(questionOf({ range: 'all', log: 'secrets' }, now)).toEqual({});
});

test('a day is counted by hours, more by days', () => {
  expect([countedOf({ range: 'day' }, now).by, countedOf({ range: 'month' }, now).by]).toEqual(['hour', 'day']);
});

const chosen = { from: '2026-05-01T00:00:00.000Z', to: '2026-05-02T00:00:00.000Z' };

test('a time that was chosen in the chart is asked for in place of the range, and counted by hours', () => {
  expect(questionOf({ range: 'month', ...chosen }, now)).toEqual({
    from: chosen.from,
    to: '2026-05-01T23:59:59.999Z',
  });
  expect(countedOf({ range: 'month', ...chosen }, now).by).toBe('hour');
});

test('an address that says no time, or one that ends before it begins, chooses none', () => {
  expect(chosenSpan({ from: 'then', to: 'now' })).toBeUndefined();
  expect(chosenSpan({ from: chosen.to, to: chosen.from })).toBeUndefined();
});

test('the file has what the page shows', () => {
  const address = new URL(csvAddress({ q: 'type:user.*', ...chosen }, now), 'http://here');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    format: 'csv',
    q: 'type:user.*',
    from: chosen.from,
    to: '2026-05-01T23:59:59.999Z',
  });
});
