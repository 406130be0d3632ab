import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { explainMembership, explainToken, explainUser } from '../../api/generated/sdk.gen';
import type { AuditEntryView, UserExplanation } from '../../api/generated/types.gen';
import { useProvider } from '../../api/provider';
import { useTypes } from '../../api/roles';
import { Entries } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { Fact, Facts, Section } from '../../parts/page';
import { RequestLink } from '../../parts/request-link';
import { Note, State } from '../../parts/state';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import { membershipAdvice, tokenAdvice, userStateAdvice, userTypeAdvice, type Advice } from '../../texts/why-sentence';
import { LogEntry } from '../log/log-entry';
import css from '../log/log.module.css';
import { questionOf, type WhyQuestion, type Question } from './why-question';

/** What every explanation has. */
interface Explained {
  readonly isIn?: boolean;
  readonly since?: string;
  readonly requestId?: string;
  readonly entries: readonly AuditEntryView[];
}

interface Answered {
  readonly explained: readonly ToSay[];
  readonly completeSince?: string;
}

/** What the reader calls the identity provider, and user types. */
interface Words {
  readonly provider: string;
  readonly typeOf: (userType: string) => string;
}

interface ToSay {
  readonly title?: string;
  readonly explanation: Explained;
  readonly say: (words: Words) => Advice;
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
          {answer?.explained.map((toSay) => (
            <Answer key={toSay.title ?? ''} toSay={toSay} />
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
      const { explanation, team, user, completeSince } = await call(explainMembership({ query }));
      const named = { who: nameIn(user), team: team.name };
      const say = ({ provider }: Words) => membershipAdvice(explanation, named, provider);
      return { explained: [{ explanation, say }], ...(completeSince ? { completeSince } : {}) };
    }
    case 'token': {
      const { explanation, token, completeSince } = await call(explainToken({ query: { token: question.token } }));
      const say = ({ provider }: Words) => tokenAdvice(explanation, token.name, provider);
      return { explained: [{ explanation, say }], ...(completeSince ? { completeSince } : {}) };
    }
    case 'user': {
      const answer = await call(explainUser({ query: { user: question.user } }));
      return { explained: ofPerson(answer), ...(answer.completeSince ? { completeSince: answer.completeSince } : {}) };
    }
  }
}

const nameIn = ({ name }: { readonly name?: string }) => name ?? t.who.somebody;

function ofPerson({ user, state, userType }: UserExplanation): readonly ToSay[] {
  const who = nameIn(user);
  const why: ToSay = { explanation: state, say: ({ provider }) => userStateAdvice(state, who, provider) };
  if (!userType) return [why];
  const say = ({ provider, typeOf }: Words) => userTypeAdvice(userType, { who, typeOf }, provider);
  return [why, { title: t.why.userType, explanation: userType, say }];
}

function Answer({ toSay: { title, explanation, say } }: { readonly toSay: ToSay }) {
  const { isIn, since, requestId, entries } = explanation;
  const provider = useProvider();
  const { nameOf: typeOf } = useTypes();
  const { sentence, todo } = say({ provider, typeOf });
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
