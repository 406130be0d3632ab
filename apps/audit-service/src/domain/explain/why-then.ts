import { isAhead, whatDid, type MembershipFinding } from './finding.js';
import {
  isAdded,
  isAfter,
  isByDirectory,
  isByReconciler,
  ownerIn,
  type PairHistory,
  type PastEntry,
} from './history.js';
import { ended, gone, whatTookOut } from './why-out.js';

const comes = new Set(['user.created', 'user.adopted', 'user.restored', 'user.reactivated']);
const goes = new Set(['user.deactivated', 'user.released', 'user.erased']);

/** Why somebody was in a team at a past moment, or was not, told from the log alone. */
export function whyThen(history: PairHistory, at: Date): MembershipFinding {
  if (history.end ?? history.endedAt) return ended(history, history.endedAt);
  const last = history.person.find(({ type }) => comes.has(type) || goes.has(type));
  if (last?.type === 'user.released' || last?.type === 'user.erased') return gone(history, last.type);
  if (history.behind) return { verdict: 'cannot-be-told-yet', reason: history.behind };
  const [newest] = history.pair;
  if (!newest) return nothingOfThem(history);
  if (!isAdded(newest))
    return (isOfTeamBefore(newest, history) ? undefined : whatTookOut(history)) ?? nothingOfThem(history);
  if (last?.type === 'user.deactivated') return { ...whatDid(last), verdict: 'in-but-inactive', others: [newest] };
  return whyInThen(newest, history, at);
}

/** What happened before the directory took the team over is not why somebody was out afterwards. */
const isOfTeamBefore = (removed: PastEntry, { ownership }: PairHistory) =>
  ownership?.type === 'team.taken-over' && isAfter(ownership, removed);

function whyInThen(added: PastEntry, history: PairHistory, at: Date): MembershipFinding {
  const { ownership } = history;
  // The team has become somebody else's since the person was added.
  const since = ownership && isAfter(ownership, added) ? ownership : undefined;
  const isOfGroup = isByDirectory(added) || isByReconciler(added);
  if (ownerIn(since ?? added) === 'workspace') {
    // Whom the group had brought stays by the word of who gave the team back.
    if (since && isOfGroup) return { ...whatDid(since), verdict: 'in-by-hand', others: [added] };
    return { ...whatDid(added), verdict: 'in-by-hand' };
  }
  if (since ? waitsUntil(since) === undefined : isOfGroup) {
    // A group with members puts out at once whom it does not name: who is still in the team is named.
    return { ...whatDid(added), verdict: 'in-by-directory' };
  }
  return { ...whatDid(added), ...whyLeftThen(since, history, at) };
}

/** Why the reconciler had left somebody in whom the group did not name, in the order in which it decides. */
function whyLeftThen(
  takeover: PastEntry | undefined,
  { mode, heldRun }: PairHistory,
  at: Date,
): Pick<MembershipFinding, 'verdict' | 'until' | 'reason'> {
  const does = mode?.detail?.['mode'];
  if (does === 'paused') return { verdict: 'in-while-paused' };
  const until = takeover && waitsUntil(takeover);
  if (isAhead(until, at)) return { verdict: 'in-after-takeover', until };
  if (does === 'report-only') return { verdict: 'in-while-reported' };
  if (heldRun?.type === 'team.reconcile-held')
    return { verdict: 'in-while-held', reason: textOf(heldRun.detail?.['reason']) };
  return { verdict: 'in-eviction-due' };
}

/** Until when members from before an empty takeover stay. */
const waitsUntil = ({ detail }: PastEntry): string | undefined => textOf(detail?.['waitsUntil']);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The log has nothing of the two up to then. */
function nothingOfThem({ push, ownership, completeSince }: PairHistory): MembershipFinding {
  if (completeSince !== undefined) return { verdict: 'not-in-the-log', since: completeSince };
  const last = ownership ?? push;
  if (!last || ownerIn(last) === 'workspace') return { verdict: 'out-never-added' };
  return { ...(push ? whatDid(push) : {}), verdict: 'out-not-named' };
}
