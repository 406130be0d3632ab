import type { FindReconcilerLag, LagBucket } from '@rollcall/contracts';
import { SearchQueryInvalid } from '../domain/search-query.js';
import type { LagRange } from '../persistence/lag-reads.js';

const dayMs = 24 * 3_600_000;
const maxDays: Readonly<Record<LagBucket, number>> = { '5m': 1, hour: 7, day: 31 };

/**
 * The time that is asked for, up to now: as long as may be asked for where nothing is said.
 * @throws SearchQueryInvalid where it is longer, or begins later than now
 */
export function lagRangeOf({ accountId, since, bucket }: FindReconcilerLag, now: Date): LagRange {
  const days = maxDays[bucket];
  const begin = since === undefined ? new Date(now.getTime() - days * dayMs) : new Date(since);
  if (begin > now) throw new SearchQueryInvalid('"since" must be earlier than now.');
  // A moment more, for who reckons by a clock that is not ours.
  if (now.getTime() - begin.getTime() > days * dayMs + 60_000)
    throw new SearchQueryInvalid(
      `By ${bucket}, at most ${days === 1 ? 'a day is' : `${days} days are`} told of: narrow since.`,
    );
  return { accountId, since: begin, bucket };
}
