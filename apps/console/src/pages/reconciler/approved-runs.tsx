import type { HeldRun, Reconciler } from '../../api/generated/types.gen';
import { Entries, Entry } from '../../parts/entries';
import { Section } from '../../parts/page';
import { State } from '../../parts/state';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { wouldText } from './held-words';
import { TeamLink } from './team-link';

interface ApprovedRunsProps {
  readonly approved: readonly HeldRun[];
  readonly mode: Reconciler['mode'];
}

/** Held runs that an admin has let happen, and that the reconciler has not come to yet. */
export function ApprovedRuns({ approved, mode }: ApprovedRunsProps) {
  const words = t.reconciler.approved;
  return (
    <Section title={words.title}>
      <p>{mode === 'enforce' ? words.soon : words.later}</p>
      <Entries label={words.title}>
        {approved.map((run) => (
          <Entry key={run.teamId} at={<Time at={run.since} />} end={<State tone="neutral">{words.state}</State>}>
            <TeamLink id={run.teamId} name={run.team.displayName} /> · {wouldText(run)}
          </Entry>
        ))}
      </Entries>
    </Section>
  );
}
