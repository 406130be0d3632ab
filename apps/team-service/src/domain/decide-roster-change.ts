import { TeamEvents, type Actor } from '@rollcall/contracts';
import { chunks, EventRecorder } from './event-recorder.js';
import type { Change, Members } from './team-state.js';
import type { Team } from './team.js';

/** How long the former members stay in a team that an empty group took over (rule 11). */
export const emptyTakeoverMs = 60_000;

/** What the directory wants a team and its roster to be. */
export interface RosterChange {
  /** The team before; undefined for a new one. */
  readonly before: Team | undefined;
  /** The team as it is to be, still with the old version. */
  readonly wanted: Team;
  /** The members before the change; undefined for a new team. */
  readonly members: Members | undefined;
  /** Users who are on the roster afterwards, except those in `skipped`. */
  readonly on: ReadonlySet<string>;
  /** Users who are not on the roster afterwards. */
  readonly off: ReadonlySet<string>;
  /** Unknown users, which the account's setting tells to leave out. */
  readonly skipped: readonly string[];
  readonly actor: Actor;
  readonly now: Date;
}

export interface RosterDecision {
  readonly team: Team;
  readonly changes: readonly Change[];
  readonly events: EventRecorder['events'];
}

/** The users whose place on the roster changes, and those whose membership changes. */
interface MemberChange {
  readonly listed: readonly string[];
  readonly unlisted: readonly string[];
  /** Members from before the takeover, who lose access by it. */
  readonly formerMembers: readonly string[];
  /** Users whose membership becomes the directory's. */
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/**
 * Applies what the directory wants: roster and memberships change in one step (rule 10). What is already as wanted is
 * neither changed nor announced. A team that the directory did not own is taken over: members who are not on its roster
 * lose access, unless the group is empty.
 */
export function decideRosterChange(change: RosterChange): RosterDecision {
  const { before, wanted, now } = change;
  const waits = isTakeoverOpen(change) && change.on.isSubsetOf(new Set(change.skipped));
  const team = withWaiting(wanted, waits ? (before?.waitsUntil ?? later(now)) : undefined);
  const members = memberChange(change, waits);
  const { events, currentVersion } = recordEvents(change, team, members);
  const hasEvents = currentVersion !== (before?.version ?? 0);
  if (!hasEvents && before?.waitsUntil === team.waitsUntil) return { team: before ?? team, changes: [], events };
  const updatedAt = hasEvents ? now.toISOString() : team.updatedAt;
  const after: Team = { ...team, version: currentVersion, updatedAt };
  return { team: after, changes: changesOf(change, after, members), events };
}

const isTakenOver = ({ before }: RosterChange): boolean => before?.ownedBy === 'workspace';

/** Whether this change takes the team over, or members from before an earlier takeover may still be in it. */
const isTakeoverOpen = (change: RosterChange): boolean =>
  isTakenOver(change) || change.before?.waitsUntil !== undefined;

function memberChange(change: RosterChange, waits: boolean): MemberChange {
  const { members, on, off, skipped } = change;
  const listed = [...(members?.unlistedAmong(on) ?? on).difference(new Set(skipped))];
  const unlisted = [...(members?.listedAmong(off) ?? [])];
  const formerMembers = isTakeoverOpen(change) && !waits ? membersNotNamed(change) : [];
  return {
    listed,
    unlisted,
    formerMembers,
    joined: listed.filter((userId) => members?.source(userId) !== 'directory'),
    left: [...unlisted, ...formerMembers].filter((userId) => members?.source(userId)),
  };
}

/** Members of the team that the directory, as its owner, did not name. */
function membersNotNamed({ members, on, off }: RosterChange): string[] {
  if (!members) return [];
  const isNamed = (userId: string) => on.has(userId) || (!off.has(userId) && members.inRoster(userId));
  return [...members.memberships()].filter((userId) => !isNamed(userId));
}

/** Records the events, one version each: the takeover or the creation first, then names, then members. */
function recordEvents(change: RosterChange, team: Team, members: MemberChange): EventRecorder {
  const { before, actor, skipped } = change;
  const recorder = new EventRecorder({ ...team, version: before?.version ?? 0 }, actor);
  if (!before) recorder.record(TeamEvents.created);
  else if (isTakenOver(change)) recorder.record(TeamEvents.takenOver, takeoverFacts(change, team, members));
  const changed = before ? changedAttributes(before, team) : [];
  if (changed.length > 0) recorder.record(TeamEvents.updated, { changed });
  recorder.membersAdded(members.listed);
  recorder.membersRemoved([...new Set([...members.unlisted, ...members.formerMembers])]);
  for (const unknownIds of chunks(skipped)) recorder.recordWithoutVersion(TeamEvents.membersSkipped, { unknownIds });
  return recorder;
}

/** How many users gain access and how many lose it; for an empty group, until when the former members keep theirs. */
function takeoverFacts({ members }: RosterChange, { waitsUntil }: Team, { listed, left }: MemberChange): object {
  const gained = listed.filter((userId) => !members?.source(userId)).length;
  return { gained, lost: left.length, ...(waitsUntil === undefined ? {} : { waitsUntil }) };
}

function changesOf({ before, actor, now }: RosterChange, after: Team, members: MemberChange): Change[] {
  const { listed, unlisted, joined, left } = members;
  const ids = { accountId: after.accountId, teamId: after.id };
  const as = { source: 'directory', addedAt: now.toISOString(), addedBy: actor } as const;
  const changes: Change[] = [{ kind: 'team', ...(before ? { before } : {}), after }];
  if (listed.length + unlisted.length > 0) changes.push({ kind: 'roster', ...ids, add: listed, remove: unlisted });
  if (joined.length > 0) changes.push({ kind: 'memberships', ...ids, add: joined, as });
  if (left.length > 0) changes.push({ kind: 'memberships-gone', ...ids, remove: left });
  if (after.waitsUntil !== undefined) changes.push({ kind: 'dirty', ...ids, notBefore: after.waitsUntil });
  return changes;
}

function withWaiting(team: Team, waitsUntil: string | undefined): Team {
  const { waitsUntil: before, ...rest } = team;
  if (waitsUntil === undefined) return before === undefined ? team : rest;
  return { ...rest, waitsUntil };
}

function changedAttributes(before: Team, after: Team): string[] {
  return (['displayName', 'externalId'] as const).filter((name) => before[name] !== after[name]);
}

const later = (now: Date) => new Date(now.getTime() + emptyTakeoverMs).toISOString();
