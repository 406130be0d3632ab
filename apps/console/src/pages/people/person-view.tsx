import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import type { User } from '../../api/generated/types.gen';
import { useMay, useMe } from '../../api/me';
import { useProvider } from '../../api/provider';
import { useTypes } from '../../api/roles';
import { Id } from '../../parts/copy';
import { Loaded } from '../../parts/loaded';
import { Fact, Facts, Section } from '../../parts/page';
import { Note, State } from '../../parts/state';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { userStateAdvice, userTypeAdvice } from '../../texts/why-sentence';
import { capital } from '../../texts/format';
import { History } from '../log/history';
import { accountQuery } from './account';
import css from './people.module.css';
import { PersonActs } from './person-acts';
import { personQuery, whyQuery } from './person-query';
import { PersonSessions } from './person-sessions';
import { actsFor, isLastAdmin, stateOf } from './person-state';
import { PersonTeams } from './person-teams';
import { profileFacts } from './profile-facts';

interface PersonViewProps {
  readonly userId: string;
  /** On a page of its own it has room for two columns. */
  readonly isPage?: boolean;
}

/** All that who is signed in may know of a person, and do. */
export function PersonView({ userId, isPage = false }: PersonViewProps) {
  const query = useQuery(personQuery(userId));
  return <Loaded query={query}>{(person) => <Known person={person} isPage={isPage} />}</Loaded>;
}

function Known({ person, isPage }: { readonly person: User; readonly isPage: boolean }) {
  const may = useMay();
  const me = useMe();
  const account = useQuery({ ...accountQuery, enabled: may('account.read') }).data;
  const why = useQuery({ ...whyQuery(person.id), enabled: may('audit.read') }).data;
  const acts = actsFor(person, { me, account, verdict: why?.state.verdict });
  const isManager = me.permissions.includes('users.manage');
  return (
    <div className={css.person}>
      <States person={person} />
      <WhyNot person={person} />
      {isManager && isLastAdmin(person, account) ? (
        <Note tone="neutral">
          <p>{t.person.lastAdmin(nameOf(person))}</p>
        </Note>
      ) : null}
      <PersonActs person={person} acts={may('users.manage') ? acts : []} />
      <div className={`${css.columns} ${isPage ? css.twoColumns : ''}`}>
        <ProfileOf person={person} />
        <Access person={person} />
        {may('teams.read') ? <PersonTeams userId={person.id} /> : null}
        {isManager && !person.released ? <PersonSessions userId={person.id} /> : null}
        {may('audit.read') ? (
          <Section title={t.person.history}>
            <History
              of={{ user: person.id }}
              label={t.person.history}
              none={<p className={css.second}>{t.person.noHistory}</p>}
            />
          </Section>
        ) : null}
      </div>
    </div>
  );
}

function States({ person }: { readonly person: User }) {
  const provider = useProvider();
  const { nameOf: typeOf } = useTypes();
  const { name, tone } = stateOf(person);
  return (
    <p className={css.states}>
      <State tone={tone}>{t.people.states[name]}</State>
      <span>{typeOf(person.userType)}</span>
      <span className={css.second}>{person.managedBy === 'directory' ? capital(provider) : t.people.workspace}</span>
    </p>
  );
}

/** Why somebody cannot sign in: what the log knows of it, or what the state alone says. */
function WhyNot({ person }: { readonly person: User }) {
  const may = useMay();
  const provider = useProvider();
  const isOut = !person.active || person.released;
  const { data, isPending } = useQuery({ ...whyQuery(person.id), enabled: may('audit.read') && isOut });
  if (!isOut || (isPending && may('audit.read'))) return null;
  const why = data && userStateAdvice(data.state, nameOf(person), provider);
  const plain = person.released ? t.person.releasedState : t.person.inactiveState;
  return (
    <Note tone={stateOf(person).tone} title={t.person.whyState}>
      <p>{why?.sentence ?? plain}</p>
      {why?.todo ? <p>{why.todo}</p> : null}
    </Note>
  );
}

/** What is known of a person; what the directory keeps has a mark. */
function ProfileOf({ person }: { readonly person: User }) {
  const isManager = useMe().permissions.includes('users.manage');
  const provider = useProvider();
  const isKept = person.managedBy === 'directory' && !person.released;
  return (
    <Section title={t.person.profile}>
      {isKept && isManager ? <p className={css.second}>{t.person.kept(capital(provider))}</p> : null}
      <Facts>
        {profileFacts(person).map(({ name, value, isKept: isMarked }) => (
          <Fact key={name} name={t.person.facts[name]}>
            <span className={css.kept}>
              {value}
              {isMarked && isManager ? <RefreshCw role="img" aria-label={t.person.keptMark} /> : null}
            </span>
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}

function Access({ person }: { readonly person: User }) {
  const may = useMay();
  const provider = useProvider();
  const { nameOf: typeOf } = useTypes();
  const { data: why } = useQuery({ ...whyQuery(person.id), enabled: may('audit.read') });
  const text = t.person.facts;
  const named = { who: nameOf(person), typeOf };
  return (
    <Section title={t.person.access}>
      <Facts>
        <Fact name={text.type}>{typeOf(person.userType)}</Fact>
        <Fact name={text.keptBy}>
          {person.managedBy === 'directory' ? capital(provider) : t.people.workspace}
          {person.ownSignIn ? <p className={css.second}>{t.person.ownSignIn}</p> : null}
        </Fact>
        <Fact name={text.created}>
          <Time at={person.createdAt} />
        </Fact>
        <Fact name={text.updated}>
          <Time at={person.updatedAt} />
        </Fact>
        <Fact name={text.id}>
          <Id id={person.id} what={nameOf(person)} />
        </Fact>
        {person.externalId ? (
          <Fact name={text.externalId}>
            <Id id={person.externalId} what={text.externalId} />
          </Fact>
        ) : null}
      </Facts>
      {why?.userType ? <p className={css.second}>{userTypeAdvice(why.userType, named, provider).sentence}</p> : null}
    </Section>
  );
}
