import { t } from '../../texts';

/** How many people are too many in a team, and how many are missing. */
export const differenceText = (extra: number, missing: number): string =>
  [extra > 0 ? t.reconciler.drifting.extra(extra) : '', missing > 0 ? t.reconciler.drifting.missing(missing) : '']
    .filter(Boolean)
    .join(', ');
