import {
  actorKinds,
  uuidPattern,
  type Actor,
  type HeldRun,
  type MemberPutRight,
  type ModeSetting,
  type ReconcilerMode,
  type ReconcilerRun,
  type ReconcilerStatus,
} from '@rollcall/contracts';
import type { Queries } from '@rollcall/gateway-kit';
import type * as shown from '../contract/reconciler-shapes.js';
import type { Call } from '../http/request-context.js';
import { teamNamesOf } from './team-names.js';
import { UserBriefs } from './user-briefs.js';

/** How many people of each side of a run are named in a list; the run itself has all of them. */
const peopleShown = 100;

/** Whom and what a page of the reconciler names. */
export interface ReconcilerNames {
  readonly people: Pick<UserBriefs, 'actor' | 'named'>;
  readonly teams: ReadonlyMap<string, string>;
}

interface Named {
  readonly runs?: readonly ReconcilerRun[];
  readonly putRight?: readonly MemberPutRight[];
  readonly held?: readonly HeldRun[];
  readonly setting?: ModeSetting | undefined;
  readonly contended?: ReconcilerStatus['contended'];
}

/** Asks for all names of a page at once. */
export async function namesOf(
  { runs = [], putRight = [], held = [], setting, contended = [] }: Named,
  queries: Queries,
  call: Call,
): Promise<ReconcilerNames> {
  const put = [...putRight, ...runs.flatMap((run) => [...firstOf(run.evicted), ...firstOf(run.restored)])];
  const userIds = [...put, ...contended].map(({ userId }) => userId);
  const actors = [...put.flatMap(actorsOf), ...(setting ? [setting.by] : [])];
  const [people, teams] = await Promise.all([
    UserBriefs.ask(queries, { userIds, actors }, call),
    teamNamesOf(
      queries,
      [...runs, ...held, ...contended].map(({ teamId }) => teamId),
      call,
    ),
  ]);
  return { people, teams };
}

export function runShown(run: ReconcilerRun, names: ReconcilerNames): shown.Run {
  return {
    ...summaryOf(run, names),
    evicted: firstOf(run.evicted).map((each) => putRightShown(each, names)),
    restored: firstOf(run.restored).map((each) => putRightShown(each, names)),
  };
}

export function summaryOf(run: ReconcilerRun, { teams }: ReconcilerNames): Omit<shown.Run, 'evicted' | 'restored'> {
  const { id, teamId, outcome, startedAt, evicted, restored, reason } = run;
  return {
    id,
    teamId,
    team: namedTeam(teamId, teams),
    outcome,
    startedAt,
    evictedCount: run.evictedCount ?? evicted.length,
    restoredCount: run.restoredCount ?? restored.length,
    ...(reason === undefined ? {} : { reason }),
  };
}

export function putRightShown({ by, ...each }: MemberPutRight, { people }: ReconcilerNames): shown.MemberPutRight {
  const reason = each.reason.replace(actorInText, (_, kind: Actor['kind'], id: string) => nameOf({ kind, id }, people));
  return { ...each, ...people.named(each.userId), reason, ...(by ? { by: people.actor(by) } : {}) };
}

export const heldShown = (run: HeldRun, { teams }: ReconcilerNames): shown.HeldRun => ({
  ...run,
  team: namedTeam(run.teamId, teams),
});

export function contendedShown(
  { teamId, userId, evictions, lastAt }: NonNullable<ReconcilerStatus['contended']>[number],
  { people, teams }: ReconcilerNames,
): shown.Contended {
  return { team: namedTeam(teamId, teams), userId, ...people.named(userId), evictions, lastAt };
}

export function modeShown(
  mode: ReconcilerMode,
  setting: ModeSetting | undefined,
  { people }: ReconcilerNames,
): shown.ReconcilerMode {
  return { mode, ...(setting ? { ...setting, by: people.actor(setting.by) } : {}) };
}

export function namedTeam(id: string, names: ReadonlyMap<string, string>) {
  const displayName = names.get(id);
  return { id, ...(displayName === undefined ? {} : { displayName }) };
}

const firstOf = (all: readonly MemberPutRight[]) => all.slice(0, peopleShown);

/** How team-service names an actor in a reason: by kind and id. */
const actorInText = new RegExp(`\\b(${actorKinds.join('|')}) (${uuidPattern})\\b`, 'g');

/** The actors whom a person was put in or taken out by: as a fact, and in the reasons of older runs. */
function actorsOf({ by, reason }: MemberPutRight): Actor[] {
  const inText = [...reason.matchAll(actorInText)].map(([, kind, id]) => ({
    kind: kind as Actor['kind'],
    id: id ?? '',
  }));
  return by ? [by, ...inText] : inText;
}

const unnamed: Readonly<Partial<Record<Actor['kind'], string>>> = {
  admin: 'admin who is not known any more',
  directory: 'the directory',
};

function nameOf(actor: Actor, people: ReconcilerNames['people']): string {
  const { person } = people.actor(actor);
  return person ? `${actor.kind} ${person.userName}` : (unnamed[actor.kind] ?? actor.kind);
}
