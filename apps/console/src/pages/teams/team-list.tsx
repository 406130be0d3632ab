import { useNavigate } from '@tanstack/react-router';
import { call } from '../../api/call';
import { listTeams } from '../../api/generated/sdk.gen';
import { useMay } from '../../api/me';
import { usePlacedPages } from '../../api/pages';
import { Button } from '../../parts/button';
import { Loaded } from '../../parts/loaded';
import { LongList, type Column } from '../../parts/long-list';
import { Empty } from '../../parts/page';
import { State } from '../../parts/state';
import { t } from '../../texts';
import { number } from '../../texts/format';
import { OwnerBadge } from './owner-badge';
import type { ListedTeam } from './team-data';
import { teamsQuestion, type TeamFilters } from './team-question';
import css from './teams.module.css';

const size = 50;

interface TeamListProps {
  readonly filters: TeamFilters;
  readonly onClear: () => void;
}

export function TeamList({ filters, onClear }: TeamListProps) {
  const may = useMay();
  const navigate = useNavigate();
  const seesDrift = may('reconciler.read');
  const question = teamsQuestion(filters, seesDrift);
  const { query, count, total, row, onRange, isEmpty } = usePlacedPages(['teams', question], size, (offset, signal) =>
    call(listTeams({ query: { ...question, limit: size, offset }, signal })),
  );
  if (!query) return null;
  return (
    <Loaded query={query} rows={8}>
      {() =>
        isEmpty ? (
          <NoTeams filters={filters} onClear={onClear} />
        ) : (
          <>
            {total === undefined ? null : <p className={css.count}>{t.teams.total(total)}</p>}
            <LongList
              label={t.teams.list}
              columns={seesDrift ? [...columnsOf(), ...driftColumnsOf()] : columnsOf()}
              count={count}
              row={row}
              onRange={onRange}
              onOpen={({ id }: ListedTeam) => void navigate({ to: '/teams/$teamId', params: { teamId: id } })}
            />
          </>
        )
      }
    </Loaded>
  );
}

function NoTeams({ filters, onClear }: TeamListProps) {
  const isFiltered = Object.values(filters).some(Boolean);
  if (!isFiltered) return <Empty>{t.teams.none}</Empty>;
  return (
    <Empty actions={<Button onPress={onClear}>{t.teams.clear}</Button>}>
      {filters.search ? t.teams.noneFound(filters.search) : t.teams.noneSuch}
    </Empty>
  );
}

const columnsOf = (): readonly Column<ListedTeam>[] => [
  {
    key: 'name',
    title: t.teams.columns.name,
    width: 'minmax(0, 3fr)',
    narrow: 'first',
    cell: (team) => team.displayName,
  },
  { key: 'owner', title: t.teams.columns.owner, width: 'minmax(0, 2fr)', cell: (team) => <OwnerBadge team={team} /> },
  {
    key: 'members',
    title: t.teams.columns.members,
    width: '100px',
    cell: ({ members }) =>
      members === undefined ? null : (
        <>
          <span className={css.wide}>{number(members)}</span>
          <span className={css.narrow}>{t.people.count(members)}</span>
        </>
      ),
  },
];

const driftColumnsOf = (): readonly Column<ListedTeam>[] => [
  { key: 'drift', title: t.teams.columns.drift, width: '100px', cell: (team) => <Drift team={team} /> },
  {
    key: 'held',
    title: t.teams.columns.held,
    width: '165px',
    cell: ({ held }) => (held ? <State tone="held">{t.teams.held}</State> : null),
  },
];

function Drift({ team: { drift } }: { readonly team: ListedTeam }) {
  if (!drift) return null;
  const { extra, missing } = drift;
  if (extra + missing === 0) return <span className={`${css.quiet} ${css.wide}`}>{t.teams.same}</span>;
  return (
    <span className={css.drift} title={t.teams.driftLong(extra, missing)}>
      {t.teams.drift(extra, missing)}
    </span>
  );
}
