import type { ListRunsResponse, MemberPutRight, WouldChange } from '../../api/generated/types.gen';
import { t } from '../../texts';
import { seconds } from '../../texts/format';
import { lagOf } from '../../texts/put-right';

type Runs = ListRunsResponse['items'];

/** A change by hand of which the reconciler has a word to say. */
export interface Change {
  readonly teamId: string;
  readonly userId: string;
  readonly name: string;
  readonly side: 'evicted' | 'restored';
  /** When the team had it, by the clock of the service. */
  readonly at: string;
  readonly mode: NonNullable<WouldChange['reconciler']>['mode'];
}

/** What came of a change by hand; undefined as long as nothing is known. */
export function outcomeOf(change: Change, runs: Runs, provider: string): string | undefined {
  const { name, side, mode } = change;
  if (mode !== 'enforce') {
    if (side === 'restored') return t.team.staysOut(name);
    return mode === 'paused' ? t.team.staysPaused(name) : t.team.staysReported(name);
  }
  for (const run of runs) {
    const who = run.outcome === 'done' ? run[side].find((each) => isOf(each, change, run.startedAt)) : undefined;
    if (!who) continue;
    const after = seconds(lagOf(who.at ?? change.at, run));
    return (side === 'evicted' ? t.reconciler.selfDone : t.reconciler.selfRestored)(name, after, provider);
  }
  return undefined;
}

/** Clocks of several instances of a service differ by little. */
const slackMs = 500;

const isOf = ({ userId }: MemberPutRight, change: Change, startedAt: string) =>
  userId === change.userId && Date.parse(startedAt) >= Date.parse(change.at) - slackMs;
