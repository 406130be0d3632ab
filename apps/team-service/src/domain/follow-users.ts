import { isNewerVersion, type Actor, type Decision, type IdReply, type RemoveReleasedUser } from '@rollcall/contracts';
import { EventRecorder } from './event-recorder.js';
import { changed } from './takeover.js';
import type { Change, TeamState } from './team-state.js';
import { teamKey, type Person } from './team.js';

interface FollowingPeople {
  readonly state: TeamState;
  readonly now: Date;
  readonly isErased?: boolean;
  /** The event would be raised in a dry run: user-service could not be asked about the user. */
  readonly isForeseen?: boolean;
}

/**
 * Follows a user event about a replicated user and stores the new state. A user who leaves the account leaves all its
 * rosters and teams (rules 5, 12); of one who was erased, only the id stays here (rule 25). A user who only becomes inactive keeps the memberships (rule 16).
 */
export function decidePersonChanged(
  news: Person,
  actor: Actor,
  { state, now, isErased = false, isForeseen = false }: FollowingPeople,
): Decision<Change> {
  const known = state.person(news.accountId, news.userId);
  if (!known && !isForeseen) return { changes: [], events: [] };
  if (known && !isNewerVersion(news.version, known.version)) return { changes: [], events: [] };
  const { accountId, userId } = news;
  const changes: Change[] = [{ kind: 'person', person: news }];
  if (known && known.released !== news.released) changes.push(...shownAnew(news, state, now));
  if (!news.released) return { changes, events: [] };
  const why = isErased ? 'the person was erased' : 'the person has left the directory';
  // Former members of a team that was taken over come back by an undo, if they are users again until then.
  changes.push({ kind: 'out-of-takeovers', accountId, userId, ...(isErased ? {} : { list: 'pushed' }) });
  const events = state.teamsOf(accountId, userId).flatMap((team) => {
    const recorder = new EventRecorder(team, actor);
    recorder.membersRemoved([userId], why);
    const ids = teamKey(team);
    const after = { ...team, version: recorder.currentVersion, updatedAt: now.toISOString() };
    changes.push({ kind: 'team', before: team, after });
    changes.push({ kind: 'roster', ...ids, add: [], remove: [userId] });
    changes.push({ kind: 'memberships-gone', ...ids, remove: [userId] });
    return recorder.events;
  });
  return { changes, events };
}

/** What an admin was shown of these takeovers is not so any more: it has to be looked at again before it is decided. */
const shownAnew = ({ accountId, userId }: Person, state: TeamState, now: Date): Change[] =>
  state.takeoversOf(accountId, userId).map((takeover) => ({ kind: 'takeover', after: changed(takeover, {}, now) }));

/**
 * Follows a release that a gateway tells of, because the user is about to come back: as its event, which is old news when it
 * comes (ADR 0049).
 */
export function decideRemoveReleased(
  { accountId, userId, version, actor }: RemoveReleasedUser,
  state: TeamState,
  now: Date,
): Decision<Change, IdReply> {
  const news = { accountId, userId, version, active: false, released: true };
  return { ...decidePersonChanged(news, actor, { state, now }), reply: { id: userId } };
}

/**
 * Follows the event that a user stands for another person from now on: memberships that were made by hand were made for
 * the former one, and are gone (rule 5); those made since are the new one's, however late the event comes: the message's reads
 * leave them out (ADR 0056). Rosters are the directory's, and stay.
 */
export function decidePersonReassigned(news: Person, actor: Actor, state: TeamState, now: Date): Decision<Change> {
  const known = state.person(news.accountId, news.userId);
  if (!known || !isNewerVersion(news.version, known.version)) return { changes: [], events: [] };
  const changes: Change[] = [{ kind: 'person', person: news }, ...shownAnew(news, state, now)];
  const { accountId, userId } = news;
  changes.push({ kind: 'out-of-takeovers', accountId, userId, list: 'former' });
  const events = state.teamsOf(accountId, userId).flatMap((team) => {
    if (state.members(team).source(userId) !== 'manual') return [];
    const recorder = new EventRecorder(team, actor);
    recorder.membersRemoved([userId], 'the user stands for another person now');
    const ids = teamKey(team);
    const after = { ...team, version: recorder.currentVersion, updatedAt: now.toISOString() };
    changes.push({ kind: 'team', before: team, after });
    changes.push({ kind: 'memberships-gone', ...ids, remove: [userId] });
    if (team.ownedBy === 'directory') changes.push({ kind: 'dirty', ...ids });
    return recorder.events;
  });
  return { changes, events };
}
