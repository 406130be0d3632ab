import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useState } from 'react';
import { useMay } from '../../api/me';
import { Button } from '../../parts/button';
import { Checkbox, SearchField } from '../../parts/field';
import { Select } from '../../parts/select';
import { Page, Toolbar } from '../../parts/page';
import { t } from '../../texts';
import { NameDialog } from './name-dialog';
import { TeamList } from './team-list';
import type { TeamFilters } from './team-question';

/** The teams of the account: who keeps each, how many are in it, and where it differs from its group. */
export function TeamsPage() {
  const may = useMay();
  const navigate = useNavigate();
  const filters = useSearch({ from: '/inside/teams' });
  const [isMaking, setMaking] = useState(false);
  const filter = (change: TeamFilters) =>
    void navigate({ to: '/teams', search: said({ ...filters, ...change }), replace: true });
  return (
    <Page
      title={t.shell.places.teams}
      about={t.teams.about}
      actions={
        may('teams.manage') ? (
          <Button data-write kind="primary" onPress={() => setMaking(true)}>
            {t.teams.new}
          </Button>
        ) : null
      }
    >
      <Filters filters={filters} onChange={filter} />
      <TeamList filters={filters} onClear={() => void navigate({ to: '/teams', search: {} })} />
      {isMaking ? (
        <NameDialog
          onClose={() => setMaking(false)}
          onDone={({ id }) => void navigate({ to: '/teams/$teamId', params: { teamId: id } })}
        />
      ) : null}
    </Page>
  );
}

/** Filters without those that say nothing. */
const said = (filters: TeamFilters): TeamFilters =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));

interface FiltersProps {
  readonly filters: TeamFilters;
  readonly onChange: (change: TeamFilters) => void;
}

const flag = (isOn: boolean): string => (isOn ? '1' : '');

function Filters({ filters, onChange }: FiltersProps) {
  const may = useMay();
  return (
    <Toolbar>
      <Search value={filters.search ?? ''} onChange={(search) => onChange({ search })} />
      <Select
        label={t.teams.owner}
        isLabelHidden
        value={(filters.owner as 'all' | undefined) ?? 'all'}
        choices={(['all', 'directory', 'workspace'] as const).map((value) => ({ value, label: t.teams.owners[value] }))}
        onChange={(owner: string) => onChange({ owner: owner === 'all' ? '' : owner })}
      />
      {may('reconciler.read') ? (
        <>
          <Checkbox isSelected={Boolean(filters.drift)} onChange={(isOn) => onChange({ drift: flag(isOn) })}>
            {t.teams.onlyDrift}
          </Checkbox>
          <Checkbox isSelected={Boolean(filters.held)} onChange={(isOn) => onChange({ held: flag(isOn) })}>
            {t.teams.onlyHeld}
          </Checkbox>
        </>
      ) : null}
    </Toolbar>
  );
}

/** What is typed goes into the address when the browser has time for it. */
function Search({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (known === text) setText(value); // another address, as by the button Back
  }
  const settled = useDeferredValue(text);
  useEffect(() => {
    if (settled === value) return;
    const later = setTimeout(() => onChange(settled), 250);
    return () => clearTimeout(later);
  }, [settled, value, onChange]);
  return <SearchField label={t.teams.search} value={text} onChange={setText} />;
}
