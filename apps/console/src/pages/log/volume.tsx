import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { countAuditEntries } from '../../api/generated/sdk.gen';
import { BarChart } from '../../parts/chart';
import { Loaded } from '../../parts/loaded';
import { useNow } from '../../parts/time';
import { t } from '../../texts';
import { countedOf, type LogFilters, type Span } from './log-filters';
import { outcomeSeries } from './outcome';
import { lengths, pointsOf } from './volume-points';

interface VolumeProps {
  readonly filters: LogFilters;
  /** Shows a part of the time only. */
  readonly onChoose: (span: Span) => void;
}

/** How much happened, by hour or day and by how it ended. */
export function Volume({ filters, onChoose }: VolumeProps) {
  const { by, shown, ...asked } = countedOf(filters, useNow());
  const volume = useQuery({
    queryKey: ['volume', by, asked],
    queryFn: () => call(countAuditEntries({ query: { by, ...asked } })),
  });
  const choose = (first: string, last: string) => onChoose({ from: Number(first), to: Number(last) + lengths[by] });
  return (
    <Loaded query={volume} rows={4}>
      {(known) =>
        known.counts.length === 0 ? null : (
          <BarChart
            title={t.log.volume[by]}
            series={outcomeSeries(known, t.log.outcomes)}
            points={pointsOf(known, by, shown)}
            choice={{ hint: t.log.choose, onChoose: choose }}
          />
        )
      }
    </Loaded>
  );
}
