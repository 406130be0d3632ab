import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call';
import { listMembers } from '../../api/generated/sdk.gen';
import type { Member } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { useCursorPages } from '../../api/pages';
import { useProvider } from '../../api/provider';
import { Button } from '../../parts/button';
import { Entries, Entry } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { LongList, type Column } from '../../parts/long-list';
import { Empty } from '../../parts/page';
import { PersonLink } from '../../parts/person';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { actorName, briefName } from '../../texts/people';
import { runSentence } from '../../texts/put-right';
import { TakeOut } from './put-in';
import { latestRunsQuery, type Team } from './team-data';
import { useMayChangeMembers } from './team-notes';
import css from './teams.module.css';

/** Who is in the team, how each came, and what the reconciler did here last. */
export function TeamMembers({ team }: { readonly team: Team }) {
  const provider = useProvider();
  const mayChange = useMayChangeMembers(team);
  const [leaving, setLeaving] = useState<Member>();
  const { query, rows, hasMore, readUntil } = useCursorPages<Member>(['members', team.id], (after, signal) =>
    call(listMembers({ path: { teamId: team.id }, query: { limit: 100, ...after }, signal })),
  );
  return (
    <>
      <Lately team={team} />
      <Loaded query={query}>
        {() =>
          rows.length === 0 && !hasMore ? (
            <NoMembers team={team} mayChange={mayChange} />
          ) : (
            <LongList
              label={t.team.members.list}
              columns={columnsOf(provider, mayChange ? setLeaving : undefined)}
              count={rows.length + (hasMore ? 1 : 0)}
              row={(index) => rows[index]}
              rowKey={(index) => rows[index]?.id ?? index}
              onRange={readUntil}
            />
          )
        }
      </Loaded>
      {leaving ? (
        <TakeOut
          team={team}
          whom={{ id: leaving.id, name: briefName(leaving) }}
          onClose={() => setLeaving(undefined)}
        />
      ) : null}
    </>
  );
}

function NoMembers({ team, mayChange }: { readonly team: Team; readonly mayChange: boolean }) {
  const provider = useProvider();
  if (team.ownedBy === 'directory') return <Empty>{t.team.members.noneInGroup(provider)}</Empty>;
  return <Empty>{mayChange ? t.team.members.none : t.team.members.noneRead}</Empty>;
}

function columnsOf(provider: string, onTakeOut: ((member: Member) => void) | undefined): readonly Column<Member>[] {
  const words = t.team.members;
  return [
    {
      key: 'name',
      title: words.columns.name,
      width: 'minmax(0, 3fr)',
      narrow: 'first',
      cell: (member) => <PersonLink id={member.id} person={member} />,
    },
    {
      key: 'how',
      title: words.columns.how,
      width: '120px',
      cell: ({ source }) => (source === 'directory' ? words.directory : words.manual),
    },
    { key: 'when', title: words.columns.when, width: '110px', cell: ({ addedAt }) => <Time at={addedAt} /> },
    {
      key: 'by',
      title: words.columns.by,
      width: 'minmax(0, 2fr)',
      narrow: 'hidden',
      cell: ({ addedBy }) => actorName(addedBy, provider),
    },
    ...(onTakeOut
      ? [
          {
            key: 'out',
            title: t.team.takeOut.column,
            width: '90px',
            cell: (member: Member) => (
              <Button
                data-write
                kind="quiet"
                aria-label={t.team.takeOut.open(briefName(member))}
                onPress={() => onTakeOut(member)}
              >
                {t.team.takeOut.short}
              </Button>
            ),
          },
        ]
      : []),
  ];
}

const shown = 3;

/** What was put right in this team last, by whoever's hand it was. */
function Lately({ team }: { readonly team: Team }) {
  const may = useMay();
  const provider = useProvider();
  const isShown = team.ownedBy === 'directory' && may('reconciler.read');
  const { data } = useQuery({ ...latestRunsQuery(team.id), enabled: isShown });
  const runs = data?.items.filter(({ evictedCount, restoredCount }) => evictedCount + restoredCount > 0) ?? [];
  if (!isShown || runs.length === 0) return null;
  return (
    <section aria-labelledby="lately" className={css.side}>
      <h2 id="lately">{t.team.lately}</h2>
      <Entries label={t.team.lately}>
        {runs.slice(0, shown).map((run) => (
          <Entry key={run.id} at={<Time at={run.startedAt} />}>
            {runSentence(run, { provider, team: t.reconciler.thisTeam })}
          </Entry>
        ))}
      </Entries>
    </section>
  );
}
