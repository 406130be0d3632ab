import { TeamEvents, type Actor } from '@rollcall/contracts';
import { chunks, EventRecorder } from './event-recorder.js';
import type { Change, Members } from './team-state.js';
import type { Team } from './team.js';

/** How long the former members of a team stay that was taken over by an empty group (rule 11). */
export const emptyTakeoverMs = 60_000;

/** What the directory's word does to the roster. */
export interface RosterChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Whether a member is on it afterwards. */
  has(userId: string): boolean;
  /** Nobody is named as a member. */
  readonly namesNobody: boolean;
}

export interface RosterStep {
  /** The team before; a new one with version 0. */
  readonly before: Team | undefined;
  /** The team as it is to be, but for its version. */
  readonly wanted: Team;
  readonly members: Members | undefined;
  readonly roster: RosterChange;
  readonly skipped: readonly string[];
  readonly actor: Actor;
  readonly now: Date;
}

export interface RosterDecision {
  readonly team: Team;
  readonly changes: readonly Change[];
  readonly events: EventRecorder['events'];
}

/**
 * The directory has spoken: roster and memberships follow in one step (rule 10). Nothing that is so already is changed or told.
 * A team that the directory did not own before is taken over: who is not on its roster loses access, unless the group is empty.
 */
export function decideRosterChange(step: RosterStep): RosterDecision {
  const { before, wanted, members, actor, now } = step;
  const takeover = before?.ownedBy === 'workspace';
  const { added, removed, namesNobody } = step.roster;
  const isFirst = takeover || before?.waitsUntil !== undefined;
  const waits = isFirst && namesNobody;
  const formerMembers = isFirst && !waits ? notOnRoster(members, step.roster) : [];
  const at = now.toISOString();
  const joined = added.filter((userId) => members?.source(userId) !== 'directory');
  const out = [...removed, ...formerMembers].filter((userId) => members?.source(userId));
  const gained = takeover ? added.filter((userId) => !members?.source(userId)) : added;

  const team = withWaiting(wanted, waits ? (before?.waitsUntil ?? later(now)) : undefined);
  const recorder = new EventRecorder({ ...team, version: before?.version ?? 0 }, actor);
  if (!before) recorder.record(TeamEvents.created);
  else if (takeover) {
    const facts = { gained: gained.length, lost: out.length };
    recorder.record(TeamEvents.takenOver, waits ? { ...facts, waitsUntil: team.waitsUntil } : facts);
  }
  const changed = before ? changedAttributes(before, team) : [];
  if (changed.length > 0) recorder.record(TeamEvents.updated, { changed });
  recorder.membersAdded(added);
  recorder.membersRemoved(distinct([...removed, ...formerMembers]));
  for (const unknownIds of chunks(step.skipped)) recorder.recordWarning(TeamEvents.membersSkipped, { unknownIds });

  const moved = recorder.currentVersion !== (before?.version ?? 0);
  const endsWaiting = before?.waitsUntil !== team.waitsUntil;
  if (!moved && !endsWaiting) return { team: before ?? team, changes: [], events: recorder.events };
  const after: Team = { ...team, version: recorder.currentVersion, updatedAt: moved ? at : team.updatedAt };
  const ids = { accountId: team.accountId, teamId: team.id };
  const changes: Change[] = [{ kind: 'team', ...(before ? { before } : {}), after }];
  if (added.length + removed.length > 0) changes.push({ kind: 'roster', ...ids, add: added, remove: removed });
  const as = { source: 'directory', addedAt: at, addedBy: actor } as const;
  if (joined.length > 0) changes.push({ kind: 'memberships', ...ids, add: joined, as });
  if (out.length > 0) changes.push({ kind: 'memberships-gone', ...ids, remove: out });
  if (waits && team.waitsUntil !== undefined) changes.push({ kind: 'dirty', ...ids, notBefore: team.waitsUntil });
  return { team: after, changes, events: recorder.events };
}

/** Members whom the directory, now that it owns the team, did not name. */
function notOnRoster(members: Members | undefined, roster: RosterChange): string[] {
  return members ? [...members.memberships()].filter((userId) => !roster.has(userId)) : [];
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
const distinct = (ids: readonly string[]) => [...new Set(ids)];
