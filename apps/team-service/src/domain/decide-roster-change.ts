import { inChunks, TeamEvents, type Actor, type Steps } from '@rollcall/contracts';
import { chunks, EventRecorder } from './event-recorder.js';
import { changesOfTakingOver, type TakingOver } from './taking-over.js';
import type { Change, Members } from './team-state.js';
import { teamKey, type Team } from './team.js';

/** How long the former members stay in a team that an empty group took over (rule 11). */
const emptyTakeoverMs = 60_000;

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
  /** Of a team that the directory does not own. */
  readonly takingOver?: TakingOver | undefined;
  readonly actor: Actor;
  /** By whom the new members come, where that is somebody else. */
  readonly addedBy?: Actor;
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
 * lose access, unless the group is empty. Each step is one look at each user.
 */
export function* decideRosterChange(change: RosterChange): Steps<RosterDecision> {
  const { before, wanted, now } = change;
  const waits = isTakeoverOpen(change) && change.on.isSubsetOf(new Set(change.skipped));
  const team = withWaiting(wanted, waits ? (before?.waitsUntil ?? endOfEmptyTakeover(now)) : undefined);
  const members = yield* memberChange(change, waits);
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

function* memberChange(change: RosterChange, waits: boolean): Steps<MemberChange> {
  const { members, on, off, skipped } = change;
  const missing = members?.unlistedAmong(on) ?? on;
  yield;
  const listed = [...(skipped.length > 0 ? missing.difference(new Set(skipped)) : missing)];
  yield;
  const unlisted = [...(members?.listedAmong(off) ?? [])];
  yield;
  const formerMembers = isTakeoverOpen(change) && !waits ? membersNotNamed(change) : [];
  yield;
  const joined = members ? listed.filter((userId) => members.source(userId) !== 'directory') : listed;
  yield;
  const left = [...unlisted, ...formerMembers].filter((userId) => members?.source(userId));
  yield;
  return { listed, unlisted, formerMembers, joined, left };
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
  const { unlisted, formerMembers } = members;
  recorder.membersRemoved(formerMembers.length === 0 ? unlisted : [...new Set([...unlisted, ...formerMembers])]);
  for (const unknownIds of chunks(skipped)) recorder.recordWithoutVersion(TeamEvents.membersSkipped, { unknownIds });
  return recorder;
}

/** How many users gain access and how many lose it; for an empty group, until when the former members keep theirs. */
function takeoverFacts(change: RosterChange, { waitsUntil }: Team, members: MemberChange): object {
  const takeoverId = change.takingOver?.takeover.id;
  return {
    ...countsOf(change, members),
    ...(waitsUntil === undefined ? {} : { waitsUntil }),
    ...(takeoverId === undefined ? {} : { takeoverId }),
  };
}

function countsOf({ members }: RosterChange, { listed, left }: MemberChange): { gained: number; lost: number } {
  return { gained: listed.filter((userId) => !members?.source(userId)).length, lost: left.length };
}

function changesOf(change: RosterChange, after: Team, members: MemberChange): Change[] {
  const { before, takingOver, actor, addedBy = actor, now } = change;
  const { listed, unlisted, joined, left } = members;
  const ids = teamKey(after);
  const as = { source: 'directory', addedAt: now.toISOString(), addedBy } as const;
  const changes: Change[] = [{ kind: 'team', ...(before ? { before } : {}), after }];
  if (takingOver) {
    const counts = after.waitsUntil === undefined ? countsOf(change, members) : undefined;
    changes.push(...changesOfTakingOver(takingOver, counts));
  }
  for (const [add, remove] of inParts(listed, unlisted)) changes.push({ kind: 'roster', ...ids, add, remove });
  for (const add of inChunks(joined, usersOfChange)) changes.push({ kind: 'memberships', ...ids, add, as });
  for (const remove of inChunks(left, usersOfChange)) changes.push({ kind: 'memberships-gone', ...ids, remove });
  if (after.waitsUntil !== undefined) changes.push({ kind: 'dirty', ...ids, notBefore: after.waitsUntil });
  return changes;
}

/** So many users are taken into the state at a time. */
const usersOfChange = 10_000;

/** Two lists, part by part: nothing for two empty ones. */
function* inParts(
  one: readonly string[],
  other: readonly string[],
): Generator<readonly [readonly string[], readonly string[]]> {
  for (let at = 0; at < Math.max(one.length, other.length); at += usersOfChange) {
    yield [one.slice(at, at + usersOfChange), other.slice(at, at + usersOfChange)];
  }
}

function withWaiting(team: Team, waitsUntil: string | undefined): Team {
  const { waitsUntil: before, ...rest } = team;
  if (waitsUntil === undefined) return before === undefined ? team : rest;
  return { ...rest, waitsUntil };
}

/** Which of its names a change gives a team anew. */
export function changedAttributes(before: Team, after: Team): string[] {
  return (['displayName', 'externalId'] as const).filter((name) => before[name] !== after[name]);
}

const endOfEmptyTakeover = (now: Date) => new Date(now.getTime() + emptyTakeoverMs).toISOString();
