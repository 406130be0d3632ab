import type { MissingMember } from '../../api/generated/types.gen';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import { actorName } from '../../texts/people';

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

/**
 * Who took somebody out, where that is known.
 * @param provider what to call the identity provider
 */
export function removedText(
  { by, removedBy, removedAt }: Pick<MissingMember, 'by' | 'removedBy' | 'removedAt'>,
  provider: string,
): string {
  const name = by ? actorName(by, provider) : removedBy;
  if (!name) return t.team.drift.unknown;
  return removedAt ? t.team.drift.removedBy(name, dateTime(removedAt)) : t.team.drift.removed(name);
}
