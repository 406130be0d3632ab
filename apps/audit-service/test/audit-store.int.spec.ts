import { ClosingEvents, nilUuid, ScimRequestRecorded, Topics, UserEvents } from '@rollcall/contracts';
import { PositionsMoved } from '@rollcall/messaging';
import { ClosedAccounts, readRows, type Failpoint } from '@rollcall/persistence';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { AuditReadModel } from '../src/persistence/audit-read-model.js';
import { allEntities } from '../src/persistence/entities/audit-entities.js';
import { auditLog } from './support/audit-database.js';
import { aRecord, userId, userRecords } from './support/records.js';

const { dataSource, reads, storeWith } = await auditLog();

let failing: (() => void) | undefined;
const failpoint: Failpoint = () => failing?.();
const storeOf = () => storeWith({ failpoint });
const store = storeOf();

interface Row {
  readonly seq: number;
  readonly type: string;
  readonly kind: string;
  readonly id: string;
  readonly detail: Readonly<Record<string, unknown>> | null;
}
const rowsOf = (accountId: string, table = 'entries') =>
  readRows<Row>(
    dataSource,
    `SELECT seq::int, type, kind, id, detail FROM ${table} WHERE account_id = $1 ORDER BY seq`,
    [accountId],
  );
/** Partitions of the specs are apart from one another. */
let partition = 0;
const ownPartition = () => (partition += 1);
const at = (records: ReturnType<typeof userRecords>, own: number) =>
  records.map((each) => ({ ...each, partition: own }));

describe('adding entries', () => {
  it('numbers them per account and log, in the order of arrival', async () => {
    const [one, other, own] = [uuidv7(), uuidv7(), ownPartition()];
    const read = { type: ScimRequestRecorded.type, payload: { method: 'GET', status: 200 } };
    await store.save([
      aRecord({ accountId: one, partition: own, offset: 0, version: 1 }),
      aRecord({ accountId: other, partition: own, offset: 1, version: 1 }),
      aRecord({ accountId: one, partition: own, offset: 0, ...read }),
      aRecord({ accountId: one, partition: own, offset: 2, version: 2 }),
    ]);
    await store.save([aRecord({ accountId: one, partition: own, offset: 3, version: 3 })]);
    expect((await rowsOf(one)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect((await rowsOf(other)).map(({ seq }) => seq)).toEqual([1]);
    expect(await rowsOf(one, 'read_entries')).toMatchObject([{ seq: 1, kind: 'request' }]);
  });

  it('takes what was saved before for no new record, and says that another has read on', async () => {
    const [account, own] = [uuidv7(), ownPartition()];
    const records = at(userRecords(account, 3), own);
    await store.save(records);
    await expect(store.save(records)).rejects.toBeInstanceOf(PositionsMoved);
    await expect(store.save(records.slice(2))).rejects.toBeInstanceOf(PositionsMoved);
    expect((await rowsOf(account)).length).toBe(3);
  });

  it('knows a repetition of the relay by its id, in one batch and over batches', async () => {
    const [account, own, id] = [uuidv7(), ownPartition(), uuidv7()];
    const repeated = (offset: number) => aRecord({ accountId: account, partition: own, offset, id, version: 1 });
    await store.save([repeated(0), repeated(1)]);
    await store.save([repeated(2)]);
    expect(await rowsOf(account)).toMatchObject([{ seq: 1, id }]);
  });

  it('knows a repetition in the day of an instance whose clock was ahead', async () => {
    const [account, own, id] = [uuidv7(), ownPartition(), uuidv7()];
    const repeated = (offset: number) => aRecord({ accountId: account, partition: own, offset, id, version: 1 });
    const inThreeDays = new Date(Date.now() + 3 * 24 * 3_600_000);
    await storeWith({ now: () => inThreeDays }).save([repeated(0)]);
    await store.save([repeated(1)]);
    expect(await rowsOf(account)).toMatchObject([{ seq: 1, id }]);
  });

  it('knows a repetition that comes days later, when who had sent it goes on', async () => {
    const [account, own, id, time] = [uuidv7(), ownPartition(), uuidv7(), new Date()];
    const repeated = (offset: number) => aRecord({ accountId: account, partition: own, offset, id, version: 1, time });
    await store.save([repeated(0)]);
    const daysLater = storeWith({ now: () => new Date(time.getTime() + 4 * 24 * 3_600_000) });
    const next = aRecord({ accountId: account, partition: own, offset: 2, version: 2 });
    await daysLater.save([repeated(1), next]);
    expect((await rowsOf(account)).map(({ id: each }) => each)).toEqual([id, next.headers['ce_id']]);
  });

  it('says which versions are missing, once, and takes the first that it hears for the beginning', async () => {
    const [account, own] = [uuidv7(), ownPartition()];
    const event = (offset: number, version: number) =>
      aRecord({ accountId: account, partition: own, offset, version, payload: { userId } });
    await store.save([event(0, 5), event(1, 6)]);
    await store.save([event(2, 9), event(3, 10), event(4, 8)]);
    expect((await rowsOf(account)).map(({ type, detail }) => [type, detail])).toMatchObject([
      [UserEvents.updated.type, {}],
      [UserEvents.updated.type, {}],
      ['audit.versions-missing', { from: 7, to: 8 }],
      [UserEvents.updated.type, {}],
      [UserEvents.updated.type, {}],
      [UserEvents.updated.type, {}],
    ]);
  });

  it('says to the account since when its events are all there, and to no other', async () => {
    const [account, other, own] = [uuidv7(), uuidv7(), ownPartition()];
    const log = new AuditReadModel(reads);
    const before = await log.allCompleteSince(account);
    const [first, next] = [new Date('2026-10-01T10:00:00Z'), new Date('2026-10-02T10:00:00Z')];
    const event = (accountId: string, offset: number, version: number, time: Date) =>
      aRecord({ accountId, partition: own, offset, version, time, payload: { userId } });
    await store.save([event(account, 0, 1, first), event(other, 1, 1, first), event(other, 2, 2, next)]);
    expect(await log.allCompleteSince(account)).toEqual(before);
    await store.save([event(account, 3, 3, next), event(account, 4, 4, new Date('2026-10-03T10:00:00Z'))]);
    expect(await log.allCompleteSince(account)).toEqual(next);
    await store.save([event(account, 5, 9, first)]); // found later, of events that are older
    expect(await log.allCompleteSince(account)).toEqual(next);
    expect([await log.allCompleteSince(other), await log.allCompleteSince(undefined)]).toEqual([before, before]);
  });

  it('makes an entry of what cannot be read, without its content', async () => {
    const [account, own] = [uuidv7(), ownPartition()];
    const broken = { ...aRecord({ accountId: account, partition: own, offset: 0 }), value: Buffer.from('ann@acme') };
    const unknown = aRecord({ accountId: account, partition: own, offset: 1 });
    await store.save([broken, { ...unknown, headers: { ...unknown.headers, ce_type: 'user.invented' } }]);
    const rows = await rowsOf(account);
    expect(rows).toMatchObject([
      { kind: 'unreadable', detail: { why: 'invalid', topic: Topics.userEvents, offset: 0 } },
      { kind: 'unreadable', detail: { why: 'unknown-type', offset: 1 } },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/ann@acme|invented/);
  });

  it('saves the others of a batch where one cannot be stored', async () => {
    const [account, own] = [uuidv7(), ownPartition()];
    const records = at(userRecords(account, 5), own);
    const actor = { kind: 'operator', id: 'a\0b' }; // which no text of PostgreSQL has
    const notStorable = aRecord({ accountId: account, partition: own, offset: 5, version: 6, payload: { actor } });
    await store.save([...records, notStorable]);
    const rows = await rowsOf(account);
    expect(rows.map(({ kind }) => kind)).toEqual([...Array(5).fill('event'), 'unreadable']);
    expect(rows.at(-1)).toMatchObject({ detail: { why: 'not-storable', offset: 5 } });
  });

  it('saves a batch in parts that met three conflicts or time limits, and never takes one for a fault of a record', async () => {
    const [account, own] = [uuidv7(), ownPartition()];
    const records = at(userRecords(account, 5), own);
    const last = records.slice(4);
    let times = 0;
    failing = () => {
      if (times-- > 0)
        throw Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
    };
    times = 4; // three of the whole, and one of a half of it
    const batch = records.slice(0, 4);
    await expect(store.save(batch)).rejects.toThrow(/timeout/);
    await expect(store.save(batch)).rejects.toThrow(/timeout/);
    await store.save(batch);
    times = 4;
    for (let n = 0; n < 4; n += 1) await expect(store.save(last)).rejects.toThrow(/timeout/);
    await store.save(last);
    failing = undefined;
    expect((await rowsOf(account)).map(({ kind }) => kind)).toEqual(Array(5).fill('event'));
  });

  it('keeps nothing of a closed account, whatever comes late', async () => {
    const [account, own] = [uuidv7(), ownPartition()];
    await store.save(at(userRecords(account, 3), own));
    await store.save([
      aRecord({ accountId: account, partition: own, offset: 3, type: ClosingEvents.closed.type, version: 7 }),
    ]);
    await store.save(at(userRecords(account, 2, 4), own));
    await new ClosedAccounts({ dataSource, entities: allEntities, pauseMs: 0 }).pass();
    const left = await Promise.all(
      ['entries', 'audit_logs', 'account_days', 'last_versions', 'account_closures'].map(async (table) => {
        const rows = await readRows(dataSource, `SELECT FROM ${table} WHERE account_id = $1`, [account]);
        return rows.length;
      }),
    );
    expect(left).toEqual([0, 0, 0, 0, 1]);
  });

  it('says what is missing of a topic, and since when it is complete', async () => {
    const own = ownPartition();
    await store.miss({ topic: Topics.teamEvents, partition: own, from: 3, to: 9, why: 'removed' });
    const missing = (await rowsOf(nilUuid)).at(-1);
    expect(missing).toMatchObject({
      kind: 'gap',
      type: 'audit.records-missing',
      detail: { topic: Topics.teamEvents, partition: own, from: 3, to: 9 },
    });
    expect(await store.positions()).toContainEqual({ topic: Topics.teamEvents, partition: own, offset: 9 });
    const time = new Date('2026-01-01T00:00:00Z');
    await store.save([{ ...aRecord({ time, partition: own, offset: 9 }), topic: Topics.teamEvents }]);
    const [row] = await readRows<{ complete_since: Date }>(
      dataSource,
      'SELECT complete_since FROM consumed WHERE topic = $1 AND partition = $2',
      [Topics.teamEvents, own],
    );
    expect(row?.complete_since).toEqual(time);
  });
});

describe('records that are missing', () => {
  it('move no position that another instance has moved meanwhile', async () => {
    const own = ownPartition();
    const gone = { topic: Topics.teamEvents, partition: own, why: 'removed' } as const;
    await store.miss({ ...gone, from: 3, to: 9 });
    const before = (await rowsOf(nilUuid)).length;
    await expect(store.miss({ ...gone, from: 3, to: 7 })).rejects.toBeInstanceOf(PositionsMoved);
    await expect(store.miss({ ...gone, from: 12, to: 7 })).rejects.toBeInstanceOf(PositionsMoved);
    expect(await store.positions()).toContainEqual({ topic: Topics.teamEvents, partition: own, offset: 9 });
    expect((await rowsOf(nilUuid)).length).toBe(before);
  });
});

describe('events that are missing', () => {
  it('and can be among records that are told of as gone move nothing once more, and others do', async () => {
    const [account, own] = [uuidv7(), ownPartition()];
    const log = new AuditReadModel(reads);
    await store.miss({ topic: Topics.teamEvents, partition: own, from: 0, to: 9, why: 'removed' });
    const cut = await log.allCompleteSince(undefined);
    const event = (offset: number, version: number, seconds: number) => {
      const time = new Date((cut?.getTime() ?? 0) + seconds * 1_000);
      return aRecord({ accountId: account, partition: own, offset, version, time, payload: { userId } });
    };
    await store.save([event(0, 1, -60)]);
    await store.save([event(1, 4, 60)]);
    expect((await rowsOf(account)).map(({ kind }) => kind)).toEqual(['event', 'gap', 'event']);
    expect(await log.allCompleteSince(account)).toEqual(cut);
    await store.save([event(2, 5, 61), event(3, 7, 120)]);
    expect(await log.allCompleteSince(account)).toEqual(event(3, 7, 120).time);
  });
});

describe('a crash', () => {
  it('at any moment, of any of two instances, leaves each record in the log once', async () => {
    const stores = [storeOf(), storeOf()];
    const step = fc.record({
      by: fc.nat(1),
      size: fc.integer({ min: 1, max: 4 }),
      dies: fc.boolean(),
      back: fc.nat(3),
    });
    const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const [account, own] = [uuidv7(), ownPartition()];
      const all = at(userRecords(account, 12), own);
      let reached = 0;
      for (const { by, size, dies, back } of steps) {
        // An instance may read again what is saved already, and die before the commit.
        const from = Math.max(0, reached - back);
        failing = dies
          ? () => {
              throw new Error('killed');
            }
          : undefined;
        const saved = await (stores[by] ?? store).save(all.slice(from, from + size)).then(
          () => true,
          () => false,
        );
        failing = undefined;
        if (saved) reached = from + size;
      }
      await store.save(all.slice(reached)).catch(() => undefined);
      const rows = await rowsOf(account);
      const count = Math.max(reached, reached < all.length ? all.length : reached);
      expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: Math.min(count, all.length) }, (_, n) => n + 1));
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      expect(rows.every(({ kind }) => kind === 'event')).toBe(true);
    });
    await fc.assert(property, { numRuns: 15 });
  });
});
