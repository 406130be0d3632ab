import type { AuditEntryView } from '../../api/generated/types.gen';
import { State, type Tone } from '../../parts/state';
import { t } from '../../texts';

export type LoggedOutcome = AuditEntryView['outcome'];

export const outcomes = ['done', 'refused', 'failed', 'unknown', 'tried'] as const satisfies readonly LoggedOutcome[];

export const outcomeTones: Readonly<Record<LoggedOutcome, Tone>> = {
  done: 'ok',
  refused: 'warn',
  failed: 'danger',
  unknown: 'held',
  tried: 'neutral',
};

/** How something in the log ended, in a word. */
export function LoggedState({ outcome }: { readonly outcome: LoggedOutcome }) {
  return <State tone={outcomeTones[outcome]}>{t.log.outcomes[outcome]}</State>;
}
