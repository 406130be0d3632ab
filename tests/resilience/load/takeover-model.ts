import type { TakeoverState } from '@rollcall/contracts';

type Ids = ReadonlySet<string>;

/** What the last takeover of a team is, and who is on its lists. */
export interface ModelTakeover {
  readonly state: TakeoverState;
  /** SCIM shows the group, and what it writes is kept. */
  readonly kept: boolean;
  /** Who was pushed, until it is done. */
  readonly pushed: Ids;
  /** What a PATCH said that is not kept: who is pushed is the members of the moment with it. */
  readonly changes?: { readonly on: Ids; readonly off: Ids };
  /** Of one that is allowed: who loses access as the admin was shown. */
  readonly shown: Ids;
  /** Of one that is done: who was in the team before. */
  readonly former: Ids;
}

/** A team whose takeovers wait for an admin, as the rules have it (rules 11, 26). */
export interface ModelTeam {
  readonly ownedBy: 'workspace' | 'directory';
  readonly members: Ids;
  readonly takeover?: ModelTakeover;
  /** An earlier takeover was undone: what is seen again where the present one is withdrawn. */
  readonly wasUndone: boolean;
}

interface Move {
  readonly userId: string;
  readonly enters: boolean;
}

export type TakeoverAct =
  | { readonly do: 'push'; readonly members: readonly string[] }
  | { readonly do: 'replace'; readonly members: readonly string[] }
  | ({ readonly do: 'member' } & Move)
  | ({ readonly do: 'hand' } & Move)
  | { readonly do: 'withdraw' }
  | { readonly do: 'allow' }
  | { readonly do: 'decline' }
  | { readonly do: 'undo' };

/** What must come of an act. */
export interface Outcome {
  /** The status that SCIM answers with; of an admin's command, 200 or 409. */
  readonly status: 200 | 201 | 204 | 409;
  readonly after: ModelTeam;
  /** It leaves an event. */
  readonly raisesEvents: boolean;
}

const none: Ids = new Set();

export const newTeam: ModelTeam = { ownedBy: 'workspace', members: none, wasUndone: false };

/** The acts that have an outcome of their own now. Never one that would leave the directory with an empty group, which waits a minute. */
export function possibleActs({ ownedBy, takeover }: ModelTeam): readonly TakeoverAct['do'][] {
  if (ownedBy === 'directory') return ['member', 'member', 'replace', 'undo', 'undo', 'push'];
  switch (takeover?.state) {
    case undefined:
    case 'undone':
    case 'done':
      return ['push', 'hand'];
    case 'waiting':
      return takeover.kept
        ? [
            'member',
            'member',
            'replace',
            'push',
            'withdraw',
            'hand',
            'decline',
            ...(takeover.pushed.size > 0 ? allowing : []),
          ]
        : ['push', 'member', 'hand', 'decline', ...allowing];
    case 'allowed':
      return ['push', 'push', 'member', 'hand', 'decline'];
    case 'declined':
      return ['push', 'hand', ...allowing];
  }
}

const allowing = ['allow', 'allow', 'allow'] as const;

/** What must come of an act in this state. */
export function outcomeOf(act: TakeoverAct, team: ModelTeam): Outcome {
  switch (act.do) {
    case 'push':
      return pushed(new Set(act.members), team);
    case 'hand':
      return {
        status: 200,
        after: withMembers(team, moved(team.members, act)),
        raisesEvents: team.members.has(act.userId) !== act.enters,
      };
    case 'member':
      return memberMoved(act, team);
    case 'replace':
      return replaced(new Set(act.members), team);
    case 'withdraw':
      return {
        status: 204,
        after: withTakeover(team, team.wasUndone ? ended('undone') : undefined),
        raisesEvents: true,
      };
    case 'allow':
    case 'decline':
    case 'undo':
      return decided(act.do, team);
  }
}

function pushed(members: Ids, team: ModelTeam): Outcome {
  const { takeover } = team;
  if (team.ownedBy === 'directory' || takeover?.state === 'declined') return refused(team);
  if (takeover?.state === 'allowed' && losesOnlyShown(takeover, team, members))
    return { status: 201, after: taken(team, members), raisesEvents: true };
  return waits(team, members, members.size === 0);
}

function memberMoved(act: { readonly userId: string; readonly enters: boolean }, team: ModelTeam): Outcome {
  const { takeover } = team;
  if (team.ownedBy === 'directory') return { ...changed(team, moved(team.members, act)), status: 204 };
  if (takeover?.kept === true) return { ...keptAs(team, takeover, moved(takeover.pushed, act)), status: 204 };
  const members = moved(team.members, act);
  if (takeover?.state === 'allowed' && losesOnlyShown(takeover, team, members))
    return { status: 204, after: taken(team, members), raisesEvents: true };
  const one = new Set([act.userId]);
  return waits(team, members, false, act.enters ? { on: one, off: none } : { on: none, off: one });
}

function replaced(members: Ids, team: ModelTeam): Outcome {
  const { takeover } = team;
  return takeover?.kept === true ? keptAs(team, takeover, members) : changed(team, members);
}

function decided(what: 'allow' | 'decline' | 'undo', team: ModelTeam): Outcome {
  const { takeover } = team;
  if (!takeover) throw new Error('there is no takeover to decide about');
  if (what === 'undo') {
    const after = {
      ownedBy: 'workspace',
      members: takeover.former,
      takeover: ended('undone'),
      wasUndone: true,
    } as const;
    return { status: 200, after, raisesEvents: true };
  }
  if (what === 'decline')
    return {
      status: 200,
      after: withTakeover(team, { ...takeover, state: 'declined', kept: false }),
      raisesEvents: true,
    };
  if (takeover.kept) return { status: 200, after: taken(team, takeover.pushed), raisesEvents: true };
  const shown = team.members.difference(takeover.pushed);
  return { status: 200, after: withTakeover(team, { ...takeover, state: 'allowed', shown }), raisesEvents: true };
}

const refused = (team: ModelTeam): Outcome => ({ status: 409, after: team, raisesEvents: false });

const changed = (team: ModelTeam, members: Ids): Outcome => ({
  status: 200,
  after: { ...team, members },
  raisesEvents: textOfIds(members) !== textOfIds(team.members),
});

const keptAs = (team: ModelTeam, takeover: ModelTakeover, members: Ids): Outcome => ({
  status: 200,
  after: withTakeover(team, { ...takeover, pushed: members }),
  raisesEvents: false,
});

function waits(team: ModelTeam, members: Ids, kept: boolean, changes?: ModelTakeover['changes']): Outcome {
  const { changes: _, ...before } = team.takeover ?? ended('waiting');
  const waiting: ModelTakeover = { ...before, state: 'waiting', kept, pushed: members, ...(changes && { changes }) };
  return {
    status: kept ? 201 : 409,
    after: withTakeover(team, waiting),
    raisesEvents: team.takeover?.state !== 'waiting',
  };
}

const taken = (team: ModelTeam, members: Ids): ModelTeam => ({
  ...team,
  ownedBy: 'directory',
  members,
  takeover: { ...ended('done'), former: team.members },
});

const ended = (state: TakeoverState): ModelTakeover => ({
  state,
  kept: false,
  pushed: none,
  shown: none,
  former: none,
});

function withTakeover(before: ModelTeam, takeover: ModelTakeover | undefined): ModelTeam {
  const { takeover: _, ...team } = before;
  return takeover ? { ...team, takeover } : team;
}

/** Other members: whom a change pushes follows them. */
function withMembers(team: ModelTeam, members: Ids): ModelTeam {
  const { takeover } = team;
  const pushed = takeover?.changes ? pushedBy(takeover.changes, members) : takeover?.pushed;
  return { ...team, members, ...(takeover && pushed && { takeover: { ...takeover, pushed } }) };
}

/** Whom changes of members push. */
export const pushedBy = ({ on, off }: NonNullable<ModelTakeover['changes']>, members: Ids): Ids =>
  members.union(on).difference(off);

const losesOnlyShown = ({ shown }: ModelTakeover, { members }: ModelTeam, on: Ids) =>
  members.difference(on).isSubsetOf(shown);

const moved = (ids: Ids, { userId, enters }: { readonly userId: string; readonly enters: boolean }): Ids =>
  enters ? ids.union(new Set([userId])) : ids.difference(new Set([userId]));

const textOfIds = (ids: Ids) => [...ids].sort().join();

/** Two teams are the same where their texts are: roster and memberships, owner, the takeover and its lists. */
export function textOf({ ownedBy, members, takeover }: ModelTeam): string {
  const { state, kept, pushed: on, changes, shown, former }: ModelTakeover = takeover ?? ended('undone');
  const isOpen = state === 'waiting' || state === 'allowed' || state === 'declined';
  return [
    ownedBy,
    `members ${textOfIds(members)}`,
    takeover ? `${state}${kept ? ', kept' : ''}` : 'never pushed',
    ...(isOpen ? [`pushed ${textOfIds(on)}`] : []),
    ...(isOpen && changes ? [`by changes on ${textOfIds(changes.on)}, off ${textOfIds(changes.off)}`] : []),
    ...(state === 'allowed' ? [`shown to lose ${textOfIds(shown)}`] : []),
    ...(state === 'done' ? [`former ${textOfIds(former)}`] : []),
  ].join('; ');
}
