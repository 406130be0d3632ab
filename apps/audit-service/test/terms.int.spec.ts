import { AccountEvents, defaultAccountSettings, Refusal, WorkspaceRequestRecorded } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { learnTerms } from '../src/clients/learn-terms.js';
import { accountsWithoutTerms, keepTerms, noteTerms } from '../src/persistence/account-terms.js';
import { AuditReadModel } from '../src/persistence/audit-read-model.js';
import { Holds } from '../src/persistence/holds.js';
import { stateLogs } from '../src/persistence/proofs/state-logs.js';
import { auditLog } from './support/audit-database.js';
import { fillLog, requestOf } from './support/filled-log.js';
import { key, verified } from './support/proved-log.js';
import { aRecord, userRecords } from './support/records.js';

const { dataSource, reads, query, storeWith } = await auditLog({ pastDays: 60 });
const { search, count, ofRequest, completeSince } = bound(new AuditReadModel(reads));
const holds = new Holds(dataSource);

const dayMs = 24 * 3_600_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);
const storeAt = (now: () => Date) => storeWith({ now });
const store = storeAt(() => new Date());

function bound(model: AuditReadModel) {
  return {
    search: (accountId: string) =>
      model.search.find({ accountId, log: 'changes', order: 'asc', limit: 5_000, query: { terms: [] } }),
    completeSince: (accountId: string) => model.completeSince(accountId),
    count: async (accountId: string) => {
      const counts = await model.count({ accountId, from: daysAgo(100), to: new Date(), by: 'day' });
      return counts.reduce((sum, each) => sum + each.count, 0);
    },
    ofRequest: (accountId: string, n: number) => model.ofRequest(accountId, requestOf(n)),
  };
}

let offset = 0;
/** An admin changes settings of the account. */
const sets = (accountId: string, settings: Record<string, string>) =>
  store.save([
    aRecord({
      type: AccountEvents.settingsChanged.type,
      accountId,
      partition: 3,
      offset: offset++,
      payload: { changed: Object.keys(settings), settings: { ...defaultAccountSettings, ...settings } },
    }),
  ]);

const rowsOf = async (table: string, accountId: string) => {
  const [row] = await readRows<{ count: string }>(dataSource, `SELECT count(*) FROM ${table} WHERE account_id = $1`, [
    accountId,
  ]);
  return Number(row?.count);
};

describe('an account that wants its log kept for a shorter time', () => {
  const [short, other] = [uuidv7(), uuidv7()];

  it('is shown nothing older from the moment in which it says so, by any query, and others are', async () => {
    await Promise.all([short, other].map((accountId) => fillLog(query, { accountId, count: 3_000, days: 60 })));
    expect((await search(short)).entries[0]?.seq).toBe(1);
    await sets(short, { auditChangesDays: '30' });
    const { entries, isOver } = await search(short);
    const first = entries[0]?.seq ?? 0;
    expect([first > 1_400 && first < 1_550, isOver, entries.length]).toEqual([true, true, 3_001 - first + 1]);
    expect(await count(short)).toBeLessThan(1_600);
    expect([await ofRequest(short, 1), (await ofRequest(short, 2_999)).length]).toEqual([[], 1]);
    expect([(await search(other)).entries[0]?.seq, (await ofRequest(other, 1)).length]).toEqual([1, 1]);
    expect(await rowsOf('entries', short)).toBe(3_001);
  });

  it('is shown all of it while it is held, and nothing is deleted', async () => {
    await holds.set(short, new Date());
    expect((await search(short)).entries[0]?.seq).toBe(1);
    await keepTerms(dataSource, new Date());
    expect(await rowsOf('entries', short)).toBe(3_001);
    await holds.end(short);
  });

  it('loses what is older at the next look at the days, without a hole; what others have in these days stays', async () => {
    const { entries } = await search(short);
    await keepTerms(dataSource, new Date());
    expect(await rowsOf('entries', short)).toBe(entries.length);
    expect((await search(short)).entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq));
    expect(await rowsOf('entries', other)).toBe(3_000);
    await sets(short, { auditChangesDays: 'longest' });
    expect((await search(short)).entries[0]?.seq).toBe(entries[0]?.seq);
  });
});

describe('a log that is kept for a shorter time', () => {
  it('has no hole where the service ends while a day is deleted, and the account wants it longer again', async () => {
    const account = uuidv7();
    await fillLog(query, { accountId: account, count: 45_000, days: 1, endedDaysAgo: 45 });
    await noteTerms(dataSource, account, { auditChangesDays: '30' });
    let looks = 0;
    await keepTerms(dataSource, new Date(), () => (looks += 1) > 1);
    expect([await rowsOf('entries', account), (await search(account)).entries]).toEqual([25_000, []]);
    await noteTerms(dataSource, account, { auditChangesDays: 'longest' });
    expect((await search(account)).entries[0]?.seq).toBe(20_001);
    await noteTerms(dataSource, account, { auditChangesDays: '30' });
    await keepTerms(dataSource, new Date());
    expect([await rowsOf('entries', account), await rowsOf('account_days', account)]).toEqual([0, 0]);
  });

  it('is proved from its first day on, with checkpoints of before, and keeps no text of older requests', async () => {
    const account = uuidv7();
    const request = (n: number) =>
      aRecord({
        type: WorkspaceRequestRecorded.type,
        accountId: account,
        partition: 4,
        offset: n,
        payload: { address: '192.0.2.77', requestId: uuidv7() },
      });
    const looked = (n: number) =>
      aRecord({
        type: WorkspaceRequestRecorded.type,
        accountId: account,
        partition: 7,
        offset: n,
        payload: { address: '192.0.2.78', requestId: uuidv7(), method: 'GET', status: 200 },
      });
    await storeAt(() => daysAgo(40)).save([request(0), looked(0)]);
    await storeAt(() => daysAgo(40)).save(userRecords(account, 5).map((record) => ({ ...record, partition: 5 })));
    const { note: anchor = '' } = await stateLogs(dataSource, { current: key }, new Date());
    await store.save(userRecords(account, 5, 5).map((record) => ({ ...record, partition: 5 })));
    await store.save([request(1)]);
    await stateLogs(dataSource, { current: key }, new Date());
    expect(await verified(dataSource, account, [anchor])).toMatchObject({ from: 1, to: 12 });
    await sets(account, { auditChangesDays: '30', auditReadsDays: '8' });
    await stateLogs(dataSource, { current: key }, new Date());
    const proved = { from: 7, to: 13, anchors: [{ entries: 6 }] };
    expect(await verified(dataSource, account, [anchor])).toMatchObject(proved);
    expect([await rowsOf('sources', account), await rowsOf('read_entries', account)]).toEqual([3, 1]);
    await keepTerms(dataSource, new Date());
    const left = ['entries', 'read_entries', 'sources'].map((table) => rowsOf(table, account));
    expect(await Promise.all(left)).toEqual([7, 0, 1]);
    expect(await verified(dataSource, account, [anchor])).toMatchObject(proved);
  });
});

describe('since when a log is complete', () => {
  const account = uuidv7();
  const firstKept = async () => (await search(account)).entries[0]?.receivedAt;

  it('is not said while it has all from its first entry on', async () => {
    await fillLog(query, { accountId: account, count: 3_000, days: 60 });
    expect(await completeSince(account)).toBeUndefined();
    expect(await completeSince(uuidv7())).toBeUndefined();
  });

  it('is when the first entry arrived that is still shown, and moves with the days', async () => {
    await noteTerms(dataSource, account, { auditChangesDays: '30' });
    expect([(await completeSince(account))?.toISOString()]).toEqual([await firstKept()]);
    await keepTerms(dataSource, new Date());
    await noteTerms(dataSource, account, { auditChangesDays: 'longest' });
    expect([(await completeSince(account))?.toISOString()]).toEqual([await firstKept()]);
    await holds.set(account, new Date());
    expect([(await completeSince(account))?.toISOString()]).toEqual([await firstKept()]);
    await holds.end(account);
  });

  it('is today where the log had entries, and all of them are gone', async () => {
    const silent = uuidv7();
    await fillLog(query, { accountId: silent, count: 100, days: 5, endedDaysAgo: 40 });
    await noteTerms(dataSource, silent, { auditChangesDays: '30' });
    const today = `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`;
    expect((await completeSince(silent))?.toISOString()).toBe(today);
  });
});

describe('what accounts had said before the topics begin', () => {
  it('is asked of user-service once; what events say holds', async () => {
    const [early, gone] = [uuidv7(), uuidv7()];
    await store.save([early, gone].map((accountId, n) => aRecord({ accountId, partition: 6, offset: n })));
    const asked: string[] = [];
    const users = {
      ask: (_query: unknown, { account }: { account: string }) => {
        asked.push(account);
        if (account === gone) throw new Refusal('account-not-found', { account });
        return Promise.resolve({ settings: { ...defaultAccountSettings, auditReadsDays: '9' } });
      },
    } as unknown as Parameters<typeof learnTerms>[0]['users']; // a port with one method, of many queries
    const look = () =>
      learnTerms({
        users,
        unknown: () => accountsWithoutTerms(dataSource),
        note: (accountId, settings) => noteTerms(dataSource, accountId, settings),
      });
    await look();
    expect(asked).toEqual(expect.arrayContaining([early, gone]));
    const termsOf = (accountId: string) =>
      readRows(dataSource, 'SELECT changes_days, reads_days FROM account_terms WHERE account_id = $1', [accountId]);
    expect(await termsOf(early)).toEqual([{ changes_days: null, reads_days: 9 }]);
    asked.length = 0;
    await look();
    expect(asked).toEqual([gone]);
    await sets(early, { auditChangesDays: '90' });
    expect(await termsOf(early)).toEqual([{ changes_days: 90, reads_days: 9 }]);
  });
});
