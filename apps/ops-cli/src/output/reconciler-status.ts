import { uuidPattern, type ReconcilerMode, type ReconcilerRun, type ReconcilerStatus } from '@rollcall/contracts';
import { age, printable, record } from './table.js';

interface Names {
  /** Slug of the account. */
  readonly account: string;
  readonly teamNames: ReadonlyMap<string, string>;
  readonly userNames: ReadonlyMap<string, string>;
}

/** How many people of a run are shown; `--json` has all of them. */
const maxPeopleShown = 10;

const modes: Record<ReconcilerMode, string> = {
  enforce: 'enforce: drift is put right',
  'report-only': 'report-only: drift is told here and left as it is',
  paused: 'paused: nobody looks, and what happens meanwhile is caught up at `reconcile resume`',
};

const ids = new RegExp(uuidPattern, 'g');

/** The people whom a status names: those evicted or restored, and those who changed the memberships by hand. */
export function peopleIn({ runs }: ReconcilerStatus): string[] {
  const people = runs.flatMap(({ evicted, restored }) => [
    ...firstOf(evicted).flatMap(({ userId, reason }) => [userId, ...(reason.match(ids) ?? [])]),
    ...firstOf(restored).flatMap(({ userId, reason }) => [userId, ...(reason.match(ids) ?? [])]),
  ]);
  return [...new Set(people)];
}

/** Describes the reconciler of an account in plain words, newest runs first. */
export function statusText(status: ReconcilerStatus, names: Names): string {
  const { mode, setting, dirty, oldestDirtySeconds, held, runs } = status;
  const head = record([
    ['mode', modes[mode]],
    ...settingText(setting),
    ['teams waiting', dirty === 0 ? 'none' : `${dirty}, the oldest for ${age(oldestDirtySeconds)}`],
    ['held runs', held.length === 0 ? 'none' : held.length],
  ]);
  const waiting = held.map(({ teamId, since, reason }) => {
    const team = nameOf(names.teamNames, teamId);
    return `${since}  ${team}: held, ${printable(reason)}\n  Look at it, then let it happen: reconcile release ${names.account} ${quoted(team)}`;
  });
  const done = runs.length === 0 ? ['No run had anything to put right yet.'] : runs.map((run) => runText(run, names));
  return [head, ...waiting, ...done].join('\n\n');
}

/** Who set the mode, when, why and until when. */
function settingText(setting: ReconcilerStatus['setting']): [string, string][] {
  if (!setting) return [];
  const { since, by, reason, until } = setting;
  return [
    ['since', `${since}, by ${by.kind} ${printable(by.id)}${reason === undefined ? '' : `: ${printable(reason)}`}`],
    ...(until === undefined ? [] : [['ends by itself', until] satisfies [string, string]]),
  ];
}

function runText(run: ReconcilerRun, names: Names): string {
  const { outcome, startedAt, teamId, evicted, restored, reason } = run;
  const would = outcome === 'done' ? '' : 'would be ';
  const lines = [
    `${startedAt}  ${nameOf(names.teamNames, teamId)}: ${outcomes[outcome]}${reason === undefined ? '' : `, ${printable(reason)}`}`,
    ...peopleText(evicted, `${would}put out`, names),
    ...peopleText(restored, `${would}put back`, names),
  ];
  return lines.join('\n');
}

const outcomes: Record<ReconcilerRun['outcome'], string> = {
  done: 'put right',
  held: 'held',
  reported: 'drift, reported only',
};

function peopleText(people: ReconcilerRun['evicted'], verb: string, { userNames }: Names): string[] {
  const shown = firstOf(people).map(({ userId, reason }) => {
    const why = reason.replaceAll(ids, (id) => nameOf(userNames, id));
    return `  ${nameOf(userNames, userId)} ${verb}: ${printable(why)}`;
  });
  const more = people.length - shown.length;
  return more > 0 ? [...shown, `  … and ${more} more ${verb}: --json names all of them`] : shown;
}

const firstOf = (people: ReconcilerRun['evicted']) => people.slice(0, maxPeopleShown);
const nameOf = (names: ReadonlyMap<string, string>, id: string) => printable(names.get(id) ?? id);
const quoted = (name: string) => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name));
