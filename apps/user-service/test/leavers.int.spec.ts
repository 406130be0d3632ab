import {
  AccountCommands,
  ClosingCommands,
  LeaverCommands,
  NoticeCommands,
  UserCommands,
  WorkspaceUserCommands,
  type Actor,
  type UserChange,
} from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { ClosedAccounts, sharedEntities } from '@rollcall/persistence';
import { createLogger } from '@rollcall/service-kit';
import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApprovedLeavers } from '../src/jobs/approved-leavers.js';
import { AccountTerms } from '../src/jobs/account-terms.js';
import { userEntities } from '../src/persistence/entities/user-entities.js';
import { forgetRecentLeavers, LeaverReadModel } from '../src/persistence/leaver-read-model.js';
import { forgetEndedNotices, NoticeReadModel } from '../src/persistence/notice-read-model.js';
import { newAccount } from './support/accounts.js';
import { serviceDatabase } from './support/database.js';
import { asking, inShort, instanceOn } from './support/direct-transport.js';

const operator: Actor = { kind: 'operator', id: 'specs' };
const admin: Actor = { kind: 'admin', id: uuidv7() };
const directory: Actor = { kind: 'directory', id: uuidv7() };
const db = await serviceDatabase();
const [one, other] = [await instanceOn(await db.connect('one')), await instanceOn(await db.connect('other'))];
const reads = await db.readPool();
const list = new LeaverReadModel(reads);
let accountId: string;
let people: string[];

/** An account with a brake, and so many active people of its directory. */
async function accountOf(size: number, deprovisionBrake = '10'): Promise<void> {
  ({ accountId } = await newAccount(one));
  await setting(deprovisionBrake);
  people = Array.from({ length: size }, () => uuidv7());
  await one.handle(
    ...people.map((userId, n) =>
      asking(UserCommands.create, { accountId, userId, actor: directory, userName: `p${n}@example.com`, profile: {} }),
    ),
  );
}
beforeEach(() => accountOf(40));

const setting = (deprovisionBrake: string) =>
  one.handle(asking(AccountCommands.changeSettings, { accountId, actor: operator, settings: { deprovisionBrake } }));
const person = (n: number): string => people[n] ?? '';
const set = (n: number, attribute: string, value: unknown): Message => {
  const changes: UserChange[] = [{ change: 'set', attribute, value }];
  return asking(UserCommands.change, { accountId, userId: person(n), actor: directory, changes });
};
const leave = (n: number) => set(n, 'active', false);
const release = (n: number) => asking(UserCommands.release, { accountId, userId: person(n), actor: directory });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
const approve = (of: { count?: number; userIds?: string[] }) =>
  asking(LeaverCommands.approve, { accountId, actor: admin, ...of });
const decline = (of: { userIds?: string[] } = {}) => asking(LeaverCommands.decline, { accountId, actor: admin, ...of });
const became = async (...messages: Message[]) => inShort(await one.handle(...messages));
const howMany = (outcomes: readonly string[], what: string) => outcomes.filter((each) => each === what).length;
const shown = async () => {
  const { leavers, held } = await list.page({ accountId, limit: 1_000 });
  return { held, who: leavers.map(({ userId, state }) => `${people.indexOf(userId)} ${state}`) };
};
const active = async () =>
  (
    await db.rows<{ id: string }>('SELECT id FROM users WHERE account_id = $1 AND active ORDER BY id', [accountId])
  ).flatMap(({ id }) => (people.includes(id) ? [people.indexOf(id)] : []));
const events = async (type: string) =>
  db.rows<{ headers: Record<string, string>; payload: { reason?: string; actor: Actor } }>(
    `SELECT headers, value::json AS payload FROM outbox
      WHERE headers->>'ce_accountid' = $1 AND headers->>'ce_type' = $2 ORDER BY id`,
    [accountId, type],
  );
const carryOut = async () => {
  const dataSource = await db.connect('job');
  const handled: Message[] = [];
  const handle = async (message: Message) => {
    handled.push(message);
    await one.handle(message);
  };
  const job = new ApprovedLeavers({ dataSource, handle, logger: createLogger('specs', { level: 'fatal' }) });
  await job.run();
  await job.close();
  return handled;
};

describe('the brake on leavers (rule 27)', () => {
  it('lets exactly so many leave, one after the other, and holds the others', async () => {
    const outcomes: string[] = [];
    for (const n of range(0, 25)) outcomes.push(...(await became(n % 2 === 0 ? leave(n) : release(n))));
    expect(howMany(outcomes, 'leaving-held')).toBe(5);
    expect(outcomes.slice(0, 20)).not.toContain('leaving-held');
    expect(await active()).toEqual(range(20, 40));
    expect(await shown()).toEqual({ held: 5, who: range(20, 25).map((n) => `${n} held`) });
    expect(await events('account.leavers-held')).toHaveLength(1);
    expect(await events('user.leaving-held')).toHaveLength(5);
    const [first] = (await list.page({ accountId, limit: 1, state: 'held' })).leavers;
    expect(first).toMatchObject({ leaving: 'inactive', tokenId: directory.id, times: 1 });
  });

  it('lets exactly so many leave in one batch', async () => {
    expect(howMany(inShort(await one.batch(...range(0, 40).map(leave))), 'changed')).toBe(20);
    expect((await shown()).held).toBe(20);
  });

  it('takes the share of the people where that is more than twenty', async () => {
    await accountOf(250);
    const outcomes = inShort(await one.batch(...range(0, 60).map(leave)));
    expect(howMany(outcomes, 'changed')).toBe(25);
    expect((await shown()).held).toBe(35);
  });

  it('lets exactly so many leave over two instances, in many transactions at the same time', async () => {
    await accountOf(300);
    const outcomes = await Promise.all(
      range(0, 100).map(async (n) =>
        inShort(await (n % 2 === 0 ? one : other).handle(n % 3 === 0 ? release(n) : leave(n))),
      ),
    );
    expect(howMany(outcomes.flat(), 'leaving-held')).toBe(70);
    expect(await active()).toHaveLength(270);
    expect((await shown()).held).toBe(70);
    expect(await events('account.leavers-held')).toHaveLength(1);
  });

  it('counts once who leaves, comes back and leaves again', async () => {
    await one.batch(...range(0, 20).map(leave));
    await became(set(3, 'active', true));
    expect(await became(leave(3))).toEqual(['changed']);
    expect(await became(leave(20))).toEqual(['leaving-held']);
    await became(set(4, 'active', true));
    expect(await became(leave(4))).toEqual(['changed']);
  });

  it('counts of the last ten minutes only, and forgets the others', async () => {
    await became(...range(0, 20).map(leave));
    await db.rows(`UPDATE recent_leavers SET left_at = left_at - interval '10 minutes' WHERE account_id = $1`, [
      accountId,
    ]);
    expect(await became(leave(20))).toEqual(['changed']);
    await forgetRecentLeavers(await db.connect('forgets'));
    const rows = await db.rows('SELECT FROM recent_leavers WHERE account_id = $1', [accountId]);
    expect(rows).toHaveLength(1);
  });

  it('keeps nothing and takes no lock where the account has none', async () => {
    await accountOf(30, 'off');
    expect(howMany(await became(...range(0, 30).map(leave)), 'changed')).toBe(30);
    expect(await db.rows('SELECT FROM recent_leavers WHERE account_id = $1', [accountId])).toEqual([]);
  });

  it('holds nobody by hand', async () => {
    await became(...range(0, 21).map(leave));
    const changes: UserChange[] = [{ change: 'set', attribute: 'active', value: false }];
    const edit = (n: number) =>
      asking(WorkspaceUserCommands.edit, { accountId, userId: person(n), actor: admin, changes });
    expect(await became(edit(20), edit(30))).toEqual(['changed', 'changed']);
    expect((await shown()).held).toBe(0); // also whom the directory had wanted to leave
  });

  it('changes nothing of who is held: no version, and the same answer when it is said again', async () => {
    await became(...range(0, 20).map(leave));
    expect(await became(leave(20), leave(20), release(20))).toEqual(['leaving-held', 'leaving-held', 'leaving-held']);
    const [row] = await db.rows('SELECT version::int, active FROM users WHERE account_id = $1 AND id = $2', [
      accountId,
      person(20),
    ]);
    expect(row).toEqual({ version: 1, active: true });
    const { leavers } = await list.page({ accountId, limit: 10 });
    expect(leavers).toMatchObject([{ userId: person(20), times: 3, leaving: 'release' }]);
  });

  it('forgets who is sent as active again, and when nobody is held counts as before', async () => {
    await became(...range(0, 21).map(leave));
    expect(await became(set(20, 'active', true))).toEqual(['unchanged']);
    expect(await shown()).toEqual({ held: 0, who: [] });
    expect(await became(leave(20))).toEqual(['leaving-held']);
    expect(await events('account.leavers-held')).toHaveLength(2);
  });
});

describe('approving', () => {
  beforeEach(async () => {
    await became(...range(0, 20).map(leave), leave(20), release(21), leave(22));
  });

  it('all, by their number: they leave without another push, as the directory wanted it, and others pass', async () => {
    expect(await became(approve({ count: 2 }))).toEqual(['leavers-changed']);
    const approval = approve({ count: 3 });
    expect(await became(approval)).toEqual(['done']);
    expect((await shown()).who).toEqual(['20 approved', '21 approved', '22 approved']);
    const handled = await carryOut();
    expect(handled.map(({ correlationId, causationId }) => [correlationId, causationId])).toEqual(
      handled.map(() => [approval.correlationId, approval.id]),
    );
    expect(await active()).toEqual(range(23, 40));
    expect(await shown()).toEqual({ held: 0, who: [] });
    const [released] = await events('user.released');
    expect(released?.payload).toMatchObject({ actor: directory, reason: expect.stringContaining(admin.id) as string });
    expect(await became(leave(23), release(24))).toEqual(['changed', 'done']);
    await db.rows(`UPDATE leaver_passes SET passes_until = now() WHERE account_id = $1`, [accountId]);
    expect(await became(leave(25))).toEqual(['leaving-held']);
  });

  it('all, in the transaction that holds one more, is told the new number', async () => {
    expect(inShort(await one.batch(leave(23), approve({ count: 3 }), approve({ count: 4 })))).toEqual([
      'leaving-held',
      'leavers-changed',
      'done',
    ]);
    expect((await shown()).who).toEqual(range(20, 24).map((n) => `${n} approved`));
  });

  it('single people: they leave, and the others wait on', async () => {
    expect(await became(approve({ userIds: [person(21), person(30)] }))).toEqual(['done']);
    await carryOut();
    expect(await shown()).toEqual({ held: 2, who: ['20 held', '22 held'] });
    expect(await became(leave(23))).toEqual(['leaving-held']);
  });

  it('reaches nobody whom the directory has sent as active meanwhile', async () => {
    await became(approve({ count: 3 }), set(20, 'active', true));
    await carryOut();
    expect(await active()).toEqual([20, ...range(23, 40)]);
  });

  it('goes account by account: many of one do not delay a few of another', async () => {
    const holding = async (size: number, count: number) => {
      await accountOf(size);
      await one.batch(...range(0, size).map(leave));
      await became(approve({ count }));
      return accountId;
    };
    const many = await holding(90, 70);
    const few = await holding(23, 3);
    const order = (await carryOut()).map((message) => message.accountId);
    // On a slow machine a turn ends before all have left: who is left is claimed again when the lease has ended.
    await db.rows(`UPDATE leavers SET leased_until = now() WHERE account_id = $1`, [many]);
    order.push(...(await carryOut()).map((message) => message.accountId));
    const before = order.slice(0, order.lastIndexOf(few));
    expect(before.filter((id) => id === many).length).toBeLessThanOrEqual(20);
    expect([many, few].map((id) => order.filter((each) => each === id).length)).toEqual([70, 3]);
  });

  it('is shared out among instances: each person is let go by one of them', async () => {
    await became(approve({ count: 3 }));
    const handled = (await Promise.all([carryOut(), carryOut()])).flat();
    expect(handled.map(({ key }) => key).sort()).toEqual([person(20), person(21), person(22)].sort());
    expect(await shown()).toEqual({ held: 0, who: [] });
    expect(await events('user.released')).toHaveLength(1);
  });

  it('is tried again after 15 seconds where the instance that was to do it has died', async () => {
    await became(approve({ count: 3 }));
    await db.rows(`UPDATE leavers SET leased_until = now() + interval '15 s' WHERE user_id = $1`, [person(20)]);
    expect((await carryOut()).map(({ key }) => key).sort()).toEqual([person(21), person(22)].sort());
    await db.rows(`UPDATE leavers SET leased_until = now() - interval '1 s' WHERE user_id = $1`, [person(20)]);
    expect((await carryOut()).map(({ key }) => key)).toEqual([person(20)]);
  });
});

describe('declining', () => {
  beforeEach(async () => {
    await became(...range(0, 22).map(leave));
  });

  it('keeps them until the directory has sent them as active; an admin may still approve', async () => {
    expect(await became(decline())).toEqual(['done']);
    expect(await shown()).toEqual({ held: 0, who: ['20 declined', '21 declined'] });
    expect(await became(leave(20), set(21, 'active', true))).toEqual(['leaving-held', 'unchanged']);
    expect((await shown()).who).toEqual(['20 declined']);
    expect(await became(approve({ userIds: [person(20)] }))).toEqual(['done']);
    await carryOut();
    expect(await active()).toEqual(range(21, 40));
  });

  it('refuses where nobody is held, and leaves out who is not', async () => {
    expect(await became(decline({ userIds: [person(20)] }), decline({ userIds: [person(20)] }))).toEqual([
      'done',
      'no-held-leaver',
    ]);
    expect(await shown()).toEqual({ held: 1, who: ['20 declined', '21 held'] });
  });
});

describe('notices', () => {
  const notices = () => new NoticeReadModel(reads);
  const newest = async () => (await notices().page({ accountId, limit: 1, state: 'waiting' })).notices[0]?.id ?? '';
  const shownNotices = async () => {
    const { notices: found, heldLeavers } = await notices().page({ accountId, limit: 10 });
    return {
      heldLeavers,
      found: found.map(({ kind, state, outcome, acknowledgedBy }) => ({
        kind,
        state,
        outcome,
        by: acknowledgedBy?.id,
      })),
    };
  };

  it('one waits while anybody is held, however many are; it is acknowledged, and ends when all is decided', async () => {
    await became(...range(0, 23).map(leave));
    const waiting = { kind: 'leavers-held', state: 'waiting', outcome: undefined, by: undefined };
    expect(await shownNotices()).toEqual({ heldLeavers: 3, found: [waiting] });
    const noticeId = await newest();
    expect(await became(asking(NoticeCommands.acknowledge, { accountId, noticeId, actor: admin }))).toEqual(['done']);
    const [notice] = (await notices().page({ accountId, limit: 1 })).notices;
    expect((await notices().counts(accountId)).kinds).toEqual([
      { kind: 'leavers-held', waiting: 1, unseen: 0, since: notice?.since },
    ]);
    await became(set(20, 'active', true), decline({ userIds: [person(21)] }));
    expect((await shownNotices()).found).toEqual([{ ...waiting, by: admin.id }]);
    await became(approve({ count: 1 }));
    const ended = { ...waiting, by: admin.id, state: 'ended', outcome: 'approved' };
    expect(await shownNotices()).toEqual({ heldLeavers: 0, found: [ended] });
    expect(await notices().page({ accountId, limit: 10, state: 'waiting' })).toMatchObject({ notices: [] });
  });

  it('is acknowledged and ends where both come in the same moment', async () => {
    await became(...range(0, 23).map(leave));
    const acknowledge = asking(NoticeCommands.acknowledge, { accountId, noticeId: await newest(), actor: admin });
    expect(inShort(await one.batch(acknowledge, approve({ count: 3 })))).toEqual(['done', 'done']);
    expect((await shownNotices()).found).toEqual([
      { kind: 'leavers-held', state: 'ended', outcome: 'approved', by: admin.id },
    ]);
  });

  it('ends with the last who is sent as active, and a new one comes with the next who is held', async () => {
    await became(...range(0, 21).map(leave));
    await became(set(20, 'active', true));
    await became(leave(21));
    expect((await shownNotices()).found.map(({ state, outcome }) => [state, outcome])).toEqual([
      ['waiting', undefined],
      ['ended', 'not-needed'],
    ]);
  });

  it('tells of an admin whom the directory made once, until somebody acknowledges it', async () => {
    await became(set(1, 'userType', 'admin'), set(1, 'userType', 'member'), set(1, 'userType', 'admin'));
    expect((await shownNotices()).found).toMatchObject([{ kind: 'admin-made-by-directory', state: 'waiting' }]);
    const noticeId = await newest();
    const acknowledge = () => asking(NoticeCommands.acknowledge, { accountId, noticeId, actor: admin });
    expect(await became(acknowledge(), acknowledge())).toEqual(['seen', 'seen']);
    expect((await shownNotices()).found).toMatchObject([{ state: 'ended', by: admin.id }]);
    await db.rows(`UPDATE notices SET ended_at = now() - interval '91 days' WHERE account_id = $1`, [accountId]);
    await forgetEndedNotices(await db.connect('forgets-notices'));
    expect((await shownNotices()).found).toEqual([]);
  });
});

describe('the list', () => {
  it('comes in pages, and by state', async () => {
    await became(...range(0, 25).map(leave));
    await became(decline({ userIds: [person(20)] }));
    const first = await list.page({ accountId, limit: 2, state: 'held' });
    expect(first.leavers.map(({ userId }) => people.indexOf(userId))).toEqual([21, 22]);
    const second = await list.page({
      accountId,
      limit: 2,
      state: 'held',
      ...(first.next ? { after: first.next } : {}),
    });
    expect(second.leavers.map(({ userId }) => people.indexOf(userId))).toEqual([23, 24]);
    expect(await list.held()).toBeGreaterThanOrEqual(4);
  });

  it('goes with the account', async () => {
    await became(...range(0, 21).map(leave), approve({ count: 1 }));
    await became(asking(ClosingCommands.close, { accountId, actor: operator, afterSeconds: 0 }));
    const dataSource = await db.connect('closing');
    const logger = createLogger('specs', { level: 'fatal' });
    await new AccountTerms({ dataSource, logger, wake: () => undefined }).endDue();
    const closed = new ClosedAccounts({
      dataSource,
      entities: [...userEntities, ...sharedEntities],
      pauseMs: 0,
      graceMs: 0,
    });
    await eventually(async () => {
      await closed.pass();
      const tables = ['leavers', 'recent_leavers', 'leaver_passes', 'notices'];
      const left = tables.map((table) => db.rows(`SELECT FROM ${table} WHERE account_id = $1`, [accountId]));
      return (await Promise.all(left)).flat().length === 0;
    }, 'nothing of the account is left');
  });
});
