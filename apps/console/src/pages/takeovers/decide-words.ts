import type { TakeoverDetails } from '../../api/generated/types.gen';
import { t } from '../../texts';

export type Decision = 'allow' | 'decline' | 'undo';

interface Counted {
  readonly membersGained?: { readonly count: number };
  readonly membersLost?: { readonly count: number };
}

/**
 * How many people gain and lose access. Of a group that was refused the members come with its next push: then the takeover's own lists
 * say it.
 */
export function countsOf(
  how: Decision,
  { kept, gain, lose }: Pick<TakeoverDetails, 'kept' | 'gain' | 'lose'>,
  { membersGained, membersLost }: Counted,
): readonly [gain: number, lose: number] {
  if (how === 'allow' && !kept) return [gain.count, lose.count];
  return [membersGained?.count ?? 0, membersLost?.count ?? 0];
}

/** What comes of the decision beside that. */
export function afterText(how: Decision, { kept }: Pick<TakeoverDetails, 'kept'>): string {
  if (how === 'decline') return t.takeover.decline.after;
  if (how === 'undo') return t.takeover.undo.after;
  return kept ? t.takeover.allow.atOnce : t.takeover.allow.pushAgain;
}
