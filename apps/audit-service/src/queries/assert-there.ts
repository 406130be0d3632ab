import { Refusal } from '@rollcall/contracts';
import type { FoundEntries } from '../persistence/entry-search.js';

/**
 * Who goes on behind an entry that is not there waits for what would get a number that seems to be there already: the number is of another
 * log, or the log was restored since.
 * @param says what to do, behind what is so
 * @throws Refusal audit-question-invalid
 */
export function assertThere(after: number | undefined, { upTo: newest }: FoundEntries, says = ''): void {
  if (after === undefined || newest === 0 || after <= newest) return; // of a log without days the newest entry is not known
  const problem = `The log ends with entry ${newest}: there is none with the number ${after} to go on behind.${says}`;
  throw new Refusal('audit-question-invalid', { problem });
}
