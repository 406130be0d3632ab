import { ScimRequestRecorded, TeamEvents, UserEvents, type Actor } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { lagStatement, readLag } from '../src/persistence/lag-reads.js';
import {
  countStatement,
  lastRefusalStatement,
  lastRequestsStatement,
  ProvisioningReads,
} from '../src/persistence/provisioning-reads.js';
import { auditLog } from './support/audit-database.js';
import { fillLog, tokenOf } from './support/filled-log.js';
import { aRecord, userId } from './support/records.js';

const { reads, owner, query, store } = await auditLog({ pastDays: 40 });
const provisioning = new ProvisioningReads(reads);

let offset = 0;
const hour = 3_600_000;
const dayAgo = () => new Date(Date.now() - 24 * hour);

/** An account with what its directory did, by two tokens. */
function anAccount() {
  const [accountId, used, dead] = [uuidv7(), uuidv7(), uuidv7()];
  const record = (type: string, payload: object, time?: Date) =>
    aRecord({ type, accountId, payload, partition: 7, offset: offset++, ...(time ? { time } : {}) });
  const request = (of: object, time?: Date) =>
    record(
      ScimRequestRecorded.type,
      { accountId, requestId: uuidv7(), tokenId: used, userAgent: 'Okta SCIM Client 1.0.0', ...of },
      time,
    );
  const directory: Actor = { kind: 'directory', id: used };
  const user = (type: string, of: object = {}) => record(type, { userId: uuidv7(), actor: directory, ...of });
  return { accountId, used, dead, record, request, user };
}

describe('what identity providers did', () => {
  it('is counted by token and kind, and nothing of another account', async () => {
    const { accountId, used, dead, record, request, user } = anAccount();
    const other = anAccount();
    const evicted = [userId, uuidv7()].map((each) => ({ userId: each, reason: 'by hand' }));
    await store.save([
      request({ status: 201 }),
      request({ status: 409, code: 'user-name-taken', standsFor: 4 }),
      request({ status: 409, code: 'user-type-unknown' }),
      request({ status: 200, method: 'GET' }),
      request({ status: 409, dryRun: true, code: 'user-name-taken' }),
      request({ status: 401, tokenId: dead, code: 'token-revoked' }),
      request({ status: 201 }, new Date(Date.now() - 25 * hour)),
      user(UserEvents.created.type),
      user(UserEvents.updated.type),
      user(UserEvents.updated.type, { actor: { kind: 'admin', id: userId } }),
      user(UserEvents.deactivated.type),
      user(UserEvents.released.type, { changed: ['managedBy'] }),
      record(TeamEvents.reconciled.type, { evicted, restored: [] }),
      other.request({ status: 409, code: 'elsewhere' }),
      other.user(UserEvents.created.type),
    ]);
    const { rows, since } = await provisioning.count(accountId, dayAgo());
    const of = (what: string, token: string | null, refused = false) =>
      rows
        .filter((row) => row.what === what && row.token_id === token && row.refused === refused)
        .reduce((sum, { count }) => sum + count, 0);
    expect([of('request', used), of('request', used, true), of('request', dead, true)]).toEqual([2, 6, 1]);
    expect(rows.filter(({ what }) => what !== 'request').map(({ what, count }) => [what, count])).toEqual(
      expect.arrayContaining([
        [UserEvents.created.type, 1],
        [UserEvents.updated.type, 1],
        [UserEvents.deactivated.type, 1],
        [TeamEvents.reconciled.type, 2],
      ]),
    );
    expect(rows.filter(({ what }) => what !== 'request')).toHaveLength(4);
    expect(since.getTime()).toBeCloseTo(dayAgo().getTime(), -4);
  });

  it('ends with the last request of each token, and the last refusal', async () => {
    const { accountId, used, dead, request } = anAccount();
    const other = anAccount();
    const old = new Date(Date.now() - 5 * 24 * hour);
    await store.save([
      request({ status: 201, userAgent: 'older' }, old),
      request({ status: 409, code: 'user-name-taken', userAgent: 'newer' }),
      request({ status: 200, method: 'GET', userAgent: 'reader' }),
      other.request({ status: 409, code: 'elsewhere' }),
    ]);
    const last = await provisioning.lastRequests(accountId, [used, dead, other.used]);
    expect(last.map(({ actor, userAgent }) => [actor?.id, userAgent])).toEqual([
      [used, 'newer'],
      [used, 'reader'],
    ]);
    expect(await provisioning.lastRefusal(accountId)).toMatchObject({ code: 'user-name-taken', status: 409 });
    expect(await provisioning.lastRefusal(uuidv7())).toBeUndefined();
  });

  it('is counted as far back as the time for it allows, and says how far', async () => {
    const accountId = uuidv7();
    await fillLog(query, { accountId, count: 12_000, days: 1 });
    let now = 0;
    const slow = new ProvisioningReads(reads, () => (now += 250)); // each look takes too long
    const { rows: reached } = await owner.query<{ at: Date }>(
      'SELECT received_at AS at FROM entries WHERE account_id = $1 AND seq = 7001',
      [accountId],
    );
    expect((await slow.count(accountId, dayAgo())).since).toEqual(reached[0]?.at);
    const from = dayAgo();
    expect((await provisioning.count(accountId, from)).since).toEqual(from);
  });
});

describe('how long changes by hand lasted', () => {
  it('is told by bucket, of those only, and not of another account', async () => {
    const one = anAccount();
    const other = anAccount();
    const now = new Date(Math.floor(Date.now() / 300_000) * 300_000 - 60_000);
    const before = new Date(now.getTime() - 300_000);
    const after = (ms: number, time: Date) => ({
      userId: uuidv7(),
      reason: 'by hand',
      cause: 'by-hand',
      at: new Date(time.getTime() - ms).toISOString(),
    });
    const run = ({ record }: typeof one, time: Date, evicted: object[], restored: object[] = []) =>
      record(TeamEvents.reconciled.type, { evicted, restored }, time);
    await store.save([
      run(one, now, [after(100, now), after(300, now)], [after(200, now)]),
      run(one, now, [{ userId: uuidv7(), reason: 'not in the group' }]),
      run(one, before, [after(5_000, before)]),
      run(one, new Date(now.getTime() - 48 * hour), [after(9_000, now)]),
      run(other, now, [after(60_000, now)]),
    ]);
    const lag = await readLag(reads, { accountId: one.accountId, since: dayAgo(), bucket: '5m' });
    const bucketOf = (time: Date) => new Date(Math.floor(time.getTime() / 300_000) * 300_000).toISOString();
    expect(lag).toEqual([
      { from: bucketOf(before), count: 1, p50Ms: 5_000, p95Ms: 5_000, maxMs: 5_000 },
      { from: bucketOf(now), count: 3, p50Ms: 200, p95Ms: 290, maxMs: 300 },
    ]);
    expect(await readLag(reads, { accountId: uuidv7(), since: dayAgo(), bucket: 'day' })).toEqual([]);
  });
});

/** A partition of more than a page is read whole; those of days to come are empty, and cost nothing. */
const scansAPartition = /Seq Scan on entries_\w+\b(?!(?: \w+)? {2}\(cost=0\.00\.\.[01]\.)/;

describe('the statements about it', () => {
  it('are led by indexes in a long log', async () => {
    const accountId = uuidv7();
    await fillLog(query, { accountId, count: 30_000, days: 12 });
    const today = new Date().toISOString().slice(0, 10);
    const count = countStatement(
      { accountId, log: 'changes', from: dayAgo() },
      { low: 29_001, high: 30_000, firstDay: today, lastDay: today },
    );
    for (const [sql, values] of [
      [count.sql, count.values],
      [lastRequestsStatement('changes'), [accountId, [tokenOf(1), tokenOf(2)]]],
      [lastRefusalStatement, [accountId]],
      [lagStatement, [accountId, dayAgo(), '1 hour']],
    ] as const) {
      const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...values]);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index Scan|Bitmap Index Scan/);
      expect(plan).not.toMatch(scansAPartition);
    }
  });
});
