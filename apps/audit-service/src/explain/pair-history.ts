import type { UserView } from '@rollcall/contracts';
import type { PairHistory, PairState } from '../domain/explain/history.js';
import type { Term } from '../domain/search-query.js';
import { termsOf, type ExplanationReads, type Newest, type Pair } from '../persistence/explanation-reads.js';

/** What a history is read for. */
export interface PairQuery {
  readonly pair: Pair;
  readonly state: PairState;
  /** The person as she is known now; absent where she was erased. */
  readonly user?: UserView | undefined;
  /** A past moment that is asked about. */
  readonly at?: Date | undefined;
  readonly completeSince?: Date | undefined;
}

/** So long after something happened, it is in the log for all that an answer about that time needs. */
const settledAfterMs = 600_000;

/** Reads what the log knows of a person and a team, up to the moment that is asked about. */
export async function readPairHistory(log: ExplanationReads, asked: PairQuery, now: Date): Promise<PairHistory> {
  const { pair, state, at: to, completeSince } = asked;
  const { accountId, teamId, userId } = pair;
  const { team } = state.of;
  const one = { to, limit: 1 };
  const notAsked: Newest = { entries: [], isWhole: true };
  const readsPush = to !== undefined || team.ownedBy === 'directory';
  const ofThen = (terms: readonly Term[]) => (to ? log.newest(accountId, terms, one) : notAsked);
  const isSettled = to !== undefined && now.getTime() - to.getTime() > settledAfterMs;
  const [heard, both, person, pushes, ends, ...then] = await Promise.all([
    isSettled ? new Map<string, number>() : log.heardVersions(accountId, [teamId, userId]),
    log.newest(accountId, termsOf.pair(pair), { to }),
    log.newest(accountId, termsOf.person(userId), { to }),
    readsPush ? log.newest(accountId, termsOf.push(teamId), one) : notAsked,
    team.deletedAt === undefined ? notAsked : log.newest(accountId, termsOf.end(teamId), one),
    ofThen(termsOf.ownership(teamId)),
    ofThen(termsOf.mode(accountId)),
    ofThen(termsOf.heldRun(teamId)),
  ]);
  const [push] = pushes.entries;
  const [end] = ends.entries;
  const [ownership, mode, heldRun] = then.map(({ entries: [newest] }) => newest);
  const requestId = both.entries[0]?.requestId;
  const isWhole = [both, person, pushes, ends, ...then].every((each) => each.isWhole);
  const behind = (isSettled ? undefined : whatIsBehind(asked, heard)) ?? (isWhole ? undefined : 'search');
  return {
    pair: both.entries,
    person: person.entries,
    chain: requestId === undefined ? [] : await log.chain(pair, requestId),
    ...(push ? { push } : {}),
    ...(end ? { end } : {}),
    ...endedBy(team.deletedAt, to),
    ...(ownership ? { ownership } : {}),
    ...(mode ? { mode } : {}),
    ...(heldRun ? { heldRun } : {}),
    ...(completeSince ? { completeSince: completeSince.toISOString() } : {}),
    ...(behind ? { behind } : {}),
  };
}

const endedBy = (deletedAt: string | undefined, to: Date | undefined) =>
  to && deletedAt !== undefined && Date.parse(deletedAt) <= to.getTime() ? { endedAt: deletedAt } : {};

/** Whose newest change the log has not heard of. */
function whatIsBehind(
  { pair, state, user, completeSince }: PairQuery,
  heard: ReadonlyMap<string, number>,
): PairHistory['behind'] {
  const isBehind = (id: string, version: number | undefined, updatedAt: string | undefined) => {
    if (version === undefined || updatedAt === undefined) return false;
    const last = heard.get(id);
    if (last !== undefined && last >= version) return false;
    // What happened before the log was complete may never come.
    return completeSince === undefined || updatedAt > completeSince.toISOString();
  };
  const { version, updatedAt } = state.of.team;
  if (isBehind(pair.teamId, version, updatedAt)) return 'team';
  return isBehind(pair.userId, user?.version, user?.updatedAt) ? 'person' : undefined;
}
