import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { call } from '../../api/call';
import { listRuns } from '../../api/generated/sdk.gen';
import type { HeldRun, Run } from '../../api/generated/types.gen';
import { useProvider } from '../../api/provider';
import { Section, Skeleton } from '../../parts/page';
import { PersonLink } from '../../parts/person';
import { State } from '../../parts/state';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import { handsText, wouldText } from './held-words';
import { TeamLink } from './team-link';
import css from './reconciler.module.css';
import { ReleaseButton } from './release';

/** Runs that would put out too many people, each with the people named, until an admin lets it happen. */
export function HeldRuns({ held }: { readonly held: readonly HeldRun[] }) {
  return (
    <Section title={t.reconciler.held.title}>
      <div className={css.cards}>
        {held.map((each) => (
          <HeldCard key={each.teamId} held={each} />
        ))}
      </div>
    </Section>
  );
}

/** The newest run of a team that was held: it names the people. */
const heldRunQuery = (teamId: string) => ({
  queryKey: ['runs', { teamId, held: true }],
  queryFn: async () => {
    const { items } = await call(listRuns({ query: { teamId, outcome: 'held', limit: 1 } }));
    return items[0] ?? null;
  },
});

function HeldCard({ held }: { readonly held: HeldRun }) {
  const provider = useProvider();
  const { data: run, isPending } = useQuery(heldRunQuery(held.teamId));
  const { teamId, team, since, wouldRestore, limit } = held;
  return (
    <article className={css.card} aria-label={team.displayName ?? t.reconciler.runs.formerTeam}>
      <State tone="held">{t.reconciler.held.since(dateTime(since))}</State>
      <p>
        <TeamLink id={teamId} name={team.displayName} /> · {wouldText(held)}
      </p>
      {run ? <p>{handsText(run, provider)}</p> : null}
      {wouldRestore ? <p>{t.reconciler.held.restores(wouldRestore)}</p> : null}
      {limit === undefined ? null : <p className={css.quiet}>{t.reconciler.held.limit(limit)}</p>}
      {run ? <Names run={run} /> : null}
      {isPending ? <Skeleton rows={2} /> : null}
      <div className={css.buttons}>
        <ReleaseButton held={held} />
      </div>
      <p className={css.quiet}>
        <Link to="/teams/$teamId" params={{ teamId }}>
          {t.reconciler.held.handBack}
        </Link>
      </p>
    </article>
  );
}

const shown = 12;

function Names({ run }: { readonly run: Run }) {
  const some = run.evicted.slice(0, shown);
  const more = run.evictedCount - some.length;
  return (
    <p className={css.names}>
      {t.reconciler.held.names}:{' '}
      {some.map((who, index) => (
        <Fragment key={who.userId}>
          {index > 0 ? ', ' : null}
          <PersonLink id={who.userId} person={who.person} />
        </Fragment>
      ))}
      {more > 0 ? `, ${t.reconciler.held.more(more)}` : null}
      {'. '}
      <Link to="/reconciler/runs/$runId" params={{ runId: run.id }}>
        {t.reconciler.held.see(run.evictedCount)}
      </Link>
    </p>
  );
}
