import { setTimeout as pass } from 'node:timers/promises';
import { eventually, testTimes } from '@rollcall/testing';
import { expect, test } from 'vitest';
import { appendToOutbox, inTransaction, OutboxRelay, outboxStatus, readRows } from '../src/index.js';
import { account, newId } from './counters.js';
import { databaseForSpecs, endSessions } from './database-for-specs.js';
import { appliedVersions, RecordingPublisher } from './recording-publisher.js';

/*
 * The experiment that told which relays are wrong: 16 writers raise the versions of 50 aggregates, one transaction in ten
 * sleeps before its commit, and meanwhile two relays are killed and replaced in all the ways that a relay dies.
 *
 * Allowed: repetitions. A relay that dies after publishing has not deleted its rows, so the log may hold up to a batch
 * again, older versions after newer ones. Not allowed: a missing version, or, once the consumer's version guard has
 * dropped the repetitions, any version out of order.
 */
const writers = 16;
const keys = Array.from({ length: 50 }, newId);
const loadMs = 8_000 * testTimes;

const db = await databaseForSpecs({ poolSize: writers + 2 });
for (const key of keys) await db.admin.query('INSERT INTO counters VALUES ($1, $2, 0, 0)', [key, account]);

/** A relay that can be made to die at its next publish, between the log's acknowledgement and the delete. */
class MortalRelay {
  readonly name = `relay ${newId()}`;
  private dying = false;
  private readonly dead = Promise.withResolvers<void>();
  private readonly buried = Promise.withResolvers<void>();
  private readonly relay: OutboxRelay;

  constructor(publisher: RecordingPublisher) {
    this.relay = new OutboxRelay({
      url: db.url,
      name: this.name,
      publisher,
      pollMs: 200,
      batchPerShard: 20,
      failpoint: (name) => {
        if (!this.dying || name !== 'relay.after-produce-before-delete') return undefined;
        this.dead.resolve();
        return this.buried.promise;
      },
    });
    this.relay.start();
  }

  /** Its session ends; the process lives on, connects again and competes for lanes. */
  async loseSession(): Promise<void> {
    await endSessions(db, `${this.name} relay`);
  }

  /** The whole process is gone, between the log's acknowledgement and the delete: nothing is cleaned up. */
  async crash(): Promise<void> {
    this.dying = true;
    await this.dead.promise;
    await this.loseSession();
  }

  /** After the experiment: lets what is left of it end. */
  async bury(): Promise<void> {
    this.buried.resolve();
    await this.relay.stop();
  }
}

async function write(ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const key = keys[Math.floor(Math.random() * keys.length)] ?? '';
    const sleep = Math.random() < 0.1 ? Math.random() * 0.02 : 0;
    await inTransaction(db.dataSource, async (tx) => {
      const [row] = await tx.query<{ version: string }>(
        'UPDATE counters SET version = version + 1 WHERE id = $1 RETURNING version',
        [key],
        { prepare: true },
      );
      const headers = { ce_aggregateversion: row?.version ?? '' };
      await appendToOutbox(tx, [{ aggregateId: key, record: { topic: 'specs.events', key, headers, value: '{}' } }]);
      if (sleep > 0) await tx.query('SELECT pg_sleep($1)', [sleep]);
    });
  }
}

/** Kills a relay every third of a second: by its session, or as a crash, after which another takes its place. */
async function kill(living: MortalRelay[], all: MortalRelay[], replacement: () => MortalRelay): Promise<number> {
  let kills = 0;
  for (const end = performance.now() + loadMs; performance.now() < end; kills++) {
    await pass(330);
    const victim = living.shift();
    if (victim === undefined) throw new Error('no relay is left');
    if (kills % 3 === 0) {
      await victim.loseSession();
      living.push(victim);
    } else {
      await victim.crash();
      living.push(replacement());
      all.push(...living.slice(-1));
    }
  }
  return kills;
}

test(
  'no row is missed and no key goes backwards while relays are killed and replaced',
  async () => {
    const flaky = new RecordingPublisher(async (records) => {
      await pass(Math.random() * 5);
      return Math.random() < 0.02 ? Math.floor(Math.random() * records.length) : Infinity;
    });
    const relays = [new MortalRelay(flaky), new MortalRelay(flaky)];
    const ended = new AbortController();
    const writing = Array.from({ length: writers }, () => write(ended.signal));
    const kills = await kill([...relays], relays, () => new MortalRelay(flaky));
    ended.abort();
    await Promise.all(writing);
    await eventually(async () => (await outboxStatus(db.dataSource)).length === 0, 'the outbox is empty', {
      within: 15_000,
    });
    await Promise.all(relays.map((relay) => relay.bury()));

    const written = await readRows<{ id: string; version: number }>(
      db.dataSource,
      'SELECT id, version::int FROM counters',
    );
    const applied = appliedVersions(flaky.log);
    const wrong = written.filter(({ id, version }) => {
      const versions = applied.get(id) ?? [];
      return versions.length !== version || versions.some((each, i) => each !== i + 1);
    });
    const total = written.reduce((sum, { version }) => sum + version, 0);
    expect(wrong).toEqual([]);
    expect(kills).toBeGreaterThan(10);
    expect(total).toBeGreaterThan(1_000);
    expect(flaky.log.length).toBeGreaterThan(total); // crashes did happen between publish and delete
  },
  60_000 + loadMs,
);
