import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

/** How far a key moves the focus in a list; undefined where it moves nothing. */
export function stepOf(key: string, rowsInSight: number): number | undefined {
  const page = Math.max(1, rowsInSight - 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    j: 1,
    ArrowUp: -1,
    k: -1,
    PageDown: page,
    PageUp: -page,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  };
  return steps[key];
}

/** The row that a key leads to, of those that there are. */
export function rowAfter(row: number, step: number, count: number): number {
  return Math.max(0, Math.min(count - 1, row + step));
}

/** The rows in the page: those in sight, and the one that has the focus, so that it is not lost when it is scrolled away. */
export function shownRows(range: Range, focused: number | undefined): number[] {
  const rows = defaultRangeExtractor(range);
  if (focused === undefined || focused >= range.count || rows.includes(focused)) return rows;
  return [...rows, focused].toSorted((a, b) => a - b);
}
