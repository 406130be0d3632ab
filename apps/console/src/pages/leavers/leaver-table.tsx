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
  const may = useMay();
  const provider = useProvider();
  const { columns } = t.leavers;
  const toggle = (userId: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(userId);
    else next.delete(userId);
    choose(next);
  };
  const select: TableColumn<Leaver> = {
    key: 'select',
    title: columns.select,
    cell: ({ userId, person }) => (
      <Checkbox
        isSelected={chosen.has(userId)}
        onChange={(isChosen) => toggle(userId, isChosen)}
        label={t.leavers.choose(person ? briefName(person) : userId)}
      />
    ),
  };
  const decided: TableColumn<Leaver> = {
    key: 'decided',
    title: columns.decided,
    cell: ({ decided }) =>
      decided ? (
        <>
          {actorName(decided.by, provider)}, <Time at={decided.at} />
        </>
      ) : null,
  };
  const all: readonly TableColumn<Leaver>[] = [
    {
      key: 'name',
      title: columns.name,
      isName: true,
      cell: ({ userId, person }) => <PersonLink id={userId} person={person} />,
    },
    { key: 'leaving', title: columns.leaving, cell: ({ leaving }) => t.leavers.leaving[leaving] },
    { key: 'first', title: columns.first, cell: ({ firstAt }) => <Time at={firstAt} /> },
    { key: 'times', title: columns.times, cell: ({ times }) => number(times) },
    { key: 'token', title: columns.token, cell: ({ token }) => token.name ?? t.who.directory },
  ];
  const canChoose = may('scim.manage') && state !== 'approved';
  return (
    <Table
      label={t.leavers.states[state]}
      rows={rows}
      rowKey={({ userId }) => userId}
      columns={[...(canChoose ? [select] : []), ...all, ...(state === 'held' ? [] : [decided])]}
    />
  );
}
