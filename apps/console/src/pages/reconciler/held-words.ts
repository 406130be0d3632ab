import type { HeldRun, Run } from '../../api/generated/types.gen';
import { t } from '../../texts';
import { time } from '../../texts/format';
import { handsBehind } from '../../texts/put-right';

/** What the run would do, in numbers; of a run that was held long ago, in the API's words. */
export function wouldText({ wouldEvict, members, team, reason }: HeldRun): string {
  if (wouldEvict === undefined) return reason;
  return t.reconciler.held.would(wouldEvict, members, team.displayName ?? t.reconciler.runs.formerTeam);
}

/** By whose hands those whom it would put out came. */
export function handsText({ evicted }: Pick<Run, 'evicted'>, provider: string): string | undefined {
  const hands = handsBehind(evicted, provider);
  return hands && t.reconciler.held.byHand(hands.count, evicted.length, hands.by, time(hands.from), time(hands.until));
}
