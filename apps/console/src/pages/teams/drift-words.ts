import type { MissingMember } from '../../api/generated/types.gen';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';

export interface Fates {
  /** Of who is in the team and not in the group, and the other way round. */
  readonly extra: string;
  readonly missing: string;
}

/** What will become of those who differ. */
export function fatesOf(mode: string, isHeld: boolean): Fates {
  const words = t.team.drift;
  if (mode === 'paused') return { extra: words.paused, missing: words.pausedOut };
  if (mode === 'report-only') return { extra: words.reported, missing: words.reportedOut };
  if (isHeld) return { extra: words.isHeld, missing: words.isHeldOut };
  return { extra: words.willGo, missing: words.willCome };
}

/** Who took somebody out, where that is known. */
export function removedText({ removedBy, removedAt }: Pick<MissingMember, 'removedBy' | 'removedAt'>): string {
  if (!removedBy) return t.team.drift.unknown;
  return removedAt ? t.team.drift.removedBy(removedBy, dateTime(removedAt)) : t.team.drift.removed(removedBy);
}
