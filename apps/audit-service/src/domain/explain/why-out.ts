import { isAhead, whatDid, type MembershipFinding } from './finding.js';
import {
  isAdded,
  isByDirectory,
  isByReconciler,
  isRemoved,
  ownerIn,
  type PairHistory,
  type PairState,
  type PastEntry,
} from './history.js';

/** Why somebody is not in a team now. */
export function whyOut(state: PairState, history: PairHistory, now: Date): MembershipFinding {
  const { of, person } = state;
  if (of.team.deletedAt !== undefined) return ended(history, of.team.deletedAt);
  if (!person || person.released) return gone(history, person ? 'user.released' : 'user.erased');
  if (of.onRoster) return restoration(state, history, now);
  if (history.behind) return { verdict: 'cannot-be-told-yet', reason: history.behind };
  if (of.takeover) return { verdict: 'out-takeover-waits', since: of.takeover.proposedAt };
  const newest = history.pair[0];
  if (newest && isAdded(newest)) return afterAdded(newest, history);
  // What happened before the directory owned the team is not why the person is out now.
  const isOld = of.team.ownedSince !== undefined && newest && newest.at < of.team.ownedSince;
  return (isOld ? undefined : whatTookOut(history)) ?? neverIn(of.team.ownedBy, history);
}

/** Nobody took the person out, as far as the log knows. */
function afterAdded({ at }: PastEntry, { completeSince }: PairHistory): MembershipFinding {
  if (completeSince !== undefined && at < completeSince)
    return { verdict: 'not-in-the-log', since: completeSince, isIn: false };
  // The state was read before the log: somebody has added the person in between.
  return { verdict: 'cannot-be-told-yet', reason: 'team' };
}

/** What took somebody out, or kept out; undefined where the log knows nothing of the kind. */
export function whatTookOut(history: PairHistory): MembershipFinding | undefined {
  const [newest, ...before] = history.pair;
  if (!newest || isAdded(newest)) return undefined;
  if (!isRemoved(newest)) return { ...whatDid(newest), verdict: 'out-refused' };
  const added = before.find(isAdded);
  const release = releaseBefore(newest, added, history.person);
  if (release) return { ...whatDid(release), verdict: 'out-came-back', others: [newest] };
  const others = added ? { others: [added] } : {};
  if (isTakeover(newest, added, history.chain)) return { ...whatDid(newest), ...others, verdict: 'out-by-takeover' };
  if (isByReconciler(newest))
    return { ...whatDid(newest), ...others, verdict: 'out-by-reconciler', reason: reasonOf(history.chain) };
  return { ...whatDid(newest), verdict: isByDirectory(newest) ? 'out-by-directory' : 'out-by-hand' };
}

/** A deletion from the directory that took the person out of the team: nobody has added her since it, up to the removal. */
function releaseBefore(
  removed: PastEntry,
  added: PastEntry | undefined,
  person: readonly PastEntry[],
): PastEntry | undefined {
  const release = person.find(({ type, at }) => type === 'user.released' && at <= removed.at);
  return release && (!added || added.at < release.at) ? release : undefined;
}

/** The person was a member of the workspace's team, and the directory's group did not name her. */
function isTakeover(removed: PastEntry, added: PastEntry | undefined, chain: readonly PastEntry[]): boolean {
  if (ownerIn(removed) !== 'directory') return false;
  return chain.some(({ type }) => type === 'team.taken-over') || (!!added && ownerIn(added) === 'workspace');
}

/** What the run of the reconciler said of its reason. */
function reasonOf(chain: readonly PastEntry[]): string | undefined {
  const run = chain.find(({ type }) => type === 'team.reconciled');
  const [first] = (run?.detail?.['evicted'] ?? []) as readonly { readonly reason?: string }[]; // as the event has it, with one person left
  return first?.reason;
}

function neverIn(ownedBy: 'directory' | 'workspace', { push }: PairHistory): MembershipFinding {
  if (ownedBy === 'workspace') return { verdict: 'out-never-added' };
  return { ...(push ? whatDid(push) : {}), verdict: 'out-not-named' };
}

function restoration({ of }: PairState, history: PairHistory, now: Date): MembershipFinding {
  const newest = history.pair.find(isRemoved);
  const found = newest ? whatDid(newest) : { since: of.removal?.removedAt };
  const { mode, held, team } = of;
  if (mode !== 'enforce') return { ...found, verdict: 'out-restoration-withheld', reason: mode };
  if (held && !held.approved) return { ...found, verdict: 'out-restoration-withheld', reason: held.reason };
  if (isAhead(team.waitsUntil, now))
    return { ...found, verdict: 'out-restoration-withheld', reason: 'takeover', until: team.waitsUntil };
  return { ...found, verdict: 'out-restoration-due' };
}

/** The person is no user any more. */
export function gone({ person }: PairHistory, type: 'user.released' | 'user.erased'): MembershipFinding {
  const entry = person.find((each) => each.type === type);
  const verdict = type === 'user.released' ? 'out-released' : 'out-erased';
  return { ...(entry ? whatDid(entry) : {}), verdict };
}

/** The team is there no more. */
export const ended = ({ end }: PairHistory, deletedAt?: string): MembershipFinding => ({
  ...(end ? whatDid(end) : { since: deletedAt }),
  verdict: 'out-team-deleted',
});
