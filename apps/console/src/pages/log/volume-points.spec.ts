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
