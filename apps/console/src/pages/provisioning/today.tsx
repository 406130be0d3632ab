import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { countAuditEntries } from '../../api/generated/sdk.gen';
import type { Counts, ScimStatus } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { BarChart } from '../../parts/chart';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page';
import { Time, useNow } from '../../parts/time';
import { t } from '../../texts';
import { number } from '../../texts/format';
import { outcomeSeries } from '../log/outcome';
import { pointsOf } from '../log/volume-points';
import css from './provisioning.module.css';

const dayMs = 86_400_000;

/** The last 24 hours in numbers, and hour by hour. */
export function Today({ status }: { readonly status: ScimStatus }) {
  const may = useMay();
  const { counts24h } = status;
  return (
    <Section title={t.provisioning.today.title}>
      {counts24h ? <Numbers counts={counts24h} /> : <p>{t.provisioning.today.noLog}</p>}
      {counts24h && may('audit.read') ? <Hours /> : null}
    </Section>
  );
}

function Numbers({ counts }: { readonly counts: Counts }) {
  const now = useNow();
  const { today } = t.provisioning;
  const numbers = [
    [today.requests, counts.requests],
    [today.refused, counts.refused],
    [today.created, counts.peopleCreated],
    [today.changed, counts.peopleChanged],
    [today.deactivated, counts.peopleDeactivated],
    [today.evictions, counts.evictions],
  ] as const;
  const isPart = now - Date.parse(counts.since) < dayMs - 3_600_000;
  return (
    <>
      <dl className={css.numbers}>
        {numbers.map(([name, value]) => (
          <div key={name} className={css.number}>
            <dt>{name}</dt>
            <dd>{number(value)}</dd>
          </div>
        ))}
      </dl>
      {isPart ? (
        <p>
          {today.since} <Time at={counts.since} isEnd />
        </p>
      ) : null}
    </>
  );
}

function Hours() {
  const now = useNow();
  const volume = useQuery({
    queryKey: ['volume', 'hour'],
    queryFn: () => {
      const from = new Date(Date.now() - dayMs).toISOString();
      return call(countAuditEntries({ query: { by: 'hour', from } }));
    },
  });
  return (
    <Loaded query={volume} rows={4}>
      {(known) => (
        <BarChart
          title={t.provisioning.today.chart}
          series={outcomeSeries(known, t.provisioning.today.outcomes, ['done'])}
          points={pointsOf(known, 'hour', [now - dayMs + 3_600_000, now])}
        />
      )}
    </Loaded>
  );
}
