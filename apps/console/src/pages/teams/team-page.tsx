import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useMay } from '../../api/me';
import { Id } from '../../parts/copy';
import { Loaded } from '../../parts/loaded';
import { Problem } from '../../parts/problem';
import { Empty, Page, Skeleton } from '../../parts/page';
import { Tabs } from '../../parts/tabs';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { number } from '../../texts/format';
import { History } from '../log/history';
import { Followed } from './followed';
import { OwnerBadge } from './owner-badge';
import { TeamActions } from './team-actions';
import { teamQuery, teamRowQuery, type Team } from './team-data';
import { TeamDrift } from './team-drift';
import { TeamMembers } from './team-members';
import { TeamNotes } from './team-notes';
import css from './teams.module.css';

const tabs = ['members', 'drift', 'history'] as const;
export type Tab = (typeof tabs)[number];

/** One team: who is in it and how each came, where it differs from its group, and what has happened to it. */
export function TeamPage() {
  const { teamId } = useParams({ from: '/inside/teams/$teamId' });
  const query = useQuery(teamQuery(teamId));
  if (!query.data) {
    return (
      <Page title={t.shell.places.teams}>
        {query.isError ? <Problem error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton />}
      </Page>
    );
  }
  const { team } = query.data;
  return (
    <Page title={team.displayName} actions={<TeamActions {...query.data} />}>
      <Loaded query={query}>
        {() => (
          <>
            <Facts team={team} />
            <TeamNotes team={team} />
            <Followed team={team} />
            <Parts team={team} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ team }: { readonly team: Team }) {
  const { data: row } = useQuery(teamRowQuery(team));
  return (
    <dl className={css.facts}>
      <div>
        <dt>{t.team.facts.owner}</dt>
        <dd>
          <OwnerBadge team={team} />
        </dd>
      </div>
      {row?.members === undefined ? null : (
        <div>
          <dt>{t.team.facts.members}</dt>
          <dd>{number(row.members)}</dd>
        </div>
      )}
      <div>
        <dt>{t.team.facts.made}</dt>
        <dd>
          <Time at={team.createdAt} />
        </dd>
      </div>
      <div>
        <dt>{t.team.facts.id}</dt>
        <dd>
          <Id id={team.id} what={team.displayName} />
        </dd>
      </div>
      {team.externalId ? (
        <div>
          <dt>{t.team.facts.group}</dt>
          <dd>
            <Id id={team.externalId} what={t.team.facts.group} />
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

function Parts({ team }: { readonly team: Team }) {
  const may = useMay();
  const { tab } = useSearch({ from: '/inside/teams/$teamId' });
  const allowed = tabs.filter((each) => mayRead(each, may));
  const current = allowed.find((each) => each === tab) ?? 'members';
  return (
    <>
      {allowed.length > 1 ? (
        <Tabs label={t.team.tabs.label}>
          {allowed.map((each) => (
            <Link
              key={each}
              to="/teams/$teamId"
              params={{ teamId: team.id }}
              search={each === 'members' ? {} : { tab: each }}
              activeOptions={{ exact: true, includeSearch: true }}
              aria-current={each === current ? 'page' : undefined}
            >
              {t.team.tabs[each]}
            </Link>
          ))}
        </Tabs>
      ) : null}
      {current === 'members' ? <TeamMembers team={team} /> : null}
      {current === 'drift' ? <TeamDrift team={team} /> : null}
      {current === 'history' ? (
        <History of={{ team: team.id }} label={t.team.history.list} none={<Empty>{t.team.history.none}</Empty>} />
      ) : null}
    </>
  );
}

function mayRead(tab: Tab, may: ReturnType<typeof useMay>): boolean {
  if (tab === 'drift') return may('reconciler.read');
  return tab === 'members' || may('audit.read');
}
