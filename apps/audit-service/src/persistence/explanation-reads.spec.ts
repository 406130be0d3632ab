import type { DataSource } from '@rollcall/persistence';
import { describe, expect, it } from 'vitest';
import type { EntrySearch, FoundEntries, Search } from './entry-search.js';
import { ExplanationReads } from './explanation-reads.js';
import type { KeptView } from './kept-entry.js';

const entry = (seq: number) => ({ seq }) as KeptView; // nothing else of it is looked at
const neverAsked = {} as DataSource; // `newest` asks the search alone

/** Searches whose budgets end after each page; the clock goes on by as much. */
function searching(pages: readonly Pick<FoundEntries, 'entries' | 'next'>[]) {
  let now = 0;
  const asked: Search[] = [];
  const search: Pick<EntrySearch, 'find'> = {
    find: (one) => {
      now += 400;
      asked.push(one);
      const page = pages[asked.length - 1] ?? { entries: [], next: 1 };
      return Promise.resolve({ ...page, isOver: page.next === undefined, upTo: 1_000 });
    },
  };
  return { asked, reads: new ExplanationReads(neverAsked, search, () => now) };
}

describe('the newest entries of a long log', () => {
  it('are searched for where the last search stopped, until the log ends', async () => {
    const { asked, reads } = searching([
      { entries: [], next: 900 },
      { entries: [entry(700)], next: 600 },
      { entries: [entry(3)] },
    ]);
    expect(await reads.newest('account', [])).toEqual({ entries: [entry(700), entry(3)], isWhole: true });
    expect(asked.map(({ after, limit }) => [after, limit])).toEqual([
      [undefined, 20],
      [900, 20],
      [600, 19],
    ]);
  });

  it('are enough where as many were found as are looked at', async () => {
    const { asked, reads } = searching([
      { entries: [], next: 900 },
      { entries: [entry(700)], next: 700 },
    ]);
    expect(await reads.newest('account', [], { limit: 1 })).toEqual({ entries: [entry(700)], isWhole: true });
    expect(asked).toHaveLength(2);
  });

  it('are said not to be all where three seconds are over first', async () => {
    const { asked, reads } = searching([{ entries: [entry(700)], next: 600 }]);
    expect(await reads.newest('account', [])).toEqual({ entries: [entry(700)], isWhole: false });
    expect(asked).toHaveLength(8);
  });
});
