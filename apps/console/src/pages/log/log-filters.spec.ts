import { expect, test } from 'vitest';
import { bucketOf, questionOf, rangeOf } from './log-filters';

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
  expect([bucketOf('day'), bucketOf('month')]).toEqual(['hour', 'day']);
});
