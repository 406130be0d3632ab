import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { useProvider } from '../../api/provider';
import { useTypes } from '../../api/roles';
import { Button } from '../../parts/button';
import { SearchField } from '../../parts/field';
import { Select } from '../../parts/select';
import { Toolbar } from '../../parts/page';
import { t } from '../../texts';
import { capital } from '../../texts/format';
import { filtersOfState, isNarrowed, stateFilterOf, type PeopleFilters, type StateFilter } from './filters';

const typedMs = 250;

/** Changes filters in the address of the page; the person beside the list stays. */
function useSetFilters() {
  const navigate = useNavigate({ from: '/people' });
  return useCallback(
    (change: { readonly [Name in keyof PeopleFilters]?: string | undefined }) =>
      void navigate({ search: (before) => readable({ ...before, ...change }), replace: true }),
    [navigate],
  );
}

/** Without what is empty, so that the address says only what narrows. */
function readable(filters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** The search and the filters above the list of people. */
export function PeopleToolbar({ filters }: { readonly filters: PeopleFilters }) {
  const set = useSetFilters();
  const provider = useProvider();
  const types = useTypes();
  const text = t.people.filters;
  const any = { value: '', label: text.any };
  return (
    <Toolbar>
      <SearchBox text={filters.search ?? ''} onChange={useCallback((search?: string) => set({ search }), [set])} />
      <Select
        label={text.type}
        isLabelHidden
        choices={[any, ...types.choices]}
        value={filters.type ?? ''}
        onChange={(type) => set({ type })}
      />
      <Select<StateFilter>
        label={text.active}
        isLabelHidden
        choices={[
          { value: '', label: text.any },
          { value: 'active', label: text.isActive },
          { value: 'inactive', label: text.isInactive },
          { value: 'released', label: text.isReleased },
        ]}
        value={stateFilterOf(filters)}
        onChange={(state) => set(filtersOfState(state))}
      />
      <Select
        label={text.kept}
        isLabelHidden
        choices={[
          any,
          { value: 'directory', label: capital(provider) },
          { value: 'workspace', label: t.people.workspace },
        ]}
        value={filters.kept ?? ''}
        onChange={(kept) => set({ kept })}
      />
      {filters.search ? null : (
        <Select
          label={text.order}
          isLabelHidden
          choices={[
            { value: '', label: text.created },
            { value: 'name', label: text.name },
          ]}
          value={filters.order ?? ''}
          onChange={(order) => set({ order })}
        />
      )}
      {isNarrowed(filters) ? <ClearFilters /> : null}
    </Toolbar>
  );
}

/** Takes all filters away, and leaves what is searched for. */
export function ClearFilters() {
  const set = useSetFilters();
  const none = { type: undefined, active: undefined, kept: undefined, released: undefined };
  return (
    <Button kind="quiet" onPress={() => set(none)}>
      {t.people.filters.clear}
    </Button>
  );
}

/** What is typed goes into the address once the typing stops. */
function SearchBox({ text, onChange }: { readonly text: string; readonly onChange: (text?: string) => void }) {
  const [typed, setTyped] = useState(text);
  const [said, setSaid] = useState(text);
  if (text !== said) {
    setSaid(text); // somebody went back, or followed a link
    if (text !== typed.trim()) setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === said) return;
    const timer = setTimeout(() => onChange(typed.trim() || undefined), typedMs);
    return () => clearTimeout(timer);
  }, [typed, said, onChange]);
  return <SearchField label={t.people.search} value={typed} onChange={setTyped} />;
}
