import type { ListRunsData, Run } from '../../api/generated/types.gen';
import type { Tone } from '../../parts/state';
import { t } from '../../texts';

export const outcomes = ['done', 'held', 'reported'] as const;
const sinces = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;

export interface Filters {
  readonly team?: string;
  readonly outcome?: string;
  readonly since?: string;
}

/** The question behind the filters of the address; `since` is told from now. */
export function runsQuestion(filters: Filters, now = Date.now()): NonNullable<ListRunsData['query']> {
  const outcome = outcomes.find((each) => each === filters.outcome);
  const since = sinces[filters.since as keyof typeof sinces] as number | undefined;
  return {
    ...(outcome ? { outcome } : {}),
    ...(since ? { since: new Date(now - since).toISOString() } : {}),
    ...(filters.team ? { teamId: filters.team } : {}),
  };
}

export const outcomeTones: Readonly<Record<Run['outcome'], Tone>> = { done: 'ok', held: 'held', reported: 'warn' };

/** How many a run put out and in, or would. */
export function countsText({
  outcome,
  evictedCount,
  restoredCount,
}: Pick<Run, 'outcome' | 'evictedCount' | 'restoredCount'>): string {
  const words = t.reconciler.runs;
  const [out, back] = outcome === 'done' ? [words.out, words.in] : [words.wouldOut, words.wouldIn];
  return [evictedCount > 0 ? out(evictedCount) : '', restoredCount > 0 ? back(restoredCount) : '']
    .filter(Boolean)
    .join(', ');
}
