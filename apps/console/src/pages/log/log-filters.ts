import type { FindAuditEntriesData } from '../../api/generated/types.gen';

/** What the address of the log says. */
export interface LogFilters {
  /** Words of the search, as in `type:user.* about:ann@example.com`. */
  readonly q?: string;
  readonly outcome?: string;
  readonly by?: string;
  readonly range?: string;
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

/**
 * What is asked of the API.
 * @param now milliseconds since 1970
 */
export function questionOf(filters: LogFilters, now: number): NonNullable<FindAuditEntriesData['query']> {
  const { q, outcome, by, log } = filters;
  const from = beginOf(rangeOf(filters), now);
  return {
    ...(q ? { q } : {}),
    ...(outcome ? { outcome } : {}),
    ...(by ? { by } : {}),
    ...(from ? { from } : {}),
    ...(log === 'reads' ? { log: 'reads' as const } : {}),
  };
}

/** Hours for a day, days for more: as much as the API counts at once. */
export const bucketOf = (range: Range): 'hour' | 'day' => (range === 'day' ? 'hour' : 'day');
