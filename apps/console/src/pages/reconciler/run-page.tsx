import { useParams } from '@tanstack/react-router';
import { call } from '../../api/call';
import { findRun } from '../../api/generated/sdk.gen';
import type { PersonOfRun, RunWithPeople } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { useProvider } from '../../api/provider';
import { Id } from '../../parts/copy';
import { Loaded } from '../../parts/loaded';
import { LongList, type Column } from '../../parts/long-list';
import { Empty, Fact, Facts, Page, Skeleton } from '../../parts/page';
import { PersonLink } from '../../parts/person';
import { Problem } from '../../parts/problem';
import { State } from '../../parts/state';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { capital, dateTime, number } from '../../texts/format';
import { putRightSentence, whyWould } from '../../texts/put-right';
import { TeamLink } from './team-link';
import { outcomeTones } from './run-words';

type RunOfPage = RunWithPeople['run'];

/** One run with all people whom it put out or in, or would. */
export function RunPage() {
  const { runId } = useParams({ from: '/inside/reconciler/runs/$runId' });
  const { query, rows, first, hasMore, readUntil } = useCursorPages<PersonOfRun, RunWithPeople>(
    ['runs', runId],
    (after, signal) => call(findRun({ path: { runId }, query: { limit: 100, ...after }, signal })),
  );
  const provider = useProvider();
  if (!first) {
    return (
      <Page title={t.shell.places.reconciler}>
        {query.isError ? <Problem error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton />}
      </Page>
    );
  }
  const { run } = first;
  const count = run.evictedCount + run.restoredCount;
  return (
    <Page title={t.reconciler.run.title(run.team.displayName ?? t.reconciler.runs.formerTeam)}>
      <Loaded query={query}>
        {() => (
          <>
            <About run={run} />
            {count === 0 ? (
              <Empty>{t.reconciler.run.none}</Empty>
            ) : (
              <LongList
                label={t.reconciler.run.people}
                columns={columnsOf(run, provider)}
                count={Math.max(count, rows.length + (hasMore ? 1 : 0))}
                row={(index) => rows[index]}
                onRange={readUntil}
              />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function About({ run }: { readonly run: RunOfPage }) {
  const words = t.reconciler.run;
  const { outcome } = run;
  return (
    <Facts>
      <Fact name={words.facts.team}>
        <TeamLink id={run.team.id} name={run.team.displayName} />
      </Fact>
      <Fact name={words.facts.when}>
        <Time at={run.startedAt} /> · {dateTime(run.startedAt)}
      </Fact>
      <Fact name={words.facts.outcome}>
        <State tone={outcomeTones[outcome]}>{t.reconciler.runs.outcomes[outcome]}</State>
      </Fact>
      {run.reason ? <Fact name={words.why}>{outcome === 'held' ? words.whyHeld : run.reason}</Fact> : null}
      <Fact name={words.evicted[outcome]}>{number(run.evictedCount)}</Fact>
      <Fact name={words.restored[outcome]}>{number(run.restoredCount)}</Fact>
      <Fact name={words.facts.id}>
        <Id id={run.id} what={words.facts.id} />
      </Fact>
    </Facts>
  );
}

function columnsOf(run: RunOfPage, provider: string): readonly Column<PersonOfRun>[] {
  const words = t.reconciler.run;
  return [
    {
      key: 'name',
      title: words.columns.name,
      width: 'minmax(0, 2fr)',
      narrow: 'first',
      cell: ({ userId, person }) => <PersonLink id={userId} person={person} />,
    },
    { key: 'what', title: words.columns.what, width: '160px', cell: ({ side }) => words[side][run.outcome] },
    {
      key: 'why',
      title: words.columns.why,
      width: 'minmax(0, 4fr)',
      cell: (who) => {
        const sentence =
          run.outcome === 'done'
            ? putRightSentence(who, who.side, run, { provider, team: t.reconciler.thisTeam })
            : capital(whyWould(who, who.side, provider)); // who and what stand beside it
        return <span title={sentence}>{sentence}</span>;
      },
    },
  ];
}
