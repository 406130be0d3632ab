import { useQuery } from '@tanstack/react-query';
import type { Drift, ExtraMember, MissingMember } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { useProvider } from '../../api/provider';
import { Entries, Entry } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { Empty } from '../../parts/page';
import { PersonLink } from '../../parts/person';
import { State } from '../../parts/state';
import { useNow } from '../../parts/time';
import { t } from '../../texts';
import { dateTime, relative } from '../../texts/format';
import { actorName } from '../../texts/people';
import { fatesOf, removedText, type Fates } from './drift-words';
import { LookNow } from './team-actions';
import { driftQuery, reconcilerQuery, type Team } from './team-data';
import css from './teams.module.css';

/** Where the team and its group differ: who, by whose hand, and what will become of it. */
export function TeamDrift({ team }: { readonly team: Team }) {
  const query = useQuery(driftQuery(team.id));
  const { data: status } = useQuery(reconcilerQuery);
  if (team.ownedBy === 'workspace') return <Empty>{t.team.drift.noGroup}</Empty>;
  const isHeld = status?.held.some(({ teamId }) => teamId === team.id) ?? false;
  const willBe = status ? fatesOf(status.mode, isHeld) : undefined;
  return (
    <Loaded query={query} rows={3}>
      {(drift) => <Differences team={team} drift={drift} willBe={willBe} at={query.dataUpdatedAt} />}
    </Loaded>
  );
}

interface DifferencesProps {
  readonly team: Team;
  readonly drift: Drift;
  readonly willBe: Fates | undefined;
  readonly at: number;
}

function Differences({ team, drift: { extra, missing }, willBe, at }: DifferencesProps) {
  const may = useMay();
  const now = useNow();
  const compared = t.team.drift.compared(relative(at, Math.max(now, at)));
  if (extra.count + missing.count === 0) {
    return (
      <Empty actions={may('reconciler.manage') ? <LookNow team={team} /> : null}>
        <State tone="ok">{t.team.drift.none}</State> {compared}
      </Empty>
    );
  }
  return (
    <>
      <p className={css.quiet}>{compared}</p>
      <div className={css.sides}>
        <Side title={t.team.drift.extra} count={extra.count} shown={extra.items.length} none={t.team.drift.noExtra}>
          {extra.items.map((who) => (
            <Extra key={who.userId} who={who} fate={willBe?.extra} />
          ))}
        </Side>
        <Side
          title={t.team.drift.missing}
          count={missing.count}
          shown={missing.items.length}
          none={t.team.drift.noMissing}
        >
          {missing.items.map((who) => (
            <Missing key={who.userId} who={who} fate={willBe?.missing} />
          ))}
        </Side>
      </div>
    </>
  );
}

interface SideProps {
  readonly title: string;
  readonly count: number;
  readonly shown: number;
  readonly none: string;
  readonly children: React.ReactNode;
}

function Side({ title, count, shown, none, children }: SideProps) {
  return (
    <section className={css.side}>
      <h2>{t.takeover.count(title, count)}</h2>
      {count === 0 ? <p className={css.quiet}>{none}</p> : <Entries label={title}>{children}</Entries>}
      {shown < count ? <p className={css.quiet}>{t.team.drift.first(shown, count)}</p> : null}
    </section>
  );
}

interface FateProps<Who> {
  readonly who: Who;
  readonly fate: string | undefined;
}

function Extra({ who, fate }: FateProps<ExtraMember>) {
  const provider = useProvider();
  const words = t.team.drift;
  const when = dateTime(who.addedAt);
  return (
    <Entry>
      <PersonLink id={who.userId} person={who.person} />{' '}
      <span className={css.quiet}>
        {who.source === 'manual' ? words.addedBy(actorName(who.addedBy, provider), when) : words.addedByGroup(when)}
      </span>
      <p className={css.quiet}>{fate}</p>
    </Entry>
  );
}

function Missing({ who, fate }: FateProps<MissingMember>) {
  const provider = useProvider();
  return (
    <Entry>
      <PersonLink id={who.userId} person={who.person} /> <span className={css.quiet}>{removedText(who, provider)}</span>
      <p className={css.quiet}>{fate}</p>
    </Entry>
  );
}
