import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Button, DownloadLink } from '../../parts/button';
import { focusChart } from '../../parts/chart-choice';
import { Page, Toolbar } from '../../parts/page';
import { SearchField } from '../../parts/field';
import { Select } from '../../parts/select';
import { useNow } from '../../parts/time';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import { LogList } from './log-list';
import { outcomes } from './outcome';
import { chosenSpan, csvAddress, rangeOf, ranges, spanFilters, type LogFilters } from './log-filters';
import css from './log.module.css';
import { Volume } from './volume';

const typedMs = 400;
const actors = ['directory', 'admin', 'person', 'operator', 'system'] as const;
const logs = ['changes', 'reads'] as const;

const anyOf = <Value extends string>(values: readonly Value[], names: Readonly<Record<Value, string>>) => [
  { value: '', label: t.log.any },
  ...values.map((value) => ({ value, label: names[value] })),
];

/** Everything that happened in the account: searched, counted, and each with the way to what it belongs to. */
export function LogPage() {
  const filters = useSearch({ from: '/inside/log' });
  const navigate = useNavigate();
  const change = (next: LogFilters) => {
    const search = Object.fromEntries(Object.entries({ ...filters, ...next }).filter(([, value]) => value));
    void navigate({ to: '/log', search, replace: true });
  };
  return (
    <Page title={t.shell.places.log} about={t.log.about} actions={<Csv filters={filters} />}>
      <Toolbar>
        <Words value={filters.q ?? ''} onChange={(q) => change({ q })} />
        <Select
          label={t.log.outcome}
          isLabelHidden
          choices={anyOf(outcomes, t.log.outcomes)}
          value={filters.outcome ?? ''}
          onChange={(outcome) => change({ outcome })}
        />
        <Select
          label={t.log.by}
          isLabelHidden
          choices={anyOf(actors, t.log.actors)}
          value={filters.by ?? ''}
          onChange={(by) => change({ by })}
        />
        <Select
          label={t.log.range}
          isLabelHidden
          choices={ranges.map((value) => ({ value, label: t.log.ranges[value] }))}
          value={rangeOf(filters)}
          onChange={(range) => change({ range, from: '', to: '' })}
        />
        <Select
          label={t.log.which}
          isLabelHidden
          choices={logs.map((value) => ({ value, label: t.log.logs[value] }))}
          value={filters.log === 'reads' ? 'reads' : 'changes'}
          onChange={(log) => change({ log: log === 'reads' ? log : '' })}
        />
      </Toolbar>
      <Chosen
        filters={filters}
        onClear={() => {
          focusChart(); // the button goes away
          change({ from: '', to: '' });
        }}
      />
      <Volume filters={filters} onChoose={(span) => change(spanFilters(span))} />
      <LogList filters={filters} />
    </Page>
  );
}

/** What is shown, as a file. */
function Csv({ filters }: { readonly filters: LogFilters }) {
  return (
    <DownloadLink href={csvAddress(filters, useNow())} download="rollcall-log.csv">
      {t.log.csv}
    </DownloadLink>
  );
}

/** The time that was chosen in the chart, with the way back. */
function Chosen({ filters, onClear }: { readonly filters: LogFilters; readonly onClear: () => void }) {
  const span = chosenSpan(filters);
  if (!span) return null;
  return (
    <div className={css.chosen}>
      <p role="status">{t.log.chosen(dateTime(span.from), dateTime(span.to))}</p>
      <Button onPress={onClear}>{t.log.allOfRange}</Button>
    </div>
  );
}

/** The words of the search; they are looked for when nobody has typed for a moment. */
function Words({ value, onChange }: { readonly value: string; readonly onChange: (words: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value); // the address has changed, as by a link
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), typedMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return <SearchField label={t.log.search} value={typed} onChange={setTyped} />;
}
