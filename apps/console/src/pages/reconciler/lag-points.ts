import type { ReconcilerLag } from '../../api/generated/types.gen';
import type { Point } from '../../parts/chart';
import { dayHour, hourMinute } from '../../texts/format';

const minute = 60_000;

/** What may be looked at: how far back, and in which steps. Never more than 300 points. */
export const spans = {
  hour: { ms: 60 * minute, bucket: '5m', stepMs: 5 * minute },
  day: { ms: 24 * 60 * minute, bucket: '5m', stepMs: 5 * minute },
  week: { ms: 7 * 24 * 60 * minute, bucket: 'hour', stepMs: 60 * minute },
} as const;
export type SpanName = keyof typeof spans;

type Bucket = ReconcilerLag['buckets'][number];

/** A point for each step of the time, those in which nothing was put right too. */
export function pointsOf(buckets: readonly Bucket[], span: SpanName, now: number): readonly Point[] {
  const { ms, stepMs } = spans[span];
  const known = new Map(buckets.map((bucket) => [Date.parse(bucket.from), bucket]));
  const last = Math.floor(now / stepMs) * stepMs;
  return Array.from({ length: Math.ceil(ms / stepMs) + 1 }, (_, index) => {
    const from = last - ms + index * stepMs;
    const bucket = known.get(from);
    const label = span === 'week' ? dayHour(from) : hourMinute(from);
    const { p50Ms: p50, p95Ms: p95, count = 0 } = bucket ?? {};
    return { key: String(from), label, values: { p50, p95, count } };
  });
}
