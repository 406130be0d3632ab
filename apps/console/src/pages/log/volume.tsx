import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { countAuditEntries } from '../../api/generated/sdk.gen';
import type { AuditVolume } from '../../api/generated/types.gen';
import { BarChart, type Point } from '../../parts/chart';
import { Loaded } from '../../parts/loaded';
import { useNow } from '../../parts/time';
import { t } from '../../texts';
import { dayMonth, hourMinute } from '../../texts/format';
import { beginOf, bucketOf, type Range } from './log-filters';
import { outcomes, outcomeTones } from './outcome';

/** How much happened, by hour or day and by how it ended. */
export function Volume({ range }: { readonly range: Range }) {
  const counted = range === 'all' ? 'month' : range;
  const by = bucketOf(counted);
  const from = beginOf(counted, useNow());
  const volume = useQuery({
    queryKey: ['volume', by, from],
    queryFn: () => call(countAuditEntries({ query: { by, ...(from ? { from } : {}) } })),
  });
  return (
    <Loaded query={volume} rows={4}>
      {(known) => {
        const points = pointsOf(known, by, Date.parse(from ?? ''));
        return known.counts.length === 0 ? null : (
          <BarChart
            title={t.log.volume[by]}
            series={outcomes
              .filter((outcome) => known.counts.some((count) => count.outcome === outcome))
              .map((key) => ({ key, name: t.log.outcomes[key], tone: key === 'done' ? 'accent' : outcomeTones[key] }))}
            points={points}
          />
        );
      }}
    </Loaded>
  );
}

/**
 * The counts as places of a chart, those without any included.
 * @param from where the shown time begins, in milliseconds since 1970; it ends with the newest count
 */
export function pointsOf({ counts }: AuditVolume, by: 'hour' | 'day', from: number): readonly Point[] {
  const stepMs = by === 'hour' ? 3_600_000 : 86_400_000;
  const moments = counts.map(({ from }) => Date.parse(from));
  if (moments.length === 0) return [];
  const last = Math.max(...moments);
  const first = last - Math.max(0, Math.floor((last - from) / stepMs)) * stepMs;
  const label = by === 'hour' ? hourMinute : dayMonth;
  return Array.from({ length: Math.round((last - first) / stepMs) + 1 }, (_, index) => {
    const at = first + index * stepMs;
    const here = counts.filter(({ from }) => Date.parse(from) === at);
    return {
      key: String(at),
      label: label(at),
      values: Object.fromEntries(here.map(({ outcome, count }) => [outcome, count])),
    };
  });
}
