import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Takeover, TakeoverDetails } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { useProvider } from '../../api/provider';
import { Button } from '../../parts/button';
import { Loaded } from '../../parts/loaded';
import { Fact, Facts, Page, Skeleton } from '../../parts/page';
import { Problem } from '../../parts/problem';
import { State } from '../../parts/state';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import { actorName } from '../../texts/people';
import { Decide } from './decide';
import type { Decision } from './decide-words';
import { Sides } from './sides';
import { takeoverSentence } from './takeover-sentence';
import { takeoverQuery } from './takeover-data';
import { actsOf, endsText, stateText, toneOf } from './takeover-words';
import css from './takeovers.module.css';

/** One takeover: who gains and loses access, the request behind it, and what can be done. */
export function TakeoverPage() {
  const { takeoverId } = useParams({ from: '/inside/takeovers/$takeoverId' });
  const query = useQuery(takeoverQuery(takeoverId));
  const provider = useProvider();
  if (!query.data) {
    return (
      <Page title={t.shell.places.takeovers}>
        {query.isError ? <Problem error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton />}
      </Page>
    );
  }
  const { takeover } = query.data;
  return (
    <Page title={takeover.teamName} actions={<Acts {...query.data} />}>
      <Loaded query={query}>
        {() => (
          <>
            <State tone={toneOf(takeover)}>{stateText(takeover)}</State>
            <p className={css.sentence}>{takeoverSentence(takeover, provider)}</p>
            <About takeover={takeover} />
            <Sides takeover={takeover} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Acts({ takeover, etag }: { readonly takeover: TakeoverDetails; readonly etag: string }) {
  const may = useMay();
  const [open, setOpen] = useState<Decision>();
  const acts = may('teams.manage') ? actsOf(takeover) : [];
  return (
    <>
      {acts.map((act) => (
        <Button data-write key={act} kind={act === 'allow' ? 'primary' : 'plain'} onPress={() => setOpen(act)}>
          {t.takeover[act].act}
        </Button>
      ))}
      {open ? <Decide how={open} takeover={takeover} etag={etag} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

function About({ takeover }: { readonly takeover: Takeover }) {
  const provider = useProvider();
  const { teamId, teamName, displayName, pushedBy, proposedAt, decidedBy, decidedAt, endsAt, state } = takeover;
  const words = t.takeover.facts;
  return (
    <Facts>
      <Fact name={words.team}>
        <Link to="/teams/$teamId" params={{ teamId }}>
          {teamName}
        </Link>
      </Fact>
      {displayName === teamName ? null : <Fact name={words.group}>{displayName}</Fact>}
      <Fact name={words.pushed}>
        {actorName(pushedBy, provider)}, <Time at={proposedAt} />
      </Fact>
      {decidedBy && decidedAt ? (
        <Fact name={words.decided}>
          {actorName(decidedBy, provider)}, <Time at={decidedAt} />
        </Fact>
      ) : null}
      {endsAt ? <Fact name={endsText(state)}>{dateTime(endsAt)}</Fact> : null}
      <RequestBehind takeover={takeover} />
    </Facts>
  );
}

function RequestBehind({ takeover: { requestId } }: { readonly takeover: Takeover }) {
  const may = useMay();
  if (requestId === undefined || !may('audit.read')) return null;
  return (
    <Fact name={t.takeover.facts.request}>
      <Link to="/log/$requestId" params={{ requestId }}>
        {t.takeover.facts.seeRequest}
      </Link>
    </Fact>
  );
}
