import type { MemberPutRight, Run } from '../api/generated/types.gen';
import { t } from './index';
import { dateTime, seconds } from './format';
import { actorName, briefName } from './people';

/** What stands in sentences about somebody whom a run put out of a team, or in again. */
export interface PutRightWords {
  /** What to call the identity provider. */
  readonly provider: string;
  /** What to call the team. */
  readonly team: string;
}

export type RunSide = 'evicted' | 'restored';
type OfRun = Pick<Run, 'outcome' | 'startedAt'>;

export const putRightName = ({ person }: MemberPutRight): string => (person ? briefName(person) : t.who.somebody);

/** How long after the hand that did it a change was put right. */
export const lagOf = (at: string, { startedAt }: OfRun): number => Math.max(0, Date.parse(startedAt) - Date.parse(at));

/** What became of one person in a run: what a hand did and what the reconciler did about it, or would do. */
export function putRightSentence(who: MemberPutRight, side: RunSide, run: OfRun, words: PutRightWords): string {
  const name = putRightName(who);
  if (run.outcome !== 'done') return wouldSentence(who, side, words);
  return side === 'evicted' ? evictedSentence(who, name, run, words) : restoredSentence(who, name, run, words);
}

function evictedSentence(who: MemberPutRight, name: string, run: OfRun, { provider, team }: PutRightWords): string {
  const says = t.reconciler.evicted;
  switch (who.cause) {
    case 'by-hand':
      return who.by && who.at
        ? says.byHand(name, actorName(who.by, provider), seconds(lagOf(who.at, run)), provider, team)
        : says.byHandOnly(name, provider, team);
    case 'not-in-group':
      return says.notInGroup(name, team);
    case 'before-takeover':
      return says.beforeTakeover(name, provider, team);
    case 'missing':
    case undefined:
      return `${name}: ${who.reason}`;
  }
}

function restoredSentence(who: MemberPutRight, name: string, run: OfRun, { provider, team }: PutRightWords): string {
  const says = t.reconciler.restored;
  if (who.cause === 'missing') return says.missing(name, team);
  if (who.cause !== 'by-hand') return `${name}: ${who.reason}`;
  return who.by && who.at
    ? says.byHand(name, actorName(who.by, provider), seconds(lagOf(who.at, run)), provider, team)
    : says.byHandOnly(name, provider, team);
}

function wouldSentence(who: MemberPutRight, side: RunSide, { provider, team }: PutRightWords): string {
  const says = t.reconciler.would;
  const would = (side === 'evicted' ? says.evict : says.restore)(putRightName(who), team);
  return `${would}: ${whyWould(who, side, provider)}.`;
}

/** Why somebody would be put out, or in again: whose hand had done the contrary, or what the group says. */
export function whyWould({ by, at }: MemberPutRight, side: RunSide, provider: string): string {
  const says = t.reconciler.would;
  if (!by || !at) return side === 'evicted' ? says.notInGroup : says.inGroup;
  return (side === 'evicted' ? says.putIn : says.takenOut)(actorName(by, provider), dateTime(at));
}

/** One sentence for a run: its first person, and how many more there are. */
export function runSentence(run: Run, words: PutRightWords): string {
  const side = run.evicted.length > 0 ? 'evicted' : 'restored';
  const [first] = run[side];
  if (!first) return run.reason ?? '';
  const sentence = putRightSentence(first, side, run, words);
  const more = run.evictedCount + run.restoredCount - 1;
  return more > 0 ? t.reconciler.runs.andMore(sentence, more) : sentence;
}

/** Who put most of these people in by hand, how many did come so, and between when. */
export function handsBehind(people: readonly MemberPutRight[], provider: string) {
  const byHand = people.filter(({ cause, by, at }) => cause === 'by-hand' && by && at);
  const counts = new Map<string, number>();
  for (const { by } of byHand) {
    const name = by ? actorName(by, provider) : '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  const times = byHand.flatMap(({ at }) => at ?? []).toSorted();
  const [from, until] = [times[0], times.at(-1)];
  return most && from && until ? { by: most[0], count: byHand.length, from, until } : undefined;
}
