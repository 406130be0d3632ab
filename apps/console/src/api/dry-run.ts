import { answerTo } from './call';
import type { WouldChange } from './generated/types.gen';

/** The header by which a write is only asked about. */
export const dryRun = { 'Rollcall-Dry-Run': 'true' } as const;

/** What a dry run says; of an answer without a body the names of attributes stand for their changes. */
export type Foreseen = Omit<WouldChange, 'attributes'>;

/**
 * What a write would change.
 * @param outcome of a call with the header `dryRun`
 * @throws ApiProblem as the write itself would be refused
 */
export async function foreseen(outcome: Parameters<typeof answerTo>[0]): Promise<Foreseen> {
  const { data, response } = await answerTo(outcome);
  if (typeof data === 'object' && data !== null && 'wouldChange' in data) return data.wouldChange as Foreseen;
  const text = response.headers.get('rollcall-would-change');
  if (!text) throw new Error('the answer to a dry run does not say what would change');
  return JSON.parse(text) as Foreseen;
}
