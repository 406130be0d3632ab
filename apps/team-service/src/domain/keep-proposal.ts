import { TeamEvents, type Actor, type Steps, type TeamReply } from '@rollcall/contracts';
import { chunks, EventRecorder } from './event-recorder.js';
import { changed, groupOf, proposalKeptMs, requestOf, timeAfter, type PushedIn, type Takeover } from './takeover.js';
import type { TakeoverList, TeamDecision, TeamState } from './team-state.js';
import { replyOf, type Team } from './team.js';

/** What the directory says of a group whose takeover waits for an admin. */
export interface Pushed {
  readonly team: Team;
  /** The proposal of an earlier push, which this one changes. */
  readonly takeover: Takeover | undefined;
  /** The command, whose id a new one has. */
  readonly pushedIn: PushedIn;
  /** Whether the directory is told that the group is there, or that it has to wait. */
  readonly kept: boolean;
  /** `on` and `off` are changes to the members of the moment. */
  readonly partial?: boolean;
  readonly displayName: string;
  readonly externalId: string | undefined;
  /** Who is in the group afterwards, and who is not; others stay as they are. */
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
  readonly skipped: readonly string[];
  readonly actor: Actor;
  readonly now: Date;
}

/** Keeps what was pushed, for an admin to look at; the last word counts (rule 26). The team stays as it is. */
export function* keepProposal(pushed: Pushed, state: TeamState): Steps<TeamDecision> {
  const { team, takeover, kept, now } = pushed;
  const ids = { accountId: team.accountId, teamId: team.id };
  const waiting = takeover ? restated(takeover, pushed) : proposal(pushed);
  const lists = yield* (pushed.partial ? changedLists : wholeLists)(pushed, waiting, state);
  const isSame =
    takeover !== undefined &&
    saysTheSame(takeover, waiting) &&
    lists.every(({ add, remove }) => add.length + remove.length === 0);
  const renewed = { endsAt: timeAfter(now, proposalKeptMs) };
  const latest = isSame ? { ...takeover, ...renewed } : { ...waiting, ...renewed };
  const recorder = new EventRecorder(team, pushed.actor);
  if (takeover?.state !== 'waiting') {
    recorder.recordWithoutVersion(TeamEvents.takeoverProposed, { takeoverId: latest.id });
  }
  for (const unknownIds of chunks(pushed.skipped)) {
    recorder.recordWithoutVersion(TeamEvents.membersSkipped, { unknownIds });
  }
  const reply: TeamReply = kept
    ? { ...groupOf(latest, team), changed: !isSame, outcome: 'proposed' }
    : { ...replyOf(team, team), outcome: 'waits' };
  return {
    changes: [
      { kind: 'takeover', after: latest },
      ...(takeover && pushed.partial && !takeover.partial
        ? [{ kind: 'takeover-pushed-gone', ...ids, takeoverId: latest.id } as const]
        : []),
      ...lists.map((list) => ({ kind: 'takeover-list', ...ids, takeoverId: latest.id, ...list }) as const),
    ],
    events: recorder.events,
    reply,
  };
}

interface ListChange {
  readonly list: TakeoverList;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

function* wholeLists({ takeover, on, off, skipped }: Pushed, waiting: Takeover, state: TeamState): Steps<ListChange[]> {
  const members = state.proposed(waiting);
  const unknown = new Set(skipped);
  const add = [...members.unlistedAmong(on)].filter((userId) => !unknown.has(userId));
  yield;
  const remove = [...members.listedAmong(off)];
  yield;
  const former = takeover?.partial ? Object.entries(state.proposedChanges(takeover)) : [];
  const gone = former.map(([list, of]) => ({ list: list as 'on' | 'off', add: [], remove: [...of.roster()] }));
  return [{ list: 'pushed', add, remove }, ...gone];
}

function* changedLists({ takeover, on, off, skipped }: Pushed, _: Takeover, state: TeamState): Steps<ListChange[]> {
  const before = takeover?.partial ? state.proposedChanges(takeover) : undefined;
  const unknown = new Set(skipped);
  const wanted = { on: on.difference(unknown), off };
  yield;
  return (['on', 'off'] as const).map((list) => {
    const kept = before?.[list].roster() ?? new Set<string>();
    return { list, add: [...wanted[list].difference(kept)], remove: [...kept.difference(wanted[list])] };
  });
}

function proposal({ team, pushedIn, kept, partial = false, displayName, externalId, actor, now }: Pushed): Takeover {
  const at = now.toISOString();
  return {
    accountId: team.accountId,
    id: pushedIn.id,
    teamId: team.id,
    version: now.getTime(),
    state: 'waiting',
    kept,
    ...(partial ? { partial } : {}),
    displayName,
    ...(externalId === undefined ? {} : { externalId }),
    pushedBy: actor,
    ...requestOf(pushedIn),
    proposedAt: at,
    updatedAt: at,
  };
}

function restated(takeover: Takeover, pushed: Pushed): Takeover {
  const { kept, partial = false, displayName, externalId, actor, pushedIn, now } = pushed;
  const { externalId: _, decidedBy: __, decidedAt: ___, partial: ____, ...rest } = takeover;
  const names = { displayName, ...(externalId === undefined ? {} : { externalId }) };
  return changed(
    { ...rest, ...names, ...(partial ? { partial } : {}) },
    { state: 'waiting', kept, pushedBy: actor, ...requestOf(pushedIn) },
    now,
  );
}

const saysTheSame = (one: Takeover, other: Takeover): boolean =>
  (['state', 'kept', 'partial', 'displayName', 'externalId'] as const).every((name) => one[name] === other[name]);
