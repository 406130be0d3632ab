import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { countAuditEntries } from '../../api/generated/sdk.gen';
import { BarChart } from '../../parts/chart';
import { Loaded } from '../../parts/loaded';
import { useNow } from '../../parts/time';
import { t } from '../../texts';
import css from './log.module.css';
import { chosenSpan, countedOf, type LogFilters, type Span } from './log-filters';
import { outcomeSeries } from './outcome';
import { lengths, pointsOf } from './volume-points';

interface VolumeProps {
  readonly filters: LogFilters;
  /** Shows a part of the time only. */
  readonly onChoose: (span: Span) => void;
}

/** How much happened, by hour or day and by how it ended. It stays where it is while another time is read, with who is in it. */
export function Volume({ filters, onChoose }: VolumeProps) {
  const { by, shown, ...asked } = countedOf(filters, useNow());
  const volume = useQuery({
    queryKey: ['volume', by, asked],
    // With what it was asked for: while another time is read, the former is shown.
    queryFn: async () => ({ ...(await call(countAuditEntries({ query: { by, ...asked } }))), by, shown }),
    placeholderData: keepPreviousData,
  });
  const isChosen = chosenSpan(filters) !== undefined;
  return (
    <Loaded query={volume} rows={4}>
      {({ by: counted, shown: time, counts, ...rest }) => {
        if (counts.length === 0 && !isChosen) return null;
        const { outcome } = filters;
        const known = { ...rest, counts: outcome ? counts.filter((count) => count.outcome === outcome) : counts };
        return (
          <>
            <BarChart
              title={t.log.volume[counted]}
              series={outcomeSeries(known, t.log.outcomes)}
              points={pointsOf(known, counted, time)}
              choice={{
                hint: t.log.choose,
                onChoose: (first, last) => onChoose({ from: Number(first), to: Number(last) + lengths[counted] }),
              }}
            />
            {filters.q || filters.by ? <p className={css.quiet}>{t.log.volumeOfAll}</p> : null}
          </>
        );
      }}
    </Loaded>
  );
}
