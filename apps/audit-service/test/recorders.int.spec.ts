import { nilUuid, ScimRequestRecorded, ScimRequestsMissed, Topics } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { RecorderWatch } from '../src/completeness/watch-recorders.js';
import { AuditReadModel } from '../src/persistence/audit-read-model.js';
import { forgetRuns, openNumbers } from '../src/persistence/recorder-runs.js';
import { auditLog } from './support/audit-database.js';
import { aRecord } from './support/records.js';

const { dataSource, reads, store } = await auditLog();

const topic = Topics.scimRequests;
const log = new AuditReadModel(reads);
/** How many records each partition holds: what the broker would say. */
let held = new Map<number, number>();
let watch: RecorderWatch;
beforeEach(async () => {
  await readRows(dataSource, 'DELETE FROM recorder_runs');
  held = new Map();
  watch = newWatch();
});

const newWatch = () =>
  new RecorderWatch({
    openNumbers: () => openNumbers(dataSource, [topic]),
    ranges: () => Promise.resolve([...held].map(([partition, high]) => ({ topic, partition, low: 0, high }))),
    positions: () => store.positions(),
    recordMissing: (open, until) => store.recordMissing(open, until),
  });

let partitions = 0;
/** A partition of its own, to which records come one after the other. */
function aPartition() {
  const partition = (partitions += 1);
  return {
    /** Records of a run with these numbers are on the partition, and are read. */
    hears: async (bootId: string, ...numbers: number[]) => {
      for (const sequence of numbers) await store.save([at(partition, { bootId, sequence })]);
    },
    /** A record that nobody has read yet. */
    holdsOneMore: () => held.set(partition, (held.get(partition) ?? 0) + 1),
    save: (of: Parameters<typeof aRecord>[0]) => store.save([at(partition, of)]),
  };
}

function at(partition: number, of: Parameters<typeof aRecord>[0]) {
  const offset = held.get(partition) ?? 0;
  held.set(partition, offset + 1);
  return aRecord({ type: ScimRequestRecorded.type, ...of, partition, offset });
}

async function gapsOf(bootId: string): Promise<unknown[]> {
  const rows = await readRows<{ detail: { bootId: string } }>(
    dataSource,
    `SELECT account_id, kind, detail FROM entries WHERE type = 'audit.requests-missing' ORDER BY seq`,
  );
  return rows.filter(({ detail }) => detail.bootId === bootId);
}

describe('the numbers of a gateway’s run', () => {
  it('that never come are an entry of the installation, with their exact count, once', async () => {
    const [run, one, other] = [uuidv7(), aPartition(), aPartition()];
    await one.hears(run, 1, 2, 5, 9);
    await other.hears(run, 6);
    await watch.look();
    expect(await gapsOf(run)).toEqual([]);
    await watch.look();
    const entry = { account_id: nilUuid, kind: 'gap', detail: { topic, bootId: run, from: 3, to: 8, count: 4 } };
    expect(await gapsOf(run)).toEqual([entry]);
    await watch.look();
    await watch.look();
    expect(await gapsOf(run)).toHaveLength(1);
  });

  it('may come together, in any order and some of them twice', async () => {
    const [run, other] = [uuidv7(), uuidv7()];
    const partition = (partitions += 1);
    const until = new Date(Date.now() - 5_000).toISOString();
    const missed = { bootId: run, from: 8, to: 9, count: 2, since: until, until };
    await store.save([
      ...[5, 1, 2, 2, 6, 11].map((sequence) => at(partition, { bootId: run, sequence })),
      at(partition, { type: ScimRequestsMissed.type, accountId: nilUuid, bootId: run, sequence: 8, payload: missed }),
      ...[3, 2, 1].map((sequence) => at(partition, { bootId: other, sequence })),
    ]);
    await watch.look();
    await watch.look();
    expect(await gapsOf(run)).toMatchObject([{ detail: { from: 3, to: 10, count: 4 } }]); // 3, 4, 7 and 10
    expect(await gapsOf(other)).toEqual([]);
  });

  it('are not missing while a partition is not read as far as it went', async () => {
    const [run, one, other] = [uuidv7(), aPartition(), aPartition()];
    await other.hears(run, 1);
    await one.hears(run, 3);
    other.holdsOneMore();
    await watch.look();
    await watch.look();
    await watch.look();
    expect(await gapsOf(run)).toEqual([]);
    held.set(partitions, 1);
    await other.hears(run, 2); // at last
    await watch.look();
    await watch.look();
    expect(await gapsOf(run)).toEqual([]);
  });

  it('that a gap of the gateway’s own tells of are not told again, nor that a record which cannot be read has', async () => {
    const [run, one] = [uuidv7(), aPartition()];
    await one.hears(run, 1);
    const until = new Date(Date.now() - 5_000).toISOString();
    const payload = { bootId: run, from: 2, to: 4, count: 7, since: until, until };
    await one.save({ type: ScimRequestsMissed.type, accountId: nilUuid, bootId: run, sequence: 2, payload });
    const broken = at(partitions, { bootId: run, sequence: 5 });
    await store.save([{ ...broken, value: Buffer.from('no JSON') }]);
    await one.hears(run, 6);
    await watch.look();
    await watch.look();
    expect(await gapsOf(run)).toEqual([]);
  });

  it('are the newest of which answers about requests say that something is missing', async () => {
    const [run, one, before] = [uuidv7(), aPartition(), new Date()];
    expect(await log.allCompleteSince(undefined)).toBeUndefined();
    const until = new Date(before.getTime() - 60_000);
    const payload = { bootId: run, from: 1, to: 1, count: 1, since: until.toISOString(), until: until.toISOString() };
    await one.save({ type: ScimRequestsMissed.type, accountId: nilUuid, bootId: run, sequence: 1, payload });
    expect(await log.allCompleteSince(undefined)).toEqual(until);
    await one.hears(run, 3);
    await watch.look();
    await watch.look();
    expect((await log.allCompleteSince(undefined))?.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(await log.completeSince(uuidv7())).toBeUndefined(); // what changed something is known
  });

  it('that the topic has forgotten are told by what was gone, and not once more', async () => {
    const [run, one] = [uuidv7(), aPartition()];
    await one.hears(run, 1);
    await store.miss({ topic, partition: partitions, from: 1, to: 5, why: 'removed' });
    held.set(partitions, 5);
    await one.hears(run, 6);
    await watch.look();
    await watch.look();
    expect(await gapsOf(run)).toEqual([]);
    await one.hears(run, 8);
    await watch.look();
    await watch.look();
    expect(await gapsOf(run)).toMatchObject([{ detail: { from: 7, count: 1 } }]);
  });

  it('are followed for as long as topics remember', async () => {
    const [run, one] = [uuidv7(), aPartition()];
    await one.hears(run, 1);
    await forgetRuns(dataSource, new Date());
    expect(await readRows(dataSource, 'SELECT FROM recorder_runs')).toHaveLength(1);
    await forgetRuns(dataSource, new Date(Date.now() + 61 * 24 * 3_600_000));
    expect(await readRows(dataSource, 'SELECT FROM recorder_runs')).toHaveLength(0);
  });
});
