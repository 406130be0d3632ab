import type { Leaver } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { useProvider } from '../../api/provider';
import { Checkbox } from '../../parts/field';
import { PersonLink } from '../../parts/person';
import { Table, type TableColumn } from '../../parts/table';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { number } from '../../texts/format';
import { actorName, briefName } from '../../texts/people';
import type { LeaverState } from './leaver-facts';

interface LeaverTableProps {
  readonly rows: readonly Leaver[];
  readonly state: LeaverState;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
}

/** Who is to leave: what the identity provider asked, when, how often, and by which token. */
export function LeaverTable({ rows, state, chosen, choose }: LeaverTableProps) {
  const canChoose = useMay()('scim.manage') && state !== 'approved';
  const provider = useProvider();
  const select = canChoose ? [selectOf(chosen, choose)] : [];
  const decided = state === 'held' ? [] : [decidedOf(provider)];
  return (
    <Table
      label={t.leavers.states[state]}
      rows={rows}
      rowKey={({ userId }) => userId}
      columns={[...select, ...columns(), ...decided]}
    />
  );
}

function selectOf(chosen: ReadonlySet<string>, choose: LeaverTableProps['choose']): TableColumn<Leaver> {
  const toggle = (userId: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(userId);
    else next.delete(userId);
    choose(next);
  };
  return {
    key: 'select',
    title: t.leavers.columns.select,
    cell: ({ userId, person }) => (
      <Checkbox
        isSelected={chosen.has(userId)}
        onChange={(isChosen) => toggle(userId, isChosen)}
        label={t.leavers.choose(person ? briefName(person) : userId)}
      />
    ),
  };
}

const decidedOf = (provider: string): TableColumn<Leaver> => ({
  key: 'decided',
  title: t.leavers.columns.decided,
  cell: ({ decided }) =>
    decided ? (
      <>
        {actorName(decided.by, provider)}, <Time at={decided.at} />
      </>
    ) : null,
});

const columns = (): readonly TableColumn<Leaver>[] => [
  {
    key: 'name',
    title: t.leavers.columns.name,
    isName: true,
    cell: ({ userId, person }) => <PersonLink id={userId} person={person} />,
  },
  { key: 'leaving', title: t.leavers.columns.leaving, cell: ({ leaving }) => t.leavers.leaving[leaving] },
  { key: 'first', title: t.leavers.columns.first, cell: ({ firstAt }) => <Time at={firstAt} /> },
  { key: 'times', title: t.leavers.columns.times, cell: ({ times }) => number(times) },
  { key: 'token', title: t.leavers.columns.token, cell: ({ token }) => token.name ?? t.who.directory },
];
