import { Link } from '@tanstack/react-router';
import { call } from '../../api/call';
import { listTeamsOfUser } from '../../api/generated/sdk.gen';
import type { TeamOfPerson } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { useProvider } from '../../api/provider';
import { Entries, Entry } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page';
import { Time } from '../../parts/time';
import { ShowMore } from '../../parts/show-more';
import { t } from '../../texts';
import { actorName } from '../../texts/people';
import css from './people.module.css';

const pageSize = 50;

/** The teams that a person is in, and how they came. */
export function PersonTeams({ userId }: { readonly userId: string }) {
  const { query, rows, hasMore, more } = useCursorPages<TeamOfPerson>(['members', 'of', userId], (after, signal) =>
    call(listTeamsOfUser({ path: { userId }, query: { limit: pageSize, ...after }, signal })),
  );
  return (
    <Section title={t.person.teams}>
      <Loaded query={query} rows={2}>
        {() =>
          rows.length === 0 ? (
            <p className={css.second}>{t.person.noTeams}</p>
          ) : (
            <Entries label={t.person.teams}>
              {rows.map((team) => (
                <TeamEntry key={team.id} team={team} />
              ))}
            </Entries>
          )
        }
      </Loaded>
      <ShowMore list={{ hasMore, more }} />
    </Section>
  );
}

function TeamEntry({ team }: { readonly team: TeamOfPerson }) {
  const provider = useProvider();
  return (
    <Entry end={<Time at={team.addedAt} />}>
      <Link to="/teams/$teamId" params={{ teamId: team.id }}>
        {team.displayName}
      </Link>{' '}
      <span className={css.second}>
        {t.person.ownedBy[team.ownedBy]}, {t.person.cameBy[team.source](actorName(team.addedBy, provider))}
      </span>
    </Entry>
  );
}
