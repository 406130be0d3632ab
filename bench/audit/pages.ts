import type { AuditWords } from '@rollcall/contracts';
import type { DataSource } from '@rollcall/persistence';
import { readSearchQuery } from '../../apps/audit-service/dist/domain/search-query.js';
import { EntrySearch } from '../../apps/audit-service/dist/persistence/entry-search.js';
import { personOf, requestOf, tokenOf } from '../../apps/audit-service/test/support/filled-log.ts';
import { quantile } from '../load.ts';

export interface PagesOf {
  readonly reads: DataSource;
  readonly accountId: string;
  /** The entries of the log. */
  readonly count: number;
  readonly rounds: number;
}

/** What is asked in the n-th round: another person, another request each time. */
const questions: readonly (readonly [name: string, words: (n: number, count: number) => AuditWords])[] = [
  ['newest', () => ({})],
  ['about a person', (n) => ({ about: personOf(n * 37) })],
  ['by a token', (n) => ({ token: tokenOf(n) })],
  ['of one request', (n, count) => ({ request: requestOf(1 + ((n * 7_919) % count)) })],
  ['refused only', () => ({ outcome: 'refused' })],
  ['by a code, without an index', () => ({ code: 'user-name-taken' })],
  ['of a type that there is not', () => ({ type: 'token.created' })],
];

/** Prints how long pages of 100 take, the first of each kind not counted. */
export async function measurePages({ reads, accountId, count, rounds }: PagesOf): Promise<void> {
  const search = new EntrySearch(reads);
  console.log('| page of 100 | p50 ms | p95 ms | found |\n|---|---|---|---|');
  for (const [name, words] of questions) {
    const times: number[] = [];
    let found = 0;
    for (let n = 0; n <= rounds; n += 1) {
      const query = readSearchQuery(words(n, count));
      const began = performance.now();
      const page = await search.find({ accountId, log: 'changes', order: 'desc', limit: 100, query });
      if (n > 0) times.push(performance.now() - began);
      found = page.entries.length;
    }
    const sorted = times.toSorted((a, b) => a - b);
    console.log(`| ${name} | ${quantile(sorted, 0.5).toFixed(1)} | ${quantile(sorted, 0.95).toFixed(1)} | ${found} |`);
  }
}
