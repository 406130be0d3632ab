import type { AuditBucket, CountAuditEntries } from '@rollcall/contracts';
import { QuestionProblem } from '../domain/question.js';
import type { VolumeRange } from '../persistence/entry-volume.js';

const dayMs = 24 * 3_600_000;
const most: Readonly<Record<AuditBucket, number>> = { hour: 2, day: 31 };

/**
 * The range that is to be counted.
 * @throws QuestionProblem where it is longer than may be counted, or ends before it begins
 */
export function checkRange({ accountId, from, to, by }: CountAuditEntries): VolumeRange {
  const range = { accountId, from: new Date(from), to: new Date(to), by };
  const days = (range.to.getTime() - range.from.getTime()) / dayMs;
  if (days <= 0) throw new QuestionProblem('"to" must be later than "from".');
  if (days > most[by]) throw new QuestionProblem(`By ${by}, at most ${most[by]} days are counted: narrow from and to.`);
  return range;
}
