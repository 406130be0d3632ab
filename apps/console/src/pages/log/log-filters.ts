import type { FindAuditEntriesData } from '../../api/generated/types.gen';

/** What the address of the log says. */
export interface LogFilters {
  /** Words of the search, as in `type:user.* about:ann@example.com`. */
  readonly q?: string;
  readonly outcome?: string;
  readonly by?: string;
  readonly range?: string;
  /** A time that was chosen in the chart, in place of a range: RFC 3339. */
  readonly from?: string;
  readonly to?: string;
  /** `reads` for what the directory only read. */
  readonly log?: string;
}

export const ranges = ['day', 'week', 'month', 'all'] as const;
export type Range = (typeof ranges)[number];

const hourMs = 3_600_000;
const lengths: Readonly<Record<Range, number | undefined>> = {
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  month: 31 * 24 * hourMs,
  all: undefined,
};

export const rangeOf = ({ range }: LogFilters): Range => ranges.find((each) => each === range) ?? 'week';

/** When the shown time begins, to the hour, so that the same question is asked until the hour is over; undefined for all. */
export function beginOf(range: Range, now: number): string | undefined {
  const length = lengths[range];
  return length === undefined ? undefined : new Date(Math.floor((now - length) / hourMs) * hourMs).toISOString();
}

/** A time, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  /** Behind its end. */
  readonly to: number;
}

/** The time that was chosen in the chart; undefined where a range is shown, or the address says no time. */
export function chosenSpan({ from, to }: LogFilters): Span | undefined {
  const span = { from: Date.parse(from ?? ''), to: Date.parse(to ?? '') };
  return span.from < span.to ? span : undefined;
}

/** The hour in which a moment is, in milliseconds since 1970. */
export function hourOf(at: number): Span {
  const from = Math.floor(at / hourMs) * hourMs;
  return { from, to: from + hourMs };
}

/** What the address says of a time that is chosen. */
export const spanFilters = ({ from, to }: Span): Pick<LogFilters, 'from' | 'to'> => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

/** The begin and end that are asked for; absent where the log has none. */
function timeOf(filters: LogFilters, now: number): Pick<LogFilters, 'from' | 'to'> {
  const chosen = chosenSpan(filters);
  if (chosen) return spanFilters({ ...chosen, to: chosen.to - 1 }); // entries at the very end are of the next bar
  const from = beginOf(rangeOf(filters), now);
  return from ? { from } : {};
}

/**
 * What is asked of the API.
 * @param now milliseconds since 1970
 */
export function questionOf(filters: LogFilters, now: number): NonNullable<FindAuditEntriesData['query']> {
  const { q, outcome, by, log } = filters;
  return {
    ...(q ? { q } : {}),
    ...(outcome ? { outcome } : {}),
    ...(by ? { by } : {}),
    ...timeOf(filters, now),
    ...(log === 'reads' ? { log: 'reads' as const } : {}),
  };
}

export type Bucket = 'hour' | 'day';

/** What a chart of the log counts. */
export interface Counted {
  readonly by: Bucket;
  readonly from?: string;
  readonly to?: string;
  /** The time whose bars are shown, those without anything included; absent where the counts say it. */
  readonly shown?: readonly [begin: number, end: number];
}

/** What the API counts at once by hours. */
const longestByHourMs = 48 * hourMs;

/** Hours for up to two days, days for more: as much as the API counts at once. All of the log is more than that. */
export function countedOf(filters: LogFilters, now: number): Counted {
  const chosen = chosenSpan(filters);
  if (chosen) {
    const by = chosen.to - chosen.from <= longestByHourMs ? 'hour' : 'day';
    return { by, ...timeOf(filters, now), shown: [chosen.from, chosen.to - 1] };
  }
  const range = rangeOf(filters);
  const from = beginOf(range === 'all' ? 'month' : range, now);
  const by = range === 'day' ? 'hour' : 'day';
  return { by, ...(from ? { from } : {}), ...(from && range !== 'all' ? { shown: [Date.parse(from), now] } : {}) };
}

/** Where the shown part of the log is as a file of comma-separated values (RFC 4180). */
export function csvAddress(filters: LogFilters, now: number): string {
  const words = Object.entries(questionOf(filters, now)).map(([name, value]) => [name, String(value)]);
  return `/api/audit/export?${new URLSearchParams([['format', 'csv'], ...words]).toString()}`;
}
