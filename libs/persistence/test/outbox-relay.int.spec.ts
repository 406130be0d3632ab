import type { EventPublisher, OutgoingRecord } from '@rollcall/messaging';
import { eventually } from '@rollcall/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendToOutbox, inTransaction, shardOf, OutboxRelay, outboxStatus } from '../src/index.js';
import type { RelayOptions } from '../src/index.js';
import { ShardSession } from '../src/outbox/shard-session.js';
import { newId } from './counters.js';
import { databaseForSpecs, endSessions } from './database-for-specs.js';
import { appliedVersions, RecordingPublisher, versionOf } from './recording-publisher.js';

const db = await databaseForSpecs();
let relays: OutboxRelay[] = [];

beforeEach(async () => {
  await db.admin.query('TRUNCATE outbox');
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  relays = [];
});

function relay(publisher: EventPublisher, options: Partial<RelayOptions> = {}): OutboxRelay {
  const made = new OutboxRelay({ url: db.url, name: 'specs', publisher, ...options });
  relays.push(made);
  made.start();
  return made;
}

function record(key: string, version: number): OutgoingRecord {
  return { topic: 'specs.events', key, headers: { ce_aggregateversion: String(version) }, value: `{"v":${version}}` };
}

/** Commits versions of one aggregate, which nobody else writes. */
async function commit(aggregateId: string, ...versions: number[]): Promise<void> {
  const entries = versions.map((version) => ({ aggregateId, record: record(aggregateId, version) }));
  await inTransaction(db.dataSource, (tx) => appendToOutbox(tx, entries));
}

const owned = () => relays.flatMap(({ shards }) => shards).sort((a, b) => a - b);
const allShards = [0, 1, 2, 3, 4, 5, 6, 7];
const isEmpty = async () => (await outboxStatus(db.dataSource)).length === 0;
const idIn = (shard: number): string => {
  for (;;) {
    const id = newId();
    if (shardOf(id) === shard) return id;
  }
};

describe('a relay alone', () => {
  test('takes all shards, sends what is committed as it was written, and forgets it', async () => {
    const publisher = new RecordingPublisher();
    const key = newId();
    await commit(key, 1, 2, 3);
    relay(publisher);
    await eventually(isEmpty, 'the outbox is empty');
    expect(publisher.log).toMatchObject([record(key, 1), record(key, 2), record(key, 3)]);
    expect(owned()).toEqual(allShards);
  });

  test('sends a tombstone as one', async () => {
    const publisher = new RecordingPublisher();
    relay(publisher);
    const key = newId();
    await inTransaction(db.dataSource, (tx) =>
      appendToOutbox(tx, [{ aggregateId: key, record: { ...record(key, 1), value: null } }]),
    );
    await eventually(isEmpty, 'the outbox is empty');
    expect(publisher.log[0]?.value).toBeNull();
  });

  test('is woken within the process, long before it would look by itself', async () => {
    const publisher = new RecordingPublisher();
    const sleepy = relay(publisher, { pollMs: 60_000 });
    await eventually(() => owned().length === 8, 'it owns all shards');
    await commit(newId(), 1);
    sleepy.wake();
    await eventually(() => publisher.log.length === 1, 'the row is on the log');
  });

  test('sends several shards in one publish, and more than a batch in several', async () => {
    const sizes: number[] = [];
    const publisher = new RecordingPublisher((records) => sizes.push(records.length) && Infinity);
    for (const shard of allShards) await commit(idIn(shard), 1, 2, 3, 4, 5);
    relay(publisher, { batchPerShard: 3 });
    await eventually(isEmpty, 'the outbox is empty');
    expect(sizes).toEqual([24, 16]);
  });

  test('repeats after a failed publish, and loses and reorders nothing', async () => {
    let calls = 0;
    const publisher = new RecordingPublisher(() => (calls++ < 3 ? 1 : Infinity));
    const key = newId();
    await commit(key, 1, 2, 3);
    relay(publisher);
    await eventually(isEmpty, 'the outbox is empty');
    expect(appliedVersions(publisher.log).get(key)).toEqual([1, 2, 3]);
  });

  test('lets a record that the broker never takes hold up its own shard only', async () => {
    const [bad, good] = [idIn(2), idIn(5)];
    const publisher = new RecordingPublisher((records) => (records.some(({ key }) => key === bad) ? 0 : Infinity));
    await commit(bad, 1);
    await commit(good, 1, 2);
    relay(publisher);
    await eventually(
      async () => (await outboxStatus(db.dataSource)).map(({ lane, rows }) => `${lane}: ${rows}`).join() === '2: 1',
      'only the bad record is left',
    );
    expect(appliedVersions(publisher.log).get(good)).toEqual([1, 2]);
  });
});

describe('relays that share', () => {
  test('own every shard, each about as many, and the rest when one leaves', async () => {
    const publisher = new RecordingPublisher();
    const first = relay(publisher);
    await eventually(() => first.shards.length === 8, 'the first owns all shards');
    const second = relay(publisher);
    const third = relay(publisher);
    await eventually(
      () =>
        [first, second, third].every(({ shards }) => shards.length >= 2 && shards.length <= 3) && owned().length === 8,
      'three relays own two or three shards each',
    );
    expect(owned()).toEqual(allShards);
    await first.stop();
    await eventually(() => owned().length === 8, 'the other two own all shards', { within: 2_000 });
  });

  test('hear of rows in their shards from the process that wrote them', async () => {
    const published: number[] = [];
    const observer = { published: (count: number) => published.push(count) };
    const patient = { pollMs: 700, observer };
    const [one, two] = [relay(new RecordingPublisher(), patient), relay(new RecordingPublisher(), patient)];
    await eventually(() => one.shards.length === 4 && two.shards.length === 4, 'they share');
    const begun = performance.now();
    await commit(idIn(two.shards[0] ?? 0), 1);
    one.wake();
    await eventually(() => published.length === 1, 'the other relay sent it', { every: 2 });
    expect(performance.now() - begun).toBeLessThan(600);
  });

  test('take over the shards of a session that was ended', async () => {
    const [one, two] = [relay(new RecordingPublisher()), relay(new RecordingPublisher())];
    await eventually(() => one.shards.length === 4 && two.shards.length === 4, 'they share');
    await endSessions(db, 'specs relay');
    await eventually(() => !one.connected || !two.connected, 'the loss is noticed', { every: 1 });
    await eventually(() => owned().join() === allShards.join(), 'all shards are owned again', { within: 2_000 });
  });
});

describe('a crash', () => {
  test('between publishing and deleting repeats rows, and loses none', async () => {
    const publisher = new RecordingPublisher();
    const key = newId();
    await commit(key, 1, 2);
    let crashes = 0;
    const failpoint = (name: string) => {
      if (name === 'relay.after-produce-before-delete' && crashes++ === 0) throw new Error('crash');
    };
    relay(publisher, { failpoint });
    await eventually(isEmpty, 'the outbox is empty');
    expect(publisher.log.map(versionOf)).toEqual([1, 2, 1, 2]);
  });

  test('of the session after the select: the relay that is held up there sends nothing any more', async () => {
    const paused = new RecordingPublisher();
    const other = new RecordingPublisher();
    const key = newId();
    let resume = () => {};
    const pause = new Promise<void>((resolve) => (resume = resolve));
    let held = false;
    const failpoint = (name: string) => {
      if (name !== 'relay.after-select' || held) return undefined;
      held = true;
      return pause;
    };
    const first = relay(paused, { failpoint });
    await commit(key, 1, 2);
    await eventually(() => held, 'the first has read the rows');
    await endSessions(db, 'specs relay');
    relay(other);
    await eventually(() => other.log.length === 2, 'the other has sent them');
    resume();
    await eventually(() => first.connected, 'the first is back');
    expect(paused.log).toEqual([]);
  });

  test('that only stops the process frees its shards: the server ends a session that fell silent', async () => {
    const frozen = await ShardSession.open(db.url, 'frozen', () => undefined); // and nobody beats for it
    await frozen.balance();
    const alive = relay(new RecordingPublisher());
    await eventually(() => alive.connected, 'the relay is connected');
    expect([frozen.shards, alive.shards]).toEqual([allShards, []]);
    await eventually(() => alive.shards.length === 8, 'the relay owns all shards', { within: 5_000 });
    expect(frozen.alive).toBe(false);
  });
});
