import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { explainMembership, explainToken, explainUser } from '../../api/generated/sdk.gen';
import type { AuditEntryView } from '../../api/generated/types.gen';
import { Entries } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { Fact, Facts, Section } from '../../parts/page';
import { RequestLink } from '../../parts/request-link';
import { Note, State } from '../../parts/state';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import { LogEntry } from '../log/log-entry';
import css from '../log/log.module.css';
import { questionOf, type WhyQuestion, type Question } from './why-question';

/** What every explanation has. */
interface Explained {
  readonly isIn?: boolean;
  readonly sentence: string;
  readonly todo?: string;
  readonly since?: string;
  readonly requestId?: string;
  readonly entries: readonly AuditEntryView[];
}

interface Answered {
  readonly explained: readonly { readonly title?: string; readonly explanation: Explained }[];
  readonly completeSince?: string;
}

/** The answer to what the address asks; nothing while a part of the question is missing. */
export function Answers({ asked }: { readonly asked: WhyQuestion }) {
  const question = questionOf(asked);
  const query = useQuery({
    queryKey: ['log', 'why', question],
    queryFn: () => (question ? ask(question) : undefined),
    enabled: question !== undefined,
  });
  if (!question) return null;
  return (
    <Loaded query={query} rows={2}>
      {(answer) => (
        <>
          {answer?.explained.map(({ title, explanation }) => (
            <Answer key={title ?? ''} explanation={explanation} {...(title ? { title } : {})} />
          ))}
          {answer?.completeSince ? (
            <p className={css.quiet}>{t.log.completeSince(dateTime(answer.completeSince))}</p>
          ) : null}
        </>
      )}
    </Loaded>
  );
}

async function ask(question: Question): Promise<Answered> {
  switch (question.kind) {
    case 'membership': {
      const { kind: _, ...query } = question;
      const { explanation, completeSince } = await call(explainMembership({ query }));
      return { explained: [{ explanation }], ...(completeSince ? { completeSince } : {}) };
    }
    case 'token': {
      const { explanation, completeSince } = await call(explainToken({ query: { token: question.token } }));
      return { explained: [{ explanation }], ...(completeSince ? { completeSince } : {}) };
    }
    case 'user': {
      const { state, userType, completeSince } = await call(explainUser({ query: { user: question.user } }));
      const type = userType ? [{ title: t.why.userType, explanation: userType }] : [];
      return { explained: [{ explanation: state }, ...type], ...(completeSince ? { completeSince } : {}) };
    }
  }
}

function Answer({ title, explanation }: { readonly title?: string; readonly explanation: Explained }) {
  const { isIn, sentence, todo, since, requestId, entries } = explanation;
  return (
    <section className={css.verdict} aria-live="polite">
      {title ? <h2>{title}</h2> : null}
      {isIn === undefined ? null : <State tone={isIn ? 'ok' : 'neutral'}>{isIn ? t.why.isIn : t.why.isOut}</State>}
      <p className={css.sentence}>{sentence}</p>
      {todo ? (
        <Note tone="neutral" title={t.why.todo}>
          <p>{todo}</p>
        </Note>
      ) : null}
      <Facts>
        {since ? (
          <Fact name={t.why.since}>
            {dateTime(since)} (<Time at={since} />)
          </Fact>
        ) : null}
        {requestId ? (
          <Fact name={t.why.byRequest}>
            <RequestLink requestId={requestId}>{t.log.request}</RequestLink>
          </Fact>
        ) : null}
      </Facts>
      {entries.length > 0 ? (
        <Section title={t.why.rests}>
          <Entries label={t.why.rests}>
            {entries.map((entry) => (
              <LogEntry key={entry.id} entry={entry} />
            ))}
          </Entries>
        </Section>
      ) : null}
    </section>
  );
}
