import {
  isMessageOf,
  peopleOfDryRun,
  TeamEvents,
  type AttributeChange,
  type Decision,
  type PeopleOfDryRun,
  type PendingEvent,
  type ReconcilerAnswer,
  type TakeoverState,
  type WouldBeOutcome,
  type WouldChange,
} from '@rollcall/contracts';
import type { Takeover } from './takeover.js';
import type { Change, TeamState } from './team-state.js';
import type { Team } from './team.js';

type Decided = Pick<Decision<Change>, 'changes' | 'events'>;
type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** What a decision would change, for the answer of a dry run (rule 26). The state is the one that it was decided on. */
export function foresee({ changes, events }: Decided, state: TeamState): WouldChange {
  const types = events.map(({ type }) => type);
  const takeover = ofKind('takeover', changes)[0]?.after;
  const outcome =
    types.map((type) => outcomes[type]).find((each) => each !== undefined) ??
    (takeover && outcomeInState[takeover.state]);
  const nextPush = takeover?.state === 'allowed' ? byNextPush(takeover, state) : undefined;
  const waitsFor = takeover && waitsForInState[takeover.state];
  const membersGained = peopleOfDryRun(nextPush?.gained ?? gainedBy(changes, state));
  const membersLost = nextPush ? peopleOfDryRun(nextPush.lost) : lostBy(changes, state);
  const membersSkipped = peopleOfDryRun(events.flatMap(skippedIn));
  const roster = rosterChanges(changes);
  const reconciler = answerOfReconciler(changes, state);
  return {
    changed: changes.some((change) => isVisible(change, state)),
    ...(outcome === undefined ? {} : { outcome }),
    events: [...new Set(types)],
    attributes: changes.flatMap((change) => attributesIn(change, state)),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(membersGained ? { membersGained } : {}),
    ...(membersLost ? { membersLost } : {}),
    ...(membersSkipped ? { membersSkipped } : {}),
    ...(roster.added + roster.removed === 0 ? {} : { roster }),
    ...(reconciler ? { reconciler } : {}),
  };
}

const outcomes: Readonly<Record<string, WouldBeOutcome | undefined>> = {
  [TeamEvents.created.type]: 'created',
  [TeamEvents.takenOver.type]: 'taken-over',
  [TeamEvents.deleted.type]: 'deleted',
  [TeamEvents.handedBack.type]: 'handed-back',
  [TeamEvents.takeoverDeclined.type]: 'declined',
  [TeamEvents.takeoverWithdrawn.type]: 'withdrawn',
  [TeamEvents.takeoverUndone.type]: 'undone',
};

/** Of a takeover that has not happened: a proposal that is restated has no event, and one that is allowed may happen at once. */
const outcomeInState: Readonly<Partial<Record<TakeoverState, WouldBeOutcome>>> = {
  waiting: 'proposed',
  allowed: 'allowed',
};

/** What a takeover waits for that has not happened. */
const waitsForInState: Readonly<Partial<Record<TakeoverState, WouldChange['waitsFor']>>> = {
  waiting: 'admin',
  allowed: 'push',
};

/** Whether a change would show. A proposal that says the same again only waits longer. */
function isVisible(change: Change, state: TeamState): boolean {
  if (change.kind === 'unstage') return false;
  if (change.kind === 'takeover-list') return change.add.length + change.remove.length > 0;
  if (change.kind !== 'takeover') return true;
  const { accountId, teamId, id, version } = change.after;
  const team = state.team(accountId, teamId);
  const before = team && state.takeovers(team).find((each) => each.id === id);
  return before?.version !== version;
}

const ofKind = <Kind extends Change['kind']>(kind: Kind, changes: readonly Change[]) =>
  changes.filter((change): change is Of<Kind> => change.kind === kind);

function attributesIn(change: Change, state: TeamState): AttributeChange[] {
  if (change.kind === 'account') {
    const { id, mode } = change.account;
    const before = state.account(id)?.mode;
    return before === mode ? [] : [{ attribute: 'mode', ...(before ? { from: before } : {}), to: mode }];
  }
  if (change.kind !== 'team') return [];
  const { before, after } = change;
  return (['displayName', 'externalId', 'ownedBy'] as const)
    .filter((name) => before?.[name] !== after[name])
    .map((attribute) => ({
      attribute,
      ...(before?.[attribute] === undefined ? {} : { from: before[attribute] }),
      ...(after[attribute] === undefined ? {} : { to: after[attribute] }),
    }));
}

/** What the push that an admin allows would change, as it came the last time. */
function byNextPush(takeover: Takeover, state: TeamState): { gained: string[]; lost: string[] } | undefined {
  const team = state.team(takeover.accountId, takeover.teamId);
  if (!team) return undefined;
  const members = new Set(state.members(team).memberships());
  if (takeover.partial) {
    const { on, off } = state.proposedChanges(takeover);
    return { gained: [...on.roster().difference(members)], lost: [...members.intersection(off.roster())] };
  }
  const pushed = state.proposed(takeover).roster();
  return { gained: [...pushed.difference(members)], lost: [...members.difference(pushed)] };
}

/** Who was no member. A membership that only becomes the directory's gives nobody anything. */
function gainedBy(changes: readonly Change[], state: TeamState): string[] {
  const returning = ofKind('former-members-return', changes).map(({ userIds, ...ids }) => ({ ...ids, add: userIds }));
  return [...ofKind('memberships', changes), ...returning].flatMap(({ accountId, teamId, add }) => {
    const team = state.team(accountId, teamId);
    if (!team) return add;
    const members = state.members(team);
    return add.filter((userId) => !members.source(userId));
  });
}

function lostBy(changes: readonly Change[], state: TeamState): PeopleOfDryRun | undefined {
  const waiting = ofKind('team', changes).find(({ before, after }) => before && waitsAnew(before, after));
  // An empty group took the team over: who is in it stays until the group's members come, or the time is over.
  if (waiting?.before)
    return peopleOfDryRun([...state.members(waiting.before).memberships()], waiting.after.waitsUntil);
  const lost = new Set(ofKind('memberships-gone', changes).flatMap(({ remove }) => remove));
  for (const { team } of ofKind('team-gone', changes))
    for (const userId of state.members(team).memberships()) lost.add(userId);
  return peopleOfDryRun([...lost]);
}

const waitsAnew = (before: Team, after: Team): boolean =>
  after.waitsUntil !== undefined && after.waitsUntil !== before.waitsUntil;

function rosterChanges(changes: readonly Change[]): { added: number; removed: number } {
  const parts = ofKind('roster', changes);
  const count = (which: 'add' | 'remove') => parts.reduce((sum, part) => sum + part[which].length, 0);
  return { added: count('add'), removed: count('remove') };
}

function skippedIn(event: PendingEvent): readonly string[] {
  return isMessageOf(TeamEvents.membersSkipped, event) ? event.payload.unknownIds : [];
}

/** Whoever is put by hand into a team of the directory's goes again, and whoever is taken out comes back (rule 14). */
function answerOfReconciler(changes: readonly Change[], state: TeamState): ReconcilerAnswer | undefined {
  const [removed] = ofKind('removed-by-hand', changes);
  const evicted = ofKind('memberships', changes).find(({ accountId, teamId, add, as }) => {
    const team = state.team(accountId, teamId);
    if (as.source !== 'manual' || team?.ownedBy !== 'directory' || isHandedBack(team, changes)) return false;
    return add.some((userId) => !state.members(team).inRoster(userId));
  });
  const change = removed ?? evicted;
  const mode = change && state.account(change.accountId)?.mode;
  return mode && { would: removed ? 'restore' : 'evict', mode };
}

const isHandedBack = ({ id }: Team, changes: readonly Change[]): boolean =>
  ofKind('team', changes).some(({ after }) => after.id === id && after.ownedBy === 'workspace');
