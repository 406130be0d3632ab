import type { Contended as ContendedMember } from '../../api/generated/types.gen';
import { Entries, Entry } from '../../parts/entries';
import { Section } from '../../parts/page';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { briefName } from '../../texts/people';
import { TeamLink } from './team-link';

/** Who is put in again and again, and out each time. */
export function Contended({ contended }: { readonly contended: readonly ContendedMember[] }) {
  return (
    <Section title={t.reconciler.contended.title}>
      <Entries label={t.reconciler.contended.title}>
        {contended.map(({ team, userId, person, evictions, lastAt }) => (
          <Entry
            key={`${team.id} ${userId}`}
            at={<Time at={lastAt} />}
            end={<TeamLink id={team.id} name={team.displayName} />}
          >
            {t.reconciler.contended.sentence(
              person ? briefName(person) : t.who.somebody,
              team.displayName ?? t.reconciler.runs.formerTeam,
              evictions,
            )}
          </Entry>
        ))}
      </Entries>
    </Section>
  );
}
