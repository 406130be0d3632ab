import type { AuditEntryView, AuditVolume } from '../../api/generated/types.gen';
import type { Series } from '../../parts/chart';
import { State, type Tone } from '../../parts/state';
import { t } from '../../texts';

export type LoggedOutcome = AuditEntryView['outcome'];

export const outcomes = ['done', 'refused', 'failed', 'unknown', 'tried'] as const satisfies readonly LoggedOutcome[];

const outcomeTones: Readonly<Record<LoggedOutcome, Tone>> = {
  done: 'ok',
  refused: 'warn',
  failed: 'danger',
  unknown: 'held',
  tried: 'neutral',
};

/**
 * The series of a chart of counts by outcome: of those that there are.
 * @param names what each is called
 */
export const outcomeSeries = (
  { counts }: AuditVolume,
  names: Readonly<Record<LoggedOutcome, string>>,
  always: readonly LoggedOutcome[] = [],
): readonly Series[] =>
  outcomes
    .filter((outcome) => always.includes(outcome) || counts.some((count) => count.outcome === outcome))
    .map((key) => ({ key, name: names[key], tone: key === 'done' ? 'accent' : outcomeTones[key] }));

/** How something in the log ended, in a word. */
export function LoggedState({ outcome }: { readonly outcome: LoggedOutcome }) {
  return <State tone={outcomeTones[outcome]}>{t.log.outcomes[outcome]}</State>;
}
