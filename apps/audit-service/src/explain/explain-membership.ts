import { Refusal, type MembershipExplanation, type MembershipState, type UserView } from '@rollcall/contracts';
import type { MembershipFinding } from '../domain/explain/finding.js';
import { onlyAbout, type PairHistory, type PairState } from '../domain/explain/history.js';
import { membershipSentence } from '../domain/explain/membership-sentences.js';
import { explainMembership } from '../domain/explain/why-member.js';
import { personOf, whomOf } from '../domain/sentence.js';
import type { Pair } from '../persistence/explanation-reads.js';
import type { KeptView } from '../persistence/kept-entry.js';
import { completeness } from '../queries/complete-since.js';
import { subjectView, type Explaining } from './explaining.js';
import { evidence, explanationView, namesFor } from './explanation-view.js';
import { readPairHistory } from './pair-history.js';

export interface MembershipQuery {
  readonly accountId: string;
  /** Id or name. */
  readonly team: string;
  /** Id or e-mail address. */
  readonly user: string;
  /** A past moment. */
  readonly at?: Date;
}

/**
 * Why somebody is in a team, or is not. The state is read before the log: what the log has not heard of it is then said.
 * @throws Refusal team-not-found, user-not-found; ServiceUnavailable where an owner does not answer
 */
export async function explainMembershipOf(
  explaining: Explaining,
  { accountId, team, user: named, at }: MembershipQuery,
  now: Date,
): Promise<MembershipExplanation> {
  const { owners, log, turns } = explaining;
  const [teamId, userId] = await Promise.all([owners.teamIdOf(accountId, team, at), owners.userIdOf(accountId, named)]);
  const pair = { accountId, teamId, userId };
  // The person first: what team-service has heard of her by then is no older.
  const user = await owners.user(accountId, userId);
  const state = stateOf(await owners.membership(accountId, teamId, userId), user);
  const completeSince = await log.completeSince(accountId);
  const reads = log.explanations;
  const history = await turns.run(accountId, () =>
    readPairHistory(reads, { pair, state, user, at, completeSince }, now),
  );
  if (!user && history.person.length === 0) throw new Refusal('user-not-found', { userId });
  const finding = explainMembership(at ? undefined : state, history, at ?? now);
  const chain = await chainOf(explaining, pair, finding, history);
  const explained = await inWords(explaining, { pair, state, finding, chain, isNow: at === undefined });
  return { ...explained, ...(at ? { at: at.toISOString() } : {}), ...completeness(completeSince) };
}

const stateOf = (of: MembershipState, user: UserView | undefined): PairState => ({
  of,
  ...(user ? { person: { version: user.version, active: user.active, released: user.released === true } } : {}),
});

/** What the request of a finding did beside it. */
function chainOf(
  { log, turns }: Explaining,
  pair: Pair,
  { entry }: MembershipFinding,
  { pair: [newest], chain }: PairHistory,
): Promise<readonly KeptView[]> | readonly KeptView[] {
  const requestId = entry?.requestId;
  if (requestId === undefined) return [];
  if (requestId === newest?.requestId) return chain;
  return turns.run(pair.accountId, () => log.explanations.chain(pair, requestId));
}

interface Found {
  readonly pair: Pair;
  readonly state: PairState;
  readonly finding: MembershipFinding;
  readonly chain: readonly KeptView[];
  readonly isNow: boolean;
}

async function inWords(
  explaining: Explaining,
  { pair: { accountId, teamId, userId }, state, finding, chain, isNow }: Found,
): Promise<Pick<MembershipExplanation, 'team' | 'user' | 'explanation'>> {
  const team = { kind: 'team', id: teamId } as const;
  const entries = evidence([finding], chain).map((entry) => onlyAbout(userId, entry));
  const subjects = [team, { kind: 'user', id: userId } as const];
  const names = await namesFor(accountId, { subjects, findings: [finding], entries }, explaining);
  const size = isNow ? { groupSize: state.of.rosterSize } : {};
  const explained = membershipSentence({
    who: personOf(userId, names),
    team: whomOf(team, names),
    finding,
    names,
    ...size,
  });
  return {
    team: subjectView('team', teamId, names),
    user: subjectView('user', userId, names),
    explanation: {
      ...explanationView(finding, { ...explained, facts: size }, entries, names),
      ...(explained.isIn === undefined ? {} : { isIn: explained.isIn }),
    },
  };
}
