import { UserEvents, type FindVersions, type OwnedVersion } from '@rollcall/contracts';
import type { PartitionRange } from '@rollcall/messaging';
import { readRows } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { VersionComparison } from '../src/completeness/compare-versions.js';
import { accountsToCompare, behindAmong, noteCompared } from '../src/persistence/compared-accounts.js';
import { eventsCompleteSince } from '../src/persistence/missing-events.js';
import { strikePerson } from '../src/persistence/proofs/strike-person.js';
import { auditLog } from './support/audit-database.js';
import { aRecord } from './support/records.js';

const { dataSource, store } = await auditLog();

const topic = aRecord().topic;
/** What each owner says, by account and owner. */
let owned: Map<string, OwnedVersion[]>;
let asked: FindVersions[];
let ranges: PartitionRange[];
let isAway = false;
let comparison: VersionComparison;
const ownerOf = (owner: string) => ({
  ask: (_query: unknown, input: object) => {
    if (isAway) return Promise.reject(new Error('away'));
    const find = input as FindVersions;
    asked.push(find);
    const all = (owned.get(`${find.accountId} ${owner}`) ?? []).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    return Promise.resolve(all.filter(({ id }) => id > (find.after ?? '')).slice(0, find.limit)) as never;
  },
});
const newComparison = () =>
  new VersionComparison({
    owners: { users: ownerOf('users'), teams: ownerOf('teams'), tokens: ownerOf('tokens') },
    accounts: () => accountsToCompare(dataSource),
    completeSince: () => Promise.resolve(undefined),
    behindAmong: (accountId, versions) => behindAmong(dataSource, accountId, versions),
    noteCompared: (accountId, to) => noteCompared(dataSource, accountId, to),
    ranges: () => Promise.resolve(ranges),
    positions: () => store.positions(),
    recordUnheard: (accountId, unheard) => store.recordUnheard(accountId, unheard),
    onFailure: () => undefined,
  });
beforeEach(() => {
  [owned, asked, ranges, isAway, comparison] = [new Map(), [], [], false, newComparison()];
});

let partition = 0;
let offset = 0;
async function hears(accountId: string, userId: string, ...versions: number[]): Promise<void> {
  partition += 1;
  for (const version of versions)
    await store.save([
      aRecord({ type: UserEvents.updated.type, accountId, partition, offset: offset++, version, payload: { userId } }),
    ]);
}

const gapsOf = (accountId: string) =>
  readRows<{ subject_kind: string; subject_id: string; detail: object }>(
    dataSource,
    `SELECT subject_kind, subject_id, detail FROM entries WHERE account_id = $1 AND kind = 'gap' ORDER BY seq`,
    [accountId],
  );

describe('what owners say', () => {
  it('and was not heard of is an entry of the account, once, when it is still so the next time', async () => {
    const [account, ann, bob, team, token] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    const begun = Date.now();
    await hears(account, ann, 1, 2);
    await hears(account, bob, 1);
    owned.set(`${account} users`, [
      { id: ann, version: 2 },
      { id: bob, version: 3 },
      { id: account, version: 2 },
    ]);
    owned.set(`${account} teams`, [{ id: team, version: 4 }]);
    owned.set(`${account} tokens`, [{ id: token, version: 1 }]);
    await comparison.run();
    expect(await gapsOf(account)).toEqual([]);
    await comparison.run();
    const found = (kind: string, id: string, from: number, to: number) => ({
      subject_kind: kind,
      subject_id: id,
      detail: { from, to, foundBy: 'comparison' },
    });
    const missing = [
      found('user', bob, 2, 3),
      found('account', account, 1, 2),
      found('team', team, 1, 4),
      found('token', token, 1, 1),
    ];
    expect(await gapsOf(account)).toHaveLength(4);
    expect(await gapsOf(account)).toEqual(expect.arrayContaining(missing));
    await comparison.run();
    await comparison.run();
    await hears(account, bob, 4); // goes on from there
    expect(await gapsOf(account)).toHaveLength(4);
    expect((await eventsCompleteSince(dataSource, account))?.getTime()).toBeGreaterThanOrEqual(begun);
  });

  it('is heard of meanwhile: nothing is missing', async () => {
    const [account, ann] = [uuidv7(), uuidv7()];
    await hears(account, ann, 1);
    owned.set(`${account} users`, [{ id: ann, version: 2 }]);
    await comparison.run();
    await hears(account, ann, 2);
    await comparison.run();
    await comparison.run();
    expect(await gapsOf(account)).toEqual([]);
  });

  it('is not called missing while the topics are not read as far as they went', async () => {
    const [account, ann] = [uuidv7(), uuidv7()];
    await hears(account, ann, 1);
    owned.set(`${account} users`, [{ id: ann, version: 2 }]);
    ranges = [{ topic, partition: 9_999, low: 0, high: 1 }];
    for (let times = 0; times < 3; times += 1) await comparison.run();
    expect(await gapsOf(account)).toEqual([]);
  });

  it('is not compared for who was struck from the log: nothing is known of the person any more', async () => {
    const [account, ann] = [uuidv7(), uuidv7()];
    await hears(account, ann, 1);
    const erased = { type: UserEvents.erased.type, accountId: account, partition, offset: offset++, version: 2 };
    await store.save([aRecord({ ...erased, payload: { userId: ann } })]);
    expect(await strikePerson(dataSource, account, ann)).toBe(2);
    owned.set(`${account} users`, [{ id: ann, version: 2 }]);
    await comparison.run();
    await comparison.run();
    expect(await gapsOf(account)).toEqual([]);
  });

  it('is asked for since the last time only, and again from there after a failure', async () => {
    const [account, ann] = [uuidv7(), uuidv7()];
    await hears(account, ann, 1);
    owned.set(`${account} users`, [{ id: ann, version: 1 }]);
    await comparison.run();
    const ofAccount = () => asked.filter(({ accountId }) => accountId === account);
    const [first] = ofAccount();
    expect(first?.since).toBeUndefined();
    isAway = true;
    await comparison.run();
    [isAway, asked] = [false, []];
    await comparison.run();
    expect(ofAccount().map(({ since }) => since)).toEqual(Array.from({ length: 3 }, () => first?.before));
  });
});
