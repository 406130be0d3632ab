import { whatDid, type MembershipFinding } from './finding.js';
import { isAdded, isByDirectory, isByReconciler, ownerIn, type PairHistory, type PastEntry } from './history.js';
import { ended, gone, whatTookOut } from './why-out.js';

const comes = new Set(['user.created', 'user.adopted', 'user.restored', 'user.reactivated']);
const goes = new Set(['user.deactivated', 'user.released', 'user.erased']);

/** Why somebody was in a team at a past moment, or was not, told from the log alone. */
export function whyThen(history: PairHistory): MembershipFinding {
  if (history.end) return ended(history);
  const last = history.person.find(({ type }) => comes.has(type) || goes.has(type));
  if (last?.type === 'user.released' || last?.type === 'user.erased') return gone(history, last.type);
  if (history.behind) return { verdict: 'cannot-be-told-yet', reason: history.behind };
  const [newest] = history.pair;
  if (!newest) return nothingOfThem(history);
  if (!isAdded(newest)) return whatTookOut(history) ?? nothingOfThem(history);
  if (last?.type === 'user.deactivated') return { ...whatDid(last), verdict: 'in-but-inactive', others: [newest] };
  return { ...whatDid(newest), verdict: whoSaidSo(newest, history.push) };
}

function whoSaidSo(added: PastEntry, push: PastEntry | undefined): MembershipFinding['verdict'] {
  if (isByDirectory(added) || isByReconciler(added)) return 'in-by-directory';
  if (ownerIn(added) === 'directory') return 'in-eviction-due';
  // The group has taken the team over since, and the person is still in it: it names her.
  return push && push.at > added.at ? 'in-by-directory' : 'in-by-hand';
}

/** The log has nothing of the two up to then. */
function nothingOfThem({ push, completeSince }: PairHistory): MembershipFinding {
  if (completeSince !== undefined) return { verdict: 'not-in-the-log', since: completeSince };
  return push ? { ...whatDid(push), verdict: 'out-not-named' } : { verdict: 'out-never-added' };
}
