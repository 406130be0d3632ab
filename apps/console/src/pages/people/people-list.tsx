import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { PersonRow } from '../../api/generated/types.gen';
import { useProvider } from '../../api/provider';
import { useTypes } from '../../api/roles';
import { BehindNote, OldNote } from '../../parts/loaded';
import { LongList, type Column } from '../../parts/long-list';
import { Empty, Skeleton } from '../../parts/page';
import { Problem } from '../../parts/problem';
import { State } from '../../parts/state';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { capital } from '../../texts/format';
import { briefName } from '../../texts/people';
import { isNarrowed, type PeopleFilters, type SearchProgress } from './filters';
import { ClearFilters } from './people-toolbar';
import css from './people.module.css';
import { stateOf } from './person-state';
import { useFoundPeople, useListedPeople, type PeopleRows } from './use-people';

interface PeopleProps {
  readonly filters: PeopleFilters;
  /** The id of who is beside the list. */
  readonly open: string | undefined;
  readonly isWide: boolean;
}

export function ListedPeople(props: PeopleProps) {
  return <PeopleTable {...props} people={useListedPeople(props.filters)} />;
}

export function FoundPeople(props: PeopleProps) {
  return <PeopleTable {...props} people={useFoundPeople(props.filters)} />;
}

function PeopleTable({ filters, open, isWide, people }: PeopleProps & { readonly people: PeopleRows }) {
  const navigate = useNavigate();
  const columns = useColumns(open !== undefined);
  const { query, count, row, onRange, progress } = people;
  const onOpen = useCallback(
    ({ id }: PersonRow) =>
      void (isWide
        ? navigate({ to: '/people', search: (before) => ({ ...before, person: id }) })
        : navigate({ to: '/people/$userId', params: { userId: id } })),
    [isWide, navigate],
  );
  if (query.data === undefined) {
    return query.isError ? (
      <Problem error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={14} />
    );
  }
  return (
    <>
      <OldNote query={query} />
      <BehindNote query={query} />
      {progress ? (
        <p className={css.progress} role="status">
          {progressText(progress, filters)}
        </p>
      ) : null}
      {count === 0 && progress?.kind !== 'looking' ? <NobodyFits filters={filters} /> : null}
      {count > 0 ? (
        <LongList
          label={t.people.list}
          columns={columns}
          count={count}
          row={row}
          onRange={onRange}
          onOpen={onOpen}
          selected={({ id }) => id === open}
        />
      ) : null}
    </>
  );
}

function NobodyFits({ filters }: { readonly filters: PeopleFilters }) {
  const isFiltered = isNarrowed(filters);
  if (filters.search && !isFiltered) return null; // the sentence above says it
  return <Empty actions={isFiltered ? <ClearFilters /> : null}>{filters.search ? null : t.people.none}</Empty>;
}

/** How far a search has come, as a sentence. */
function progressText(progress: SearchProgress, filters: PeopleFilters): string {
  const text = t.people.found;
  switch (progress.kind) {
    case 'looking':
      return text.looking(progress.searched, progress.total, progress.found);
    case 'some':
      return text.some(progress.searched, progress.total, progress.found);
    case 'all':
      return text.all(progress.total, progress.found);
    case 'none':
      return (isNarrowed(filters) ? text.noneNarrowed : text.none)(filters.search ?? '', progress.total);
  }
}

/** All columns, or beside a person those that say who is meant. */
function useColumns(isNextToPerson: boolean): readonly Column<PersonRow>[] {
  const { nameOf: typeOf } = useTypes();
  const provider = capital(useProvider());
  return useMemo(() => {
    const text = t.people.columns;
    const all: readonly Column<PersonRow>[] = [
      { key: 'name', title: text.name, width: '1.3fr', cell: nameCell, narrow: 'first' },
      { key: 'userName', title: text.userName, width: '1.5fr', cell: ({ userName }) => userName, narrow: 'hidden' },
      { key: 'type', title: text.type, width: '110px', cell: ({ userType }) => typeOf(userType) },
      { key: 'state', title: text.state, width: '100px', cell: stateCell },
      {
        key: 'kept',
        title: text.kept,
        width: '120px',
        cell: ({ managedBy }) => (managedBy === 'directory' ? provider : t.people.workspace),
      },
      {
        key: 'updated',
        title: text.updated,
        width: '110px',
        cell: ({ updatedAt }) => <Time at={updatedAt} />,
        narrow: 'hidden',
      },
    ];
    return isNextToPerson ? all.filter(({ key }) => ['name', 'type', 'state'].includes(key)) : all;
  }, [isNextToPerson, typeOf, provider]);
}

function nameCell(person: PersonRow) {
  return (
    <span className={css.name} title={person.userName}>
      {briefName(person)}
    </span>
  );
}

function stateCell(person: PersonRow) {
  const { name, tone } = stateOf(person);
  return <State tone={tone}>{t.people.states[name]}</State>;
}
