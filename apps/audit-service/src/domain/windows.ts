import type { AuditOrder } from '@rollcall/contracts';

/** Where a day begins in a log. */
export interface LogDay {
  readonly day: string;
  readonly firstSeq: number;
  readonly oldestAt: Date;
}

/** The entries of one day that may hold what is looked for. */
export interface Segment {
  readonly day: string;
  readonly first: number;
  readonly last: number;
}

/** A part of the log that is looked through at once: numbers, and the days in which they are. */
export interface Window {
  readonly low: number;
  readonly high: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

const dayMs = 24 * 3_600_000;

/**
 * The days of a log that can hold entries of a time, oldest first, up to the entry with the number `size`. What happened cannot have arrived before: a day that
 * ended before `from` holds nothing of it, but for what clocks differ.
 */
export function segmentsOf(
  days: readonly LogDay[],
  size: number,
  { from, to }: { readonly from?: Date; readonly to?: Date },
): Segment[] {
  return days.flatMap(({ day, firstSeq, oldestAt }, index) => {
    const isTooOld = from !== undefined && new Date(day).getTime() + 2 * dayMs <= from.getTime();
    const isTooNew = to !== undefined && oldestAt > to;
    const last = Math.min(size, (days[index + 1]?.firstSeq ?? size + 1) - 1);
    return isTooOld || isTooNew || last < firstSeq ? [] : [{ day, first: firstSeq, last }];
  });
}

/** So many days one window has at most: a plan looks at each of their partitions. */
const maxDays = 50;

/**
 * The next window of a search.
 * @param segments oldest first
 * @param after the number that was looked at last; undefined at the beginning
 * @param width how many numbers at most
 */
export function nextWindow(
  segments: readonly Segment[],
  order: AuditOrder,
  after: number | undefined,
  width: number,
): Window | undefined {
  const left = segments.flatMap((segment) => remaining(segment, order, after));
  const ordered = order === 'desc' ? left.toReversed() : left;
  const [begin] = ordered;
  if (!begin) return undefined;
  let window: Window = { low: begin.first, high: begin.last, firstDay: begin.day, lastDay: begin.day };
  for (const next of ordered.slice(1, maxDays)) {
    const follows = order === 'desc' ? next.last === window.low - 1 : next.first === window.high + 1;
    if (!follows || window.high - window.low + 1 >= width) break;
    window =
      order === 'desc'
        ? { ...window, low: next.first, firstDay: next.day }
        : { ...window, high: next.last, lastDay: next.day };
  }
  return narrowed(window, order, width);
}

function remaining({ day, first, last }: Segment, order: AuditOrder, after: number | undefined): Segment[] {
  if (after === undefined) return [{ day, first, last }];
  const left =
    order === 'desc'
      ? { day, first, last: Math.min(last, after - 1) }
      : { day, first: Math.max(first, after + 1), last };
  return left.first > left.last ? [] : [left];
}

function narrowed(window: Window, order: AuditOrder, width: number): Window {
  return order === 'desc'
    ? { ...window, low: Math.max(window.low, window.high - width + 1) }
    : { ...window, high: Math.min(window.high, window.low + width - 1) };
}
