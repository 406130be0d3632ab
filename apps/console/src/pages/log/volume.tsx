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
  const now = useNow();
  const from = beginOf(counted, now);
  const volume = useQuery({
    queryKey: ['volume', by, from],
    queryFn: () => call(countAuditEntries({ query: { by, ...(from ? { from } : {}) } })),
  });
  return (
    <Loaded query={volume} rows={4}>
      {(known) => {
        const points = pointsOf(known, by, counted === range ? [from, now] : []);
        return points.length === 0 ? null : (
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
 * The counts as places of a chart, those without any in between included.
 * @param shown moments that belong to it too, as the begin and the end of what was asked for
 */
function pointsOf(
  { counts }: AuditVolume,
  by: 'hour' | 'day',
  shown: readonly (string | number | undefined)[],
): readonly Point[] {
  const stepMs = by === 'hour' ? 3_600_000 : 86_400_000;
  if (counts.length === 0) return [];
  const beginOfStep = (at: string | number) => Math.floor(new Date(at).getTime() / stepMs) * stepMs;
  const moments = [
    ...counts.map(({ from }) => Date.parse(from)),
    ...shown.flatMap((at) => (at ? beginOfStep(at) : [])),
  ];
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
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
