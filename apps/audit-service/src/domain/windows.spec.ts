import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextWindow, segmentsOf, type LogDay } from './windows.js';

const days: LogDay[] = [
  { day: '2026-11-01', firstSeq: 1, oldestAt: new Date('2026-10-05T00:00:00Z') },
  { day: '2026-11-02', firstSeq: 11, oldestAt: new Date('2026-11-01T23:00:00Z') },
  { day: '2026-11-05', firstSeq: 31, oldestAt: new Date('2026-11-05T00:00:00Z') },
];

describe('the days of a log', () => {
  it('end where the next begins', () => {
    expect(segmentsOf(days, 35, {}).map(({ first, last }) => [first, last])).toEqual([
      [1, 10],
      [11, 30],
      [31, 35],
    ]);
  });

  it('are left out where they can hold nothing of a time', () => {
    const of = (from?: string, to?: string) =>
      segmentsOf(days, 35, {
        ...(from === undefined ? {} : { from: new Date(from) }),
        ...(to === undefined ? {} : { to: new Date(to) }),
      }).map(({ day }) => day);
    expect(of('2026-11-04')).toEqual(['2026-11-05']);
    expect(of(undefined, '2026-11-01T22:00:00Z')).toEqual(['2026-11-01']);
    expect(of('2026-10-01', '2026-10-06')).toEqual(['2026-11-01']);
  });
});

describe('windows', () => {
  it('go over every number once, in both orders, whatever their width and wherever days are missing', () => {
    const lengths = fc.array(fc.record({ count: fc.integer({ min: 1, max: 9 }), kept: fc.boolean() }), {
      maxLength: 12,
    });
    const property = fc.property(
      lengths,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('asc', 'desc'),
      (all, width, order) => {
        let next = 1;
        const segments = all.flatMap(({ count, kept }, index) => {
          const segment = { day: `2026-01-${String(index + 1).padStart(2, '0')}`, first: next, last: next + count - 1 };
          next += count;
          return kept ? [segment] : [];
        });
        const seen: number[] = [];
        for (let after: number | undefined; ;) {
          const window = nextWindow(segments, order, after, width);
          if (!window) break;
          const { low, high, firstDay, lastDay } = window;
          expect(high - low).toBeLessThan(width);
          const numbers = Array.from({ length: high - low + 1 }, (_, n) => low + n);
          for (const number of numbers) {
            const segment = segments.find(({ first, last }) => first <= number && number <= last);
            expect(segment && segment.day >= firstDay && segment.day <= lastDay).toBe(true);
          }
          seen.push(...(order === 'asc' ? numbers : numbers.toReversed()));
          after = order === 'asc' ? high : low;
        }
        const wanted = segments.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, n) => first + n),
        );
        expect(seen).toEqual(order === 'asc' ? wanted : wanted.toReversed());
      },
    );
    fc.assert(property);
  });
});

describe('the days of a log', () => {
  it('are cut at the entry up to which is looked, in whichever of them that is', () => {
    const day = (date: string, firstSeq: number) => ({ day: date, firstSeq, oldestAt: new Date(date) });
    const days = [day('2026-01-01', 1), day('2026-01-02', 11), day('2026-01-03', 31)];
    expect(segmentsOf(days, 25, {})).toEqual([
      { day: '2026-01-01', first: 1, last: 10 },
      { day: '2026-01-02', first: 11, last: 25 },
    ]);
    expect(segmentsOf(days, 40, {}).at(-1)).toEqual({ day: '2026-01-03', first: 31, last: 40 });
  });
});
