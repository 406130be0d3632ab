import { expect, test } from 'vitest';
import { pointsOf } from './volume-points';

test('a day without anything has its place in the chart, from the beginning of the shown time to its end', () => {
  const counts = [
    { from: '2026-05-03T00:00:00Z', outcome: 'done' as const, count: 4 },
    { from: '2026-05-03T00:00:00Z', outcome: 'refused' as const, count: 1 },
  ];
  const points = pointsOf({ counts }, 'day', [Date.parse('2026-05-01T14:00:00Z'), Date.parse('2026-05-04T09:00:00Z')]);
  expect(points.map(({ values }) => values)).toEqual([{}, {}, { done: 4, refused: 1 }, {}]);
});

test('counts are bars of an hour each, and hours of nothing are there too, also where there is nothing else', () => {
  const counts = [
    { from: '2026-03-01T10:00:00.000Z', outcome: 'done' as const, count: 3 },
    { from: '2026-03-01T10:00:00.000Z', outcome: 'refused' as const, count: 1 },
    { from: '2026-03-01T08:00:00.000Z', outcome: 'done' as const, count: 2 },
  ];
  const shown = [Date.parse('2026-02-28T11:20:00Z'), Date.parse('2026-03-01T10:20:00Z')] as const;
  const hours = pointsOf({ counts }, 'hour', shown);
  expect(hours).toHaveLength(24);
  expect(hours.slice(-3).map(({ values }) => values)).toEqual([{ done: 2 }, {}, { done: 3, refused: 1 }]);
  expect(pointsOf({ counts: [] }, 'hour', shown)).toHaveLength(24);
  expect(pointsOf({ counts: [] }, 'hour', undefined)).toEqual([]);
});
