import { readRows } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { AuditReadModel } from '../src/persistence/audit-read-model.js';
import { lookAfterDays } from '../src/persistence/days.js';
import { Holds } from '../src/persistence/holds.js';
import { auditLog } from './support/audit-database.js';
import { fillLog } from './support/filled-log.js';

const { dataSource, reads, query } = await auditLog({ pastDays: 40 });
const readModel = new AuditReadModel(reads);
const holds = new Holds(dataSource);
const [held, other] = [uuidv7(), uuidv7()];
await fillLog(query, { accountId: held, count: 3_000, days: 20 });
await fillLog(query, { accountId: other, count: 3_000, days: 30 });

const kept = { changesDays: 10, readsDays: 8 };
const numbersOf = async (accountId: string) => {
  const rows = await readRows<{ first: string; count: string; holes: string }>(
    dataSource,
    'SELECT min(seq) AS first, count(*), max(seq) - min(seq) + 1 - count(*) AS holes FROM entries WHERE account_id = $1',
    [accountId],
  );
  return { first: Number(rows[0]?.first), count: Number(rows[0]?.count), holes: Number(rows[0]?.holes) };
};
const firstFound = async (accountId: string) => {
  const search = { accountId, log: 'changes', order: 'asc', limit: 1, query: { terms: [] } } as const;
  return (await readModel.search.find(search)).entries[0]?.seq;
};

describe('a legal hold', () => {
  it('is set once, and listed', async () => {
    await holds.set(held, new Date('2026-03-01T10:00:00Z'));
    await holds.set(held, new Date());
    expect(await holds.list()).toEqual([{ accountId: held, since: '2026-03-01T10:00:00.000Z' }]);
  });

  it('keeps every entry of the account, and what others had in its days goes when its time is over', async () => {
    const { dropped, failures } = await lookAfterDays(dataSource, kept, new Date());
    expect(failures).toEqual([]);
    // Days in which the account has nothing go as a whole.
    expect(dropped.filter(({ table }) => table === 'entries').length).toBeGreaterThanOrEqual(20);
    expect(await numbersOf(held)).toEqual({ first: 1, count: 3_000, holes: 0 });
    expect(await firstFound(held)).toBe(1);
    const left = await numbersOf(other);
    expect(left).toMatchObject({ count: 3_000 - left.first + 1, holes: 0 });
    expect([left.first > 1_000, await firstFound(other)]).toEqual([true, left.first]);
    expect(await lookAfterDays(dataSource, kept, new Date())).toEqual({ dropped: [], failures: [] });
  });

  it('is more than the service: no day with an entry of the account can be dropped by its role', async () => {
    const drop = `SELECT drop_day('entries', current_date - 15)`;
    await expect(readRows(dataSource, drop)).rejects.toThrow(/an account that is held/);
    await expect(readRows(dataSource, `SELECT drop_day('sources', current_date - 15)`)).rejects.toThrow(/held/);
  });

  it('ends, and what was over is dropped by the next look', async () => {
    await holds.end(held);
    await holds.end(held);
    expect(await holds.list()).toEqual([]);
    const { dropped } = await lookAfterDays(dataSource, kept, new Date());
    expect(dropped.filter(({ table }) => table === 'entries').length).toBeGreaterThanOrEqual(9);
    const left = await numbersOf(held);
    expect([left.first > 1_000, left.holes, await firstFound(held)]).toEqual([true, 0, left.first]);
  });
});
