import type { AuditBucket, CountAuditEntries } from '@rollcall/contracts';
import { SearchQueryInvalid, readTime } from '../domain/search-query.js';
import type { VolumeRange } from '../persistence/entry-volume.js';

const dayMs = 24 * 3_600_000;
const maxDays: Readonly<Record<AuditBucket, number>> = { hour: 2, day: 31 };
const usualDays: Readonly<Record<AuditBucket, number>> = { hour: 1, day: 7 };

/**
 * The time that is to be counted: up to now, and as long as is usual, where nothing else is said.
 * @throws SearchQueryInvalid where it is no time, longer than may be counted, or ends before it begins
 */
export function rangeOf({ accountId, from, to, by }: CountAuditEntries, now: Date): VolumeRange {
  const end = to === undefined ? now : readTime('to', to);
  const begin = from === undefined ? new Date(end.getTime() - usualDays[by] * dayMs) : readTime('from', from);
  const days = (end.getTime() - begin.getTime()) / dayMs;
  if (days <= 0) throw new SearchQueryInvalid('"to" must be later than "from".');
  if (days > maxDays[by])
    throw new SearchQueryInvalid(`By ${by}, at most ${maxDays[by]} days are counted: narrow from and to.`);
  return { accountId, from: begin, to: end, by };
}
