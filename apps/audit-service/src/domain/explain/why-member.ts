import type { MembershipState } from '@rollcall/contracts';
import { isAhead, whatDid, type MembershipFinding } from './finding.js';
import { isAdded, type PairHistory, type PairState } from './history.js';
import { whyOut } from './why-out.js';
import { whyThen } from './why-then.js';

/**
 * Explains why a person is in a team, or is not: exactly one verdict for any state and history.
 * @param state of now; undefined where a past moment is asked about, which is told from the log alone
 * @param now the moment that is asked about
 */
export function explainMembership(state: PairState | undefined, history: PairHistory, now: Date): MembershipFinding {
  if (!state) return whyThen(history, now);
  // What the log has not heard of is newer than all that it has: nothing of that is the reason of now.
  const isOld = history.behind === 'team' || history.behind === 'person';
  const known = isOld ? { ...history, pair: [], person: [], chain: [] } : history;
  return unsettled(state) ?? whyIn(state, known, now) ?? whyOut(state, known, now);
}

/** A change is on its way to team-service: what it shows is not the last word. */
function unsettled({ of, person }: PairState): MembershipFinding | undefined {
  if (of.parked) return { verdict: 'cannot-be-told-yet', since: of.parked.since, reason: `parked ${of.parked.type}` };
  const hasLeft = person === undefined || person.released;
  const isBehind = person !== undefined && of.userVersion !== undefined && of.userVersion < person.version;
  return isBehind || (hasLeft && of.membership) ? { verdict: 'cannot-be-told-yet', reason: 'person' } : undefined;
}

/** Undefined where the person is not in the team. */
function whyIn({ of, person }: PairState, history: PairHistory, now: Date): MembershipFinding | undefined {
  const { membership } = of;
  if (!membership || of.team.deletedAt !== undefined) return undefined;
  const entry = history.pair.find(isAdded);
  const found = { ...(entry ? { entry } : {}), since: membership.addedAt, by: membership.addedBy };
  if (person?.active === false) return inactive(found, history);
  if (of.team.ownedBy === 'workspace') return { ...found, verdict: 'in-by-hand' };
  if (of.onRoster) return { ...found, verdict: 'in-by-directory' };
  return { ...found, ...whyLeft(of, now) };
}

function inactive(found: Omit<MembershipFinding, 'verdict'>, { person }: PairHistory): MembershipFinding {
  const left = person.find(({ type }) => type === 'user.deactivated');
  if (!left) return { verdict: 'in-but-inactive', others: found.entry ? [found.entry] : [] };
  return { ...whatDid(left), verdict: 'in-but-inactive', others: found.entry ? [found.entry] : [] };
}

/** Why the reconciler leaves a drift as it is, in the order in which it decides (docs/rules.md#the-reconciler). */
function whyLeft(
  { mode, team, held, evictions }: MembershipState,
  now: Date,
): Pick<MembershipFinding, 'verdict' | 'until' | 'reason'> {
  if (mode === 'paused') return { verdict: 'in-while-paused' };
  if (isAhead(team.waitsUntil, now)) return { verdict: 'in-after-takeover', until: team.waitsUntil };
  if (mode === 'report-only') return { verdict: 'in-while-reported' };
  if (held && !held.approved) return { verdict: 'in-while-held', reason: held.reason };
  if (isAhead(evictions?.waitsUntil, now)) return { verdict: 'in-while-backed-off', until: evictions?.waitsUntil };
  return { verdict: 'in-eviction-due' };
}
