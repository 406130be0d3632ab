import {
  Refusal,
  requireVersion,
  TeamEvents,
  type Actor,
  type AllowTakeover,
  type Decision,
  type DeclineTakeover,
  type MessageDefinition,
  type Steps,
  type TakeoverReply,
  type TeamTakeoverEvent,
  type UndoTakeover,
} from '@rollcall/contracts';
import { changedAttributes, decideRosterChange } from './decide-roster-change.js';
import { EventRecorder } from './event-recorder.js';
import { ownedByDirectory } from './push-team.js';
import { requireAccount, requireFreeName, requireTeam } from './preconditions.js';
import { allowedMs, changed, isOver, shownVersion, takeoverReply, timeAfter, type Takeover } from './takeover.js';
import { takingOver } from './taking-over.js';
import type { Change, TeamState } from './team-state.js';
import { teamKey, type Team } from './team.js';

type Decided = Decision<Change, TakeoverReply>;
type Command = AllowTakeover | DeclineTakeover | UndoTakeover;

/**
 * An admin allows a takeover: what is kept happens at once, and a push that was refused may come again for a while, for no loss
 * beyond those that are shown now (rule 26).
 * @throws Refusal takeover-not-found, takeover-decided, version-mismatch, team-name-taken
 */
export function* decideAllowTakeover(command: AllowTakeover, state: TeamState, now: Date): Steps<Decided> {
  const { team, takeover } = target(command, state, now);
  if (takeover.state === 'allowed' || takeover.state === 'done') return unchanged(takeover, team);
  if (takeover.state === 'undone' || team.ownedBy === 'directory') throw decided(takeover);
  if (takeover.state === 'waiting' && takeover.kept) return yield* takeKept(command, { team, takeover }, state, now);
  return allowNext(command, { team, takeover }, state, now);
}

interface Target {
  readonly team: Team;
  readonly takeover: Takeover;
}

function* takeKept({ actor }: AllowTakeover, { team, takeover }: Target, state: TeamState, now: Date): Steps<Decided> {
  const { displayName, externalId, pushedBy } = takeover;
  const { externalId: _, ...rest } = ownedByDirectory(team, { ...team, displayName, now });
  const wanted = externalId === undefined ? rest : { ...rest, externalId };
  requireFreeName(wanted, state, team);
  const allowed = decidedNow(takeover, actor, now);
  const consent = { is: 'kept', takeover: allowed } as const;
  const pushedIn = { id: takeover.id, correlationId: takeover.requestId };
  const taking = takingOver({ team, wanted, consent, pushedIn, actor: pushedBy }, state, now);
  const pushed = state.proposed(takeover).roster();
  const decision = yield* decideRosterChange({
    before: team,
    wanted,
    members: state.members(team),
    on: pushed,
    off: new Set(),
    skipped: [],
    takingOver: taking,
    actor,
    addedBy: pushedBy,
    now,
  });
  const done = decision.changes.flatMap((change) => (change.kind === 'takeover' ? [change.after] : []));
  return {
    changes: decision.changes,
    events: [...takeoverEvents(TeamEvents.takeoverAllowed, { team, takeover }, actor), ...decision.events],
    reply: takeoverReply(done.find(({ id }) => id === takeover.id) ?? allowed, decision.team, true),
  };
}

function allowNext({ actor }: AllowTakeover, { team, takeover }: Target, state: TeamState, now: Date): Decided {
  const losing = losingBy(takeover, team, state);
  const before = state.shownLosses(takeover).roster();
  const allowed = {
    ...changed(decidedNow(takeover, actor, now), { state: 'allowed', kept: false }, now),
    endsAt: timeAfter(now, allowedMs),
  } as const;
  const list = { kind: 'takeover-list', ...teamKey(team), takeoverId: takeover.id } as const;
  return {
    changes: [
      { kind: 'takeover', after: allowed },
      { ...list, list: 'shown-loss', add: [...losing.difference(before)], remove: [...before.difference(losing)] },
    ],
    events: takeoverEvents(TeamEvents.takeoverAllowed, { team, takeover }, actor),
    reply: takeoverReply(allowed, team, true),
  };
}

/** Who is in the team, and would not be in the group. */
function losingBy(takeover: Takeover, team: Team, state: TeamState): ReadonlySet<string> {
  const members = new Set(state.members(team).memberships());
  if (takeover.partial) return members.intersection(state.proposedChanges(takeover).off.roster());
  return members.difference(state.proposed(takeover).roster());
}

/**
 * An admin declines a takeover: the group is refused from now on, until an admin allows it.
 * @throws Refusal takeover-not-found, takeover-decided, version-mismatch
 */
export function decideDeclineTakeover(command: DeclineTakeover, state: TeamState, now: Date): Decided {
  const { actor } = command;
  const { team, takeover } = target(command, state, now);
  if (takeover.state === 'declined') return unchanged(takeover, team);
  if (takeover.state !== 'waiting' && takeover.state !== 'allowed') throw decided(takeover);
  const { endsAt: _, ...rest } = decidedNow(takeover, actor, now);
  const declined = changed(rest, { state: 'declined', kept: false }, now);
  return {
    changes: [{ kind: 'takeover', after: declined }],
    events: takeoverEvents(TeamEvents.takeoverDeclined, { team, takeover }, actor),
    reply: takeoverReply(declined, team, true),
  };
}

/**
 * An admin undoes a takeover: the team is the workspace's again, with its former members who are still users, as they were, and with its former
 * names. Who came since goes. The group may take it over only after an admin has allowed it anew.
 * @throws Refusal takeover-not-found, takeover-decided, version-mismatch
 */
export function* decideUndoTakeover(command: UndoTakeover, state: TeamState, now: Date): Steps<Decided> {
  const { actor } = command;
  const { team, takeover } = target(command, state, now);
  if (takeover.state === 'undone') return unchanged(takeover, team);
  if (takeover.state !== 'done') throw decided(takeover);
  const former = state.formerMembers(takeover);
  const members = new Set(state.members(team).memberships());
  yield;
  const returning = [...former.users.difference(members)].sort();
  const leaving = [...members.difference(former.users)].sort();
  yield;
  const recorder = new EventRecorder({ ...team, ownedBy: 'workspace' }, actor);
  const facts = { takeoverId: takeover.id, returned: returning.length, lost: leaving.length };
  recorder.record(TeamEvents.takeoverUndone, facts);
  const named = withFormerNames(team, takeover, state);
  const renamed = changedAttributes(team, named);
  if (renamed.length > 0) recorder.record(TeamEvents.updated, { changed: renamed });
  recorder.membersAdded(returning, why);
  recorder.membersRemoved(leaving, why);
  const { ownedSince: _, waitsUntil: __, ...rest } = named;
  const version = recorder.currentVersion;
  const handedBack: Team = { ...rest, ownedBy: 'workspace', version, updatedAt: now.toISOString() };
  const { endsAt: ___, ...ended } = decidedNow(takeover, actor, now);
  const undone = changed(ended, { state: 'undone' }, now);
  const ids = teamKey(team);
  return {
    changes: [
      { kind: 'team', before: team, after: handedBack },
      { kind: 'roster', ...ids, add: [], remove: [...state.members(team).roster()] },
      { kind: 'memberships-gone', ...ids, remove: leaving },
      { kind: 'former-members-return', ...ids, takeoverId: takeover.id, userIds: [...former.users] },
      { kind: 'takeover-lists-gone', ...ids, takeoverId: takeover.id, keepsFormer: false },
      { kind: 'takeover', after: undone },
      // The reconciler runs once more, to delete what it stored about the team.
      { kind: 'dirty', ...ids },
    ],
    events: recorder.events,
    reply: takeoverReply(undone, handedBack, true),
  };
}

/** The team as it was called before: where another team has its name by now, it keeps that of the group. */
function withFormerNames(team: Team, { formerName, formerExternalId }: Takeover, state: TeamState): Team {
  if (formerName === undefined) return team;
  const { externalId: _, ...rest } = team;
  const holder = state.teamNamed(team.accountId, formerName);
  const displayName = holder && holder.id !== team.id ? team.displayName : formerName;
  return { ...rest, displayName, ...(formerExternalId === undefined ? {} : { externalId: formerExternalId }) };
}

const why = 'the takeover was undone';

function target(command: Command, state: TeamState, now: Date): Target {
  const { accountId, teamId, takeoverId } = command;
  const account = requireAccount(accountId, state);
  const team = requireTeam(account.id, teamId, state);
  const takeover = state.takeovers(team).find(({ id }) => id === takeoverId.toLowerCase());
  if (!takeover || isOver(takeover, now)) throw new Refusal('takeover-not-found', { takeoverId });
  requireVersion(command, shownVersion(takeover, team));
  return { team, takeover };
}

const decidedNow = (takeover: Takeover, decidedBy: Actor, now: Date): Takeover => ({
  ...takeover,
  decidedBy,
  decidedAt: now.toISOString(),
});

const decided = ({ state }: Takeover) => new Refusal('takeover-decided', { state });

function takeoverEvents<Event extends TeamTakeoverEvent>(
  event: MessageDefinition<Event>,
  { team, takeover }: Target,
  actor: Actor,
) {
  const recorder = new EventRecorder(team, actor);
  recorder.recordWithoutVersion(event, { takeoverId: takeover.id });
  return recorder.events;
}

function unchanged(takeover: Takeover, team: Team): Decided {
  return { changes: [], events: [], reply: takeoverReply(takeover, team, false) };
}
