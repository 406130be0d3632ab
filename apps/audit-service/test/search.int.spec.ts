import type { AuditWords } from '@rollcall/contracts';
import { inTransaction, readRows } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { readSearchQuery } from '../src/domain/search-query.js';
import { AuditReadModel } from '../src/persistence/audit-read-model.js';
import { lookAfterDays } from '../src/persistence/days.js';
import { EntrySearch, windowStatement, type Search } from '../src/persistence/entry-search.js';
import { auditLog } from './support/audit-database.js';
import { fillLog, personOf, requestOf, tokenOf } from './support/filled-log.js';
import { aRecord } from './support/records.js';

const { dataSource, reads, query, store } = await auditLog({ pastDays: 40 });
const readModel = new AuditReadModel(reads);
const [accountId, other] = [uuidv7(), uuidv7()];
const [count, days] = [30_000, 12];
await fillLog(query, { accountId, count, days });
await fillLog(query, { accountId: other, count: 1_000, days: 2 });

const ask = (words: AuditWords, of: Partial<Search> = {}): Search => ({
  accountId,
  log: 'changes',
  order: 'desc',
  limit: 100,
  query: readSearchQuery(words),
  ...of,
});
const seqs = async (words: AuditWords, of?: Partial<Search>) =>
  (await readModel.search.find(ask(words, of))).entries.map(({ seq }) => seq);

describe('a search', () => {
  it('finds by each word what is there, newest first', async () => {
    const is = (test: (n: number) => boolean, limit = 5) =>
      Array.from({ length: count }, (_, n) => count - n)
        .filter(test)
        .slice(0, limit);
    const five = { limit: 5 };
    expect(await seqs({}, five)).toEqual(is(() => true));
    expect(await seqs({ about: personOf(27) }, five)).toEqual(
      is((n) => n % 1_000 === 27 || (n % 20 === 0 && (n + 7) % 1_000 === 27)),
    );
    expect(await seqs({ token: tokenOf(3) }, five)).toEqual(is((n) => n % 5 === 3));
    expect(await seqs({ outcome: 'refused' }, five)).toEqual(is((n) => n % 50 === 0));
    expect(await seqs({ q: 'type:user.* -outcome:refused' }, five)).toEqual(is((n) => n % 3 === 0 && n % 50 !== 0));
    expect(await seqs({ status: '4xx', type: 'user.updated,team.members-added' }, five)).toEqual(
      is((n) => n % 50 === 0),
    );
    expect(await seqs({ request: requestOf(77) })).toEqual([77]);
    expect(await seqs({ code: 'user-name-*', actor: tokenOf(0) }, five)).toEqual(is((n) => n % 50 === 0));
  });

  it('passes over every entry once, page by page, in both orders', async () => {
    for (const order of ['desc', 'asc'] as const) {
      const seen: number[] = [];
      for (let after: { after?: number } = {}; ;) {
        const page = await readModel.search.find(
          ask({ about: personOf(3), outcome: 'done' }, { order, limit: 7, ...after }),
        );
        seen.push(...page.entries.map(({ seq }) => seq));
        if (page.entries.length < 7) break;
        after = { after: page.next ?? 0 };
      }
      expect(seen.length).toBeGreaterThan(20);
      expect(seen).toEqual(seen.toSorted((a, b) => (order === 'asc' ? a - b : b - a)));
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('looks at the days only that can hold a time', async () => {
    const from = new Date(Date.now() - 3 * 24 * 3_600_000);
    const found = await readModel.search.find(
      ask({ from: from.toISOString(), type: 'user.updated' }, { limit: 10_000 }),
    );
    expect(found.entries.length).toBeGreaterThan(1_000);
    expect(found.entries.every(({ at }) => new Date(at) >= from)).toBe(true);
  });

  it('says how far it came where time is over, and goes on from there', async () => {
    let now = 0;
    const slow = new EntrySearch(reads, () => (now += 250)); // each look takes too long
    const seen: number[] = [];
    let pages = 0;
    for (let after: { after?: number } = {}; ; pages += 1) {
      const { entries, next, searchedTo } = await slow.find(
        ask({ code: 'user-name-taken', status: '409' }, { limit: 1_000, ...after }),
      );
      seen.push(...entries.map(({ seq }) => seq));
      if (next === undefined) break;
      expect(searchedTo).toBeInstanceOf(Date);
      after = { after: next };
    }
    expect(pages).toBeGreaterThan(3);
    expect(seen).toEqual(Array.from({ length: count / 50 }, (_, n) => count - n * 50));
  });

  it('from the oldest on gives what comes, and skips nothing that arrives late', async () => {
    const account = uuidv7();
    const of = { accountId: account, order: 'asc' } as const;
    await store.save([aRecord({ accountId: account, partition: 90, offset: 0 })]);
    const first = await readModel.search.find(ask({}, of));
    expect([first.entries.length, first.next]).toEqual([1, 1]);
    const old = new Date(Date.now() - 40 * 24 * 3_600_000);
    await store.save([aRecord({ accountId: account, partition: 90, offset: 1, time: old })]);
    const second = await readModel.search.find(ask({}, { ...of, after: first.next ?? 0 }));
    expect(second.entries.map(({ seq, at }) => [seq, at])).toEqual([[2, old.toISOString()]]);
    expect(await seqs({ to: new Date(old.getTime() + 1_000).toISOString() }, { accountId: account })).toEqual([2]);
  });

  it('finds nothing of another account, by whatever word', async () => {
    const words = [{ request: requestOf(2_000) }, { q: `request:${requestOf(29_999)}` }, { about: uuidv7() }];
    for (const each of words) expect(await seqs(each, { accountId: other })).toEqual([]);
    expect(await readModel.ofRequest(other, requestOf(2_000))).toEqual([]);
    expect((await readModel.ofRequest(accountId, requestOf(2_000))).length).toBe(1);
  });
});

describe('a page', () => {
  const dayOf = (daysAgo: number) => new Date(Date.now() - daysAgo * 24 * 3_600_000).toISOString().slice(0, 10);
  const window = { low: 1, high: count, firstDay: dayOf(days - 1), lastDay: dayOf(0) };
  it.each([
    ['newest', {}],
    ['about a person', { about: personOf(5) }],
    ['by a token', { token: tokenOf(1) }],
    ['of one request', { request: requestOf(9) }],
    ['of refusals', { outcome: 'refused' }],
  ] as const)('%s goes by indexes', async (_, words) => {
    const { sql, values } = windowStatement(ask(words), window, 101);
    const plan = await readRows<{ 'QUERY PLAN': string }>(
      reads,
      `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${sql}`,
      values,
    );
    const lines = plan.map((row) => row['QUERY PLAN']).filter((line) => !line.includes('never executed'));
    expect(lines.filter((line) => /Seq Scan on .*entries/.test(line))).toEqual([]);
    expect(lines.some((line) => /Index.* Scan .*entries/.test(line))).toBe(true);
  });
});

describe('retention', () => {
  it('drops whole days, none that is young, and what is left is found as before', async () => {
    const kept = { changesDays: 20, readsDays: 10 };
    const { dropped, failures } = await lookAfterDays(dataSource, kept, new Date());
    expect(failures).toEqual([]);
    expect(dropped.filter(({ table }) => table === 'entries').length).toBeGreaterThanOrEqual(19);
    expect(dropped.filter(({ table }) => table === 'read_entries').length).toBeGreaterThanOrEqual(29);
    expect(await lookAfterDays(dataSource, kept, new Date())).toEqual({ dropped: [], failures: [] });
    expect(await seqs({}, { order: 'asc', limit: 3 })).toEqual([1, 2, 3]);
    await expect(readRows(dataSource, `SELECT drop_day('entries', current_date - 3)`)).rejects.toThrow(
      /must be a week old/,
    );
    await expect(readRows(dataSource, `SELECT drop_day('audit_logs', current_date - 30)`)).rejects.toThrow();
    for (const sql of [
      `UPDATE entries SET type = 'x'`,
      'DROP TABLE entries',
      'TRUNCATE entries',
      'SELECT FROM days.entries_20260101',
    ])
      await expect(readRows(dataSource, sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('drops the days of other tables while somebody reads one, and undoes nothing', async () => {
    const kept = { changesDays: 19, readsDays: 9 };
    const { dropped, failures } = await inTransaction(dataSource, async (tx) => {
      await tx.query('SELECT FROM entries LIMIT 1');
      return lookAfterDays(dataSource, kept, new Date());
    });
    expect(dropped.map(({ table }) => table)).toEqual(expect.arrayContaining(['read_entries']));
    expect(dropped.map(({ table }) => table)).not.toContain('entries');
    expect(failures).toMatchObject([{ code: '55P03' }]);
  });

  it('of a part of the days that a log has leaves the others to be searched', async () => {
    await lookAfterDays(dataSource, { changesDays: 8, readsDays: 8 }, new Date());
    const [oldest] = await seqs({}, { order: 'asc', limit: 1 });
    expect(oldest).toBeGreaterThan(1);
    expect(await seqs({}, { limit: 3 })).toEqual([count, count - 1, count - 2]);
    expect(await seqs({ request: requestOf(1) })).toEqual([]);
  });
});
