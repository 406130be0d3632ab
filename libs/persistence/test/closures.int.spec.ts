import { setTimeout as sleep } from 'node:timers/promises';
import { closingTerm, ClosingCommands } from '@rollcall/contracts';
import type { AccountClosure, ClosureState } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { beforeEach, describe, expect, test } from 'vitest';
import { ClosedAccounts, closureWrite, ParkedMessages, readRows, sharedEntities } from '../src/index.js';
import type { ClosedAccountsOptions } from '../src/index.js';
import { account, add, counterStore, CounterStateLoader, decideAdd, newId } from './counters.js';
import { databaseForSpecs } from './database-for-specs.js';

@Entity('counters')
class CounterRow {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly account_id: string;
}

@Entity('seats')
class SeatRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly id: string;
  @PrimaryColumn('smallint') readonly part: number;
}

const other = '01890a5d-ac96-774b-bcce-b302099a8058';
const db = await databaseForSpecs();
await db.admin.query(`
  CREATE TABLE seats (account_id uuid, id uuid, part smallint, PRIMARY KEY (account_id, id, part));
  GRANT ALL ON seats TO PUBLIC`);

beforeEach(async () => {
  await db.admin.query('TRUNCATE counters, seats, inbox, outbox, parked_messages, account_closures');
});

const store = (options: Partial<Parameters<typeof counterStore>[0]> = {}) =>
  counterStore({ dataSource: db.dataSource, ...options });

async function become(state: ClosureState, of: Partial<AccountClosure> = {}): Promise<void> {
  const due = state === 'closed' ? { dueAt: new Date(0).toISOString() } : {};
  const { sql, rows } = closureWrite([{ accountId: account, state, version: 2, ...due, ...of }]);
  await readRows(db.dataSource, sql('$1::json'), [JSON.stringify(rows)]);
}

const stateOf = async () => {
  const [row] = await readRows<{ state: string }>(db.dataSource, 'SELECT state FROM account_closures');
  return row?.state;
};
const count = async (table: string, accountId = account) => {
  const [row] = await readRows<{ n: number }>(
    db.dataSource,
    `SELECT count(*)::int AS n FROM ${table} WHERE account_id = $1`,
    [accountId],
  );
  return row?.n;
};

/** An event as it comes off its topic. */
const event = (message: Message) => ({ ...message, place: { ...message.place, topic: 'specs.events' } });

describe('an account that is being closed', () => {
  test('refuses commands for good, and those of others are decided in the same batch', async () => {
    await become('closing');
    const [refused, done] = [add(newId(), 1), add(newId(), 2, { accountId: other })];
    const answer = { ok: false, code: 'account-closing', facts: {} };
    expect(await store().run([refused, done], decideAdd)).toMatchObject([{ reply: answer }, { reply: { ok: true } }]);
    await become('open', { version: 3 });
    expect(await store().run([refused], decideAdd)).toEqual([{ kind: 'seen', reply: answer }]);
    expect(await store().run([add(newId(), 1)], decideAdd)).toMatchObject([{ reply: { ok: true } }]);
  });

  test('takes what ends or undoes the closing, and events', async () => {
    await become('closing');
    const reopen = add(newId(), 1, { type: ClosingCommands.reopen.type });
    const outcomes = await store().run([reopen, event(add(newId(), 1))], decideAdd);
    expect(outcomes).toMatchObject([{ reply: { ok: true } }, { reply: { ok: true } }]);
  });

  test('has nothing asked about it of other services', async () => {
    await become('closing');
    const loader = new CounterStateLoader();
    loader.prefetch = () => Promise.reject(new Error('nobody is to be asked'));
    const answer = { ok: false, code: 'account-closing' };
    expect(await store({ loader }).run([add(newId(), 1)], decideAdd)).toMatchObject([{ reply: answer }]);
  });

  test('follows its own versions: what an older event says comes too late', async () => {
    await become('closing', { version: 5 });
    await become('open', { version: 4 });
    expect(await stateOf()).toBe('closing');
    await become('open', { version: 6 });
    expect(await stateOf()).toBe('open');
  });
});

describe('a closed account', () => {
  test('drops messages without a trace, whatever they are and however late', async () => {
    await become('closed');
    const late = add(newId(), 1, { deadline: new Date(0) });
    const outcomes = await store().run([event(add(newId(), 1)), add(newId(), 1), late], decideAdd);
    const gone = { kind: 'done', reply: { ok: false, code: 'account-not-found', facts: {} } };
    expect(outcomes).toEqual([{ kind: 'done' }, gone, gone]);
    await new ParkedMessages(db.dataSource, 'counter-service').park(event(add(newId(), 1)), 'cannot be read');
    expect([await count('counters'), await count('inbox'), await count('parked_messages')]).toEqual([0, 0, 0]);
  });

  test('stays closed, whatever comes after', async () => {
    await become('closed');
    await become('open', { version: 99 });
    expect(await stateOf()).toBe('closed');
  });
});

describe('what a closed account has left', () => {
  const closedAccounts = (options: Partial<ClosedAccountsOptions> = {}) =>
    new ClosedAccounts({
      dataSource: db.dataSource,
      entities: [CounterRow, SeatRow, ...sharedEntities],
      slice: 7,
      pauseMs: 0,
      ...options,
    });

  async function fill(accountId: string, rows: number): Promise<void> {
    const messages = Array.from({ length: rows }, () => add(newId(), 1, { accountId }));
    await store().run(messages, decideAdd);
    await new ParkedMessages(db.dataSource, 'counter-service').park(
      event(add(newId(), 1, { accountId })),
      'cannot be read',
    );
    await readRows(
      db.dataSource,
      `INSERT INTO seats SELECT $1, gen_random_uuid(), n % 3 FROM generate_series(1, $2) AS n`,
      [accountId, rows],
    );
  }

  const left = (accountId: string) =>
    Promise.all(['counters', 'seats', 'inbox', 'parked_messages'].map((table) => count(table, accountId)));

  test('goes, in slices, and nothing of another account does', async () => {
    await fill(account, 30);
    await fill(other, 10);
    await become('closed');
    expect(await closedAccounts().pass()).toBe(91);
    expect(await left(account)).toEqual([0, 0, 0, 0]);
    expect(await left(other)).toEqual([10, 10, 10, 1]);
  });

  test('goes also where an instance dies in the middle, and once where two work at it', async () => {
    await fill(account, 30);
    await become('closed');
    const dying = closedAccounts({ pauseMs: 60_000 });
    const pass = dying.pass();
    await dying.stop();
    await pass;
    expect(await left(account)).not.toEqual([0, 0, 0, 0]);
    expect(await closedAccounts().pass()).toBe(0); // the lease of who died
    await readRows(db.dataSource, 'UPDATE account_closures SET due_at = now()');
    await Promise.all([closedAccounts().pass(), closedAccounts().pass()]);
    expect(await left(account)).toEqual([0, 0, 0, 0]);
  });

  test('is left to one instance, however long it takes for one table', async () => {
    await readRows(db.dataSource, `INSERT INTO seats SELECT $1, gen_random_uuid(), 1 FROM generate_series(1, 16)`, [
      account,
    ]);
    await become('closed');
    const state = { isOver: false };
    const pass = closedAccounts({ slice: 2, pauseMs: 200, leaseMs: 1_000 }).pass();
    const passed = pass.finally(() => (state.isOver = true));
    await expect.poll(() => count('seats')).toBe(14);
    const taken: number[] = [];
    while (!state.isOver) {
      taken.push(await closedAccounts().pass());
      await sleep(20);
    }
    expect(taken.filter((rows) => rows > 0)).toEqual([]);
    expect(await passed).toBe(16);
  });

  test('is looked for again when nothing can come any more, and then never', async () => {
    await become('closed');
    const due = async () => (await readRows(db.dataSource, 'SELECT due_at FROM account_closures'))[0];
    await closedAccounts({ graceMs: 60_000 }).pass();
    expect(await due()).not.toEqual({ due_at: null });
    await fill(account, 3); // by a transaction that had begun before
    await readRows(db.dataSource, `UPDATE account_closures SET due_at = now(), since = now() - interval '1 hour'`);
    await readRows(db.dataSource, `INSERT INTO seats VALUES ($1, $2, 1)`, [account, uuidv7()]);
    expect(await closedAccounts({ graceMs: 60_000 }).pass()).toBe(4);
    await readRows(db.dataSource, 'UPDATE account_closures SET due_at = now()');
    expect(await closedAccounts({ graceMs: 60_000 }).pass()).toBe(0);
    expect(await due()).toEqual({ due_at: null });
  });
});

test('the usual term is thirty days', () => {
  expect(closingTerm.usual).toBe(30 * 24 * 3_600);
});
