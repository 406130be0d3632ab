import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { countAuditEntries } from '../../api/generated/sdk.gen';
import { BarChart } from '../../parts/chart';
import { Loaded } from '../../parts/loaded';
import { useNow } from '../../parts/time';
import { t } from '../../texts';
import { beginOf, bucketOf, type Range } from './log-filters';
import { outcomeSeries } from './outcome';
import { pointsOf } from './volume-points';

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
        const points = pointsOf(known, by, from && counted === range ? [Date.parse(from), now] : undefined);
        return known.counts.length === 0 ? null : (
          <BarChart title={t.log.volume[by]} series={outcomeSeries(known, t.log.outcomes)} points={points} />
        );
      }}
    </Loaded>
  );
}
