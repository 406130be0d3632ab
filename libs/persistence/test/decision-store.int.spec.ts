import { setImmediate } from 'node:timers/promises';
import { Refusal, type Decision } from '@rollcall/contracts';
import type { Message, Outcome } from '@rollcall/messaging';
import { eventually } from '@rollcall/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { decideTogether, readRows } from '../src/index.js';
import { account, add, CounterStateLoader, counterStore, decideAdd, newId } from './counters.js';
import type { Counter, Counters, CounterStore } from './counters.js';
import { databaseForSpecs, endSessions } from './database-for-specs.js';

const db = await databaseForSpecs();
beforeEach(async () => {
  await db.admin.query('TRUNCATE counters, inbox, outbox, parked_messages');
});

const store = (options: Partial<Parameters<typeof counterStore>[0]> = {}) =>
  counterStore({ dataSource: db.dataSource, ...options });
const counters = () => readRows(db.dataSource, 'SELECT id, version::int, total FROM counters ORDER BY id');
const inbox = () => readRows(db.dataSource, 'SELECT message_id AS id, reply FROM inbox ORDER BY message_id');
const announced = async () =>
  (await readRows<{ headers: Record<string, string> }>(db.dataSource, 'SELECT headers FROM outbox ORDER BY id')).map(
    ({ headers }) => `${headers['ce_type']} ${headers['ce_aggregateversion']}`.trim(),
  );

const openTransactions = async () => {
  const { rows } = await db.admin.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  );
  return rows.length;
};

/** As messaging does: a conflict is tried again. */
async function runUntilSettled(of: CounterStore, messages: readonly Message[]): Promise<Outcome[]> {
  for (;;) {
    try {
      return await of.run(messages, decideAdd);
    } catch (error) {
      if (of.classify(error) !== 'conflict') throw error;
    }
  }
}

describe('a refusal that notes itself', () => {
  const noting = newId();
  const note: Counter = { id: noting, accountId: account, version: 1, total: 1, name: 'noted' };
  const warning = { type: 'counter.refused', accountId: account, aggregateId: noting, payload: {} };
  const decide = () => Promise.reject(new Refusal('no-target', {}, [warning], [note]));

  test('keeps its notes and its warnings, and nothing else', async () => {
    const [outcome] = await store().run([add(noting, -1)], decide);
    expect(outcome).toMatchObject({ reply: { ok: false, code: 'no-target' } });
    expect(await counters()).toEqual([{ id: noting, version: 1, total: 1 }]);
    expect(await announced()).toEqual(['counter.refused']);
  });

  test('keeps none of them in a dry run, nor itself', async () => {
    const [outcome] = await store().run([add(noting, -1, { dryRun: true })], decide);
    expect(outcome).toMatchObject({ reply: { ok: false, code: 'no-target' } });
    expect([await counters(), await announced(), await inbox()]).toEqual([[], [], []]);
  });
});

describe('one batch', () => {
  test('is decided in order, each message seeing what the earlier ones did, and saved with events and replies', async () => {
    const [a, b] = [newId(), newId()];
    const messages = [add(a, 5), add(b, 1), add(a, 2)];
    const outcomes = await store().run(messages, decideAdd);
    expect(outcomes).toEqual([
      { kind: 'done', reply: { ok: true, body: { total: 5, version: 1 } } },
      { kind: 'done', reply: { ok: true, body: { total: 1, version: 1 } } },
      { kind: 'done', reply: { ok: true, body: { total: 7, version: 2 } } },
    ]);
    expect(new Set(await counters())).toEqual(
      new Set([
        { id: a, version: 2, total: 7 },
        { id: b, version: 1, total: 1 },
      ]),
    );
    expect(await announced()).toEqual(['counter.added 1', 'counter.added 1', 'counter.added 2']);
    expect(await inbox()).toHaveLength(3);
  });

  test('changes rows that exist, under their version', async () => {
    const id = newId();
    await store().run([add(id, 1)], decideAdd);
    await store().run([add(id, 1), add(id, 1)], decideAdd);
    expect(await counters()).toEqual([{ id, version: 3, total: 3 }]);
  });

  test('keeps a refusal with its warning, and the refusal undoes only its own', async () => {
    const id = newId();
    const outcomes = await store().run([add(id, 5), add(id, -9), add(id, 1)], decideAdd);
    expect(outcomes[1]).toEqual({ kind: 'done', reply: { ok: false, code: 'no-target', facts: { total: -4 } } });
    expect(await counters()).toEqual([{ id, version: 2, total: 6 }]);
    expect(await announced()).toEqual(['counter.added 1', 'counter.guarded', 'counter.added 2']);
    expect(await inbox()).toHaveLength(3);
  });

  test('leaves nothing when a decision fails with anything but a refusal', async () => {
    const id = newId();
    const failing = async (message: Message, state: Counters): Promise<Decision<Counter>> => {
      if ((message.payload as { by: number }).by === 2) throw new TypeError('a defect');
      return decideAdd(message, state);
    };
    const run = store().run([add(id, 1), add(id, 2)], failing);
    await expect(run).rejects.toThrow('a defect');
    expect([await counters(), await inbox(), await announced()]).toEqual([[], [], []]);
    expect(store().classify(await run.catch((error: unknown) => error))).toBe('fault');
  });

  test('leaves no inbox row for an event that its handler ignored', async () => {
    expect(await store().run([add(newId(), 0)], decideAdd)).toEqual([{ kind: 'done' }]);
    expect(await inbox()).toEqual([]);
  });

  test('asks other services outside the transaction, where loading says so, and hands on what they said', async () => {
    const loader = new CounterStateLoader();
    loader.prefetch = async (messages) => {
      expect(await openTransactions()).toBe(0);
      return { about: messages.length };
    };
    const seen: unknown[] = [];
    await store({ loader }).run([add(newId(), 1), add(newId(), 1)], (message, state) => {
      seen.push(state.prefetched);
      return decideAdd(message, state);
    });
    expect(seen).toEqual([{ about: 2 }, { about: 2 }]);
  });
});

describe('a message that comes again', () => {
  test('gets the stored reply and has no second effect', async () => {
    const message = add(newId(), 5);
    const [first] = await store().run([message], decideAdd);
    const again = await store().run([message, add(message.key, 1)], decideAdd);
    expect(again[0]).toEqual({ ...first, kind: 'seen' });
    expect(await counters()).toEqual([{ id: message.key, version: 2, total: 6 }]);
  });

  test('gets the stored refusal, even where the rule would allow it now', async () => {
    const message = add(newId(), -1);
    const [first] = await store().run([message], decideAdd);
    await store().run([add(message.key, 5)], decideAdd);
    expect(await store().run([message], decideAdd)).toEqual([{ ...first, kind: 'seen' }]);
  });

  test('within one batch gets the reply of its first', async () => {
    const message = add(newId(), 5);
    const [first, second] = await store().run([message, message], decideAdd);
    expect(second).toEqual({ ...first, kind: 'seen' });
    expect(await counters()).toEqual([{ id: message.key, version: 1, total: 5 }]);
  });

  test('at two instances at once has one effect and one reply', async () => {
    for (let round = 0; round < 20; round++) {
      const message = add(newId(), 5);
      const [[one], [two]] = await Promise.all([
        runUntilSettled(store(), [message, add(newId(), 1)]),
        runUntilSettled(store(), [message]),
      ]);
      expect(one?.reply).toEqual({ ok: true, body: { total: 5, version: 1 } });
      expect(two?.reply).toEqual(one?.reply);
      expect([one?.kind, two?.kind].sort()).toEqual(['done', 'seen']);
    }
  });

  test('from another account under the same id is another message', async () => {
    const message = add(newId(), 5);
    await store().run([message], decideAdd);
    const other = { ...add(newId(), 7), id: message.id, accountId: newId() };
    expect((await store().run([other], decideAdd))[0]).toMatchObject({ kind: 'done', reply: { body: { total: 7 } } });
  });
});

describe('a deadline', () => {
  test('that has passed refuses the message for good', async () => {
    const message = add(newId(), 5, { deadline: new Date(1_000) });
    const reply = { ok: false, code: 'expired', facts: {} };
    expect(await store().run([message, add(newId(), 1)], decideAdd)).toMatchObject([
      { kind: 'expired', reply },
      { kind: 'done' },
    ]);
    const clockBehind = store({ now: () => new Date(500) });
    expect(await clockBehind.run([message], decideAdd)).toEqual([{ kind: 'seen', reply }]);
    expect(await counters()).toHaveLength(1);
  });

  test('does not matter to a message that was done in time', async () => {
    const message = add(newId(), 5, { deadline: new Date(1_000) });
    const [first] = await store({ now: () => new Date(900) }).run([message], decideAdd);
    expect(await store().run([message], decideAdd)).toEqual([{ ...first, kind: 'seen' }]);
  });
});

describe('two transactions', () => {
  test('that take the same unique name: one fails as a conflict, and nothing of its batch is left', async () => {
    const [first, second, bystander] = [newId(), newId(), newId()];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let reached = () => {};
    const loaded = new Promise<void>((resolve) => (reached = resolve));
    const slow = store().run([add(bystander, 1), add(second, 1, { name: 'same' })], async (message, state) => {
      reached();
      await held;
      return decideAdd(message, state);
    });
    await loaded;
    await store().run([add(first, 1, { name: 'same' })], decideAdd);
    release();
    const error = await slow.catch((reason: unknown) => reason);
    expect(store().classify(error)).toBe('conflict');
    expect(await counters()).toEqual([{ id: first, version: 1, total: 1 }]);
    expect([await inbox(), await announced()].map((rows) => rows.length)).toEqual([1, 1]);
  });

  test('that changed the same version without locking it: the later one is stale, and nothing of it is left', async () => {
    const id = newId();
    await store().run([add(id, 1)], decideAdd);
    const unlocked = () => store({ loader: new CounterStateLoader(false) });
    const late = unlocked().run([add(id, 1), add(newId(), 1)], async (message, state) => {
      if (message.key === id) await store().run([add(id, 10)], decideAdd);
      return decideAdd(message, state);
    });
    const error = await late.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: 'changed_counters: 0 of 1 rows were still as loaded' });
    expect(store().classify(error)).toBe('conflict');
    expect(await counters()).toEqual([{ id, version: 2, total: 11 }]);
  });

  test('over the same rows in opposite order never deadlock', async () => {
    const ids = Array.from({ length: 20 }, newId);
    await store().run(
      ids.map((id) => add(id, 1)),
      decideAdd,
    );
    const forwards = () => ids.map((id) => add(id, 1));
    const runs = Array.from({ length: 24 }, (_, i) =>
      store().run(i % 2 === 0 ? forwards() : forwards().toReversed(), decideAdd),
    );
    await Promise.all(runs); // a deadlock or a stale version would reject
    expect(new Set((await counters()).map((row) => row['version']))).toEqual(new Set([25]));
  });
});

describe('a crash', () => {
  for (const place of ['service.after-claim', 'service.before-commit'] as const) {
    test(`at ${place} leaves nothing, and the same batch can be run again`, async () => {
      let woken = 0;
      const relay = { wake: () => void woken++ };
      const failpoint = (name: string) => {
        if (name === place) throw new Error('crash');
      };
      const message = add(newId(), 5);
      await expect(store({ failpoint, relay }).run([message], decideAdd)).rejects.toThrow('crash');
      expect([await counters(), await inbox(), await announced(), woken]).toEqual([[], [], [], 0]);
      expect((await store({ relay }).run([message], decideAdd))[0]?.kind).toBe('done');
      expect(woken).toBe(1);
    });
  }

  test('of the session rejects as unavailable, and the next run gets another session', async () => {
    const message = add(newId(), 5);
    const run = store({
      failpoint: async () => {
        await endSessions(db, 'specs');
        await setImmediate();
      },
    }).run([message], decideAdd);
    expect(store().classify(await run.catch((error: unknown) => error))).toBe('unavailable');
    const again = await eventually(() => store().run([message], decideAdd), 'the batch is run again');
    expect(again[0]?.kind).toBe('done');
  });
});

test('an id that is no UUID is a fault of that message', async () => {
  const error = await store()
    .run([add(newId(), 1, { id: 'nonsense' })], decideAdd)
    .catch((reason: unknown) => reason);
  expect(store().classify(error)).toBe('fault');
});

test('texts come back as they were: quotes, backslashes, emoji, control characters', async () => {
  const text = `'"\\ \u0001 é 😀 $1 ; -- \n`;
  const reply = { text, nested: { list: [null, 1.5, text] } };
  const message = add(newId(), 1);
  const speak = async (): Promise<Decision<Counter>> => ({
    changes: [],
    events: [{ type: 'counter.added', accountId: account, aggregateId: message.key, payload: reply }],
    reply,
  });
  await store().run([message], speak);
  expect((await store().run([message], speak))[0]).toEqual({ kind: 'seen', reply: { ok: true, body: reply } });
  const [row] = await readRows<{ value: string }>(db.dataSource, 'SELECT value FROM outbox');
  expect(JSON.parse(row?.value ?? '')).toEqual(reply);
});

describe('a dry run of several messages', () => {
  const together = (messages: readonly Message[], requires: Readonly<Record<number, readonly number[]>> = {}) =>
    decideTogether(
      messages.map((message, at) => ({ message, requires: requires[at] ?? [] })),
      {
        dataSource: db.dataSource,
        loader: new CounterStateLoader(),
        readsOf: ({ key }) => key,
        decide: decideAdd,
        foresee: ({ changes }) => ({ changed: changes.length > 0, events: [], attributes: [] }),
      },
    );

  test('decides each on what those before it would leave, and saves nothing', async () => {
    const [one, other] = [newId(), newId()];
    await store().run([add(one, 5)], decideAdd);
    const before = [await counters(), await inbox(), await announced()];
    const results = await together([add(one, -3), add(one, -3), add(one, -2), add(other, 1), add(other, 1)]);
    expect(results.map(({ reply }) => reply)).toMatchObject([
      { ok: true, body: { total: 2 }, wouldChange: { changed: true } },
      { ok: false, code: 'no-target' },
      { ok: true, body: { total: 0, version: 3 } },
      { ok: true, body: { total: 1 } },
      { ok: true, body: { total: 2 } },
    ]);
    expect(results.map(({ events }) => events.map(({ version }) => version))).toEqual([[2], [], [3], [1], [2]]);
    expect([await counters(), await inbox(), await announced()]).toEqual(before);
    expect(await openTransactions()).toBe(0);
  });

  test('leaves out what requires a message that is refused, and what requires that', async () => {
    const id = newId();
    const results = await together([add(id, -1), add(id, 1), add(id, 1), add(id, 3)], { 1: [0], 2: [1] });
    expect(results.map(({ reply }) => reply?.ok)).toEqual([false, undefined, undefined, true]);
    expect(results[3]?.reply).toMatchObject({ body: { total: 3 } });
  });
});
