import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { call } from '../../api/call';
import { listRuns } from '../../api/generated/sdk.gen';
import type { Run } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { useProvider } from '../../api/provider';
import { Button } from '../../parts/button';
import { Select } from '../../parts/select';
import { Loaded } from '../../parts/loaded';
import { Empty, Section, Toolbar } from '../../parts/page';
import { State } from '../../parts/state';
import { Table, type TableColumn } from '../../parts/table';
import { Time } from '../../parts/time';
import { ShowMore } from '../../parts/show-more';
import { t } from '../../texts';
import { runSentence } from '../../texts/put-right';
import { teamQuery } from '../teams/team-data';
import { countsText, outcomes, outcomeTones, runsQuestion, type Filters } from './run-words';
import { TeamLink } from './team-link';
import css from './reconciler.module.css';

/** What the reconciler did, newest first. */
export function Runs() {
  const navigate = useNavigate();
  const filters = useSearch({ from: '/inside/reconciler' });
  const { query, rows, hasMore, more } = useCursorPages<Run>(['runs', filters], (after, signal) =>
    call(listRuns({ query: { ...runsQuestion(filters), limit: 20, ...after }, signal })),
  );
  const show = (change: Filters) => void navigate({ to: '/reconciler', search: kept({ ...filters, ...change }) });
  return (
    <Section title={t.reconciler.runs.title}>
      <RunFilters filters={filters} onChange={show} />
      <Loaded query={query}>
        {() => (
          <>
            {rows.length === 0 && !hasMore ? (
              <NoRuns isFiltered={Object.keys(filters).length > 0} onAll={() => void navigate({ to: '/reconciler' })} />
            ) : (
              <RunTable runs={rows} />
            )}
            <ShowMore list={{ hasMore, more }} isPending={query.isFetchingNextPage} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

/** Filters without those that say nothing. */
const kept = (filters: Filters): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '' && value !== 'all'));

interface RunFiltersProps {
  readonly filters: Filters;
  readonly onChange: (change: Filters) => void;
}

function RunFilters({ filters, onChange }: RunFiltersProps) {
  const words = t.reconciler.runs;
  return (
    <Toolbar>
      <Select
        label={words.outcome}
        isLabelHidden
        value={filters.outcome ?? 'all'}
        choices={(['all', ...outcomes] as const).map((value) => ({ value, label: words.outcomes[value] }))}
        onChange={(outcome: string) => onChange({ outcome })}
      />
      <Select
        label={words.since}
        isLabelHidden
        value={filters.since ?? 'all'}
        choices={(['all', 'hour', 'day', 'week'] as const).map((value) => ({ value, label: words.sinces[value] }))}
        onChange={(since: string) => onChange({ since })}
      />
      {filters.team ? <OfTeam teamId={filters.team} onAll={() => onChange({ team: '' })} /> : null}
    </Toolbar>
  );
}

function OfTeam({ teamId, onAll }: { readonly teamId: string; readonly onAll: () => void }) {
  const { data } = useQuery(teamQuery(teamId));
  return (
    <Button onPress={onAll}>
      {t.reconciler.runs.ofTeam(data?.team.displayName ?? '…')} · {t.reconciler.runs.allTeams}
    </Button>
  );
}

function NoRuns({ isFiltered, onAll }: { readonly isFiltered: boolean; readonly onAll: () => void }) {
  if (!isFiltered) return <Empty>{t.reconciler.runs.none}</Empty>;
  return (
    <Empty actions={<Button onPress={onAll}>{t.reconciler.runs.showAll}</Button>}>{t.reconciler.runs.noneSuch}</Empty>
  );
}

function RunTable({ runs }: { readonly runs: readonly Run[] }) {
  const provider = useProvider();
  const words = t.reconciler.runs;
  const why = (run: Run) => runSentence(run, { provider, team: run.team.displayName ?? words.formerTeam });
  const columns = [...columnsOf(), { key: 'why', title: words.columns.why, cell: why }];
  return <Table label={words.list} columns={columns} rows={runs} rowKey={({ id }) => id} />;
}

function columnsOf(): readonly TableColumn<Run>[] {
  const { columns } = t.reconciler.runs;
  return [
    { key: 'time', title: columns.time, isName: true, cell: timeOf },
    { key: 'team', title: columns.team, cell: teamOf },
    { key: 'what', title: columns.what, cell: whatOf },
  ];
}

const timeOf = ({ id, startedAt }: Run) => (
  <Link to="/reconciler/runs/$runId" params={{ runId: id }} className={css.count ?? ''}>
    <Time at={startedAt} />
  </Link>
);

const teamOf = ({ team }: Run) => <TeamLink id={team.id} name={team.displayName} />;

const whatOf = (run: Run) => (
  <span className={css.count}>
    <State tone={outcomeTones[run.outcome]}>{t.reconciler.runs.outcomes[run.outcome]}</State>
    <span className={css.quiet}>{countsText(run)}</span>
  </span>
);
