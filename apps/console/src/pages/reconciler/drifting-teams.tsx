import { call } from '../../api/call';
import { listDrifting } from '../../api/generated/sdk.gen';
import type { DriftingTeam } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { Entries, Entry } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page';
import { State } from '../../parts/state';
import { ShowMore } from '../../parts/show-more';
import { t } from '../../texts';
import { differenceText } from './drifting-words';
import { TeamLink } from './team-link';
import css from './reconciler.module.css';

/** The teams that differ from their groups now: what is put right when the reconciler resumes. */
export function DriftingTeams() {
  const { query, rows, hasMore, more } = useCursorPages<DriftingTeam>(['drifting'], (after, signal) =>
    call(listDrifting({ query: { limit: 50, ...after }, signal })),
  );
  return (
    <Section title={t.reconciler.drifting.title}>
      <Loaded query={query} rows={3}>
        {() => (
          <>
            {rows.length === 0 && !hasMore ? <p className={css.quiet}>{t.reconciler.drifting.none}</p> : null}
            {rows.length > 0 ? (
              <Entries label={t.reconciler.drifting.list}>
                {rows.map(({ team, extra, missing, held }) => (
                  <Entry key={team.id} end={held ? <State tone="held">{t.teams.held}</State> : null}>
                    <TeamLink id={team.id} name={team.displayName} />{' '}
                    <span className={css.quiet}>{differenceText(extra, missing)}</span>
                  </Entry>
                ))}
              </Entries>
            ) : null}
            <ShowMore list={{ hasMore, more }} isPending={query.isFetchingNextPage} />
          </>
        )}
      </Loaded>
    </Section>
  );
}
