import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call';
import { reconcilerLag } from '../../api/generated/sdk.gen';
import type { ReconcilerLag } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { BarChart, LineChart } from '../../parts/chart';
import { Select } from '../../parts/select';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page';
import { t } from '../../texts';
import { lasted } from '../../texts/format';
import { pointsOf, spans, type SpanName } from './lag-points';
import css from './reconciler.module.css';

/** How long changes by hand lasted until they were put right, and how many there were. */
export function Lag() {
  const may = useMay();
  const [span, setSpan] = useState<SpanName>('day');
  const query = useQuery({
    queryKey: ['lag', { span }],
    queryFn: () => {
      const since = new Date(Date.now() - spans[span].ms).toISOString();
      return call(reconcilerLag({ query: { bucket: spans[span].bucket, since } }));
    },
    enabled: may('reconciler.read'),
  });
  const words = t.reconciler.lag;
  return (
    <Section
      title={words.title}
      actions={
        <Select
          label={words.range}
          isLabelHidden
          value={span}
          choices={(['hour', 'day', 'week'] as const).map((value) => ({ value, label: words.ranges[value] }))}
          onChange={setSpan}
        />
      }
    >
      <Loaded query={query} rows={3}>
        {(lag) => <Charts lag={lag} span={span} now={query.dataUpdatedAt} />}
      </Loaded>
    </Section>
  );
}

interface ChartsProps {
  readonly lag: ReconcilerLag;
  readonly span: SpanName;
  readonly now: number;
}

function Charts({ lag, span, now }: ChartsProps) {
  const words = t.reconciler.lag;
  if (lag.buckets.length === 0) return <p className={css.quiet}>{words.none}</p>;
  const points = pointsOf(lag.buckets, span, now);
  return (
    <>
      <p className={css.quiet}>{words.about}</p>
      <LineChart
        title={words.chart}
        points={points}
        format={lasted}
        band={['p50', 'p95']}
        series={[
          { key: 'p50', name: words.p50, tone: 'accent' },
          { key: 'p95', name: words.p95, tone: 'neutral' },
        ]}
      />
      <BarChart title={words.volume} points={points} series={[{ key: 'count', name: words.count, tone: 'accent' }]} />
    </>
  );
}
