import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure } from '../failures/failure.js';
import { AccountLimits, type AccountLimit, type AccountLimitOptions } from './account-limits.js';

const limits: AccountLimitOptions = {
  accountRequests: 2,
  accountQueue: 1,
  accountBurst: 100,
  accountRequestsPerSecond: 10,
};
const turn = { leftMs: 10_000 };
const mal = { id: 'mal', isAdmin: false };
const admin = { id: 'ann', isAdmin: true };
const isFailure = (code: string, retryAfterS?: number) => (error: unknown) => {
  expect(error).toBeInstanceOf(Failure);
  expect(error).toMatchObject({ code, ...(retryAfterS === undefined ? {} : { options: { retryAfterS } }) });
  return 'refused';
};

describe('the share of an account', () => {
  it('lets so many requests through, lets some wait, and refuses further ones of this account only', async () => {
    const refused: AccountLimit[] = [];
    const shares = new AccountLimits(limits, (limit) => refused.push(limit));
    await shares.enter('a', turn);
    await shares.enter('a', turn);
    const third = shares.enter('a', turn);
    expect(await shares.enter('a', turn).catch(isFailure('account-limit', 1))).toBe('refused');
    shares.leave('a');
    await third;
    await shares.enter('b', turn);
    expect(refused).toEqual(['concurrency']);
  });

  it('is a quarter of its places while another account’s requests come, and all of them a second later', async () => {
    let now = 0;
    const shares = new AccountLimits({ ...limits, accountRequests: 8, accountQueue: 8 }, undefined, () => now);
    await shares.enter('b', turn);
    let begun = 0;
    for (let n = 0; n < 8; n += 1) void shares.enter('a', turn).then(() => (begun += 1));
    await sleep(0);
    expect(begun).toBe(2);
    now = 1_000;
    shares.leave('a');
    await sleep(0);
    expect(begun).toBe(8);
  });

  it('is another part of its places among others where the operator says so', async () => {
    const settings = { ...limits, accountRequests: 8, accountQueue: 8, accountPercentAmongOthers: 60 };
    const shares = new AccountLimits(settings, undefined, () => 0);
    await shares.enter('b', turn);
    let begun = 0;
    for (let n = 0; n < 8; n += 1) void shares.enter('a', turn).then(() => (begun += 1));
    await sleep(0);
    expect(begun).toBe(5);
    for (let n = 0; n < 3; n += 1) shares.leave('a');
    await sleep(0);
    expect(begun).toBe(8);
  });

  it('is not one person’s: who asks for all has half of it, and waits for the rest', async () => {
    const shares = new AccountLimits({ ...limits, accountRequests: 4, accountQueue: 4 });
    let begun = 0;
    const asked = Array.from({ length: 9 }, () => shares.enter('a', turn, mal).then(() => (begun += 1)));
    expect(await asked.at(-1)?.catch(isFailure('account-limit', 1))).toBe('refused'); // as for an account that has one person
    expect(begun).toBe(2);
    await shares.enter('a', turn, admin);
    await shares.enter('a', turn, { id: 'bea', isAdmin: true });
    shares.leave('a', mal);
    await sleep(0);
    expect(begun).toBe(3);
    for (let n = 0; n < 5; n += 1) {
      shares.leave('a', mal);
      await sleep(0);
    }
    expect(begun).toBe(8);
    await shares.enter('b', turn, mal); // somebody else, in another account
  });

  it('has places back of a person whose requests came to nothing', async () => {
    const shares = new AccountLimits({ ...limits, accountRequests: 2, accountQueue: 1 });
    await shares.enter('a', turn);
    await shares.enter('a', turn);
    const gone = shares.enter('a', { ...turn, signal: AbortSignal.abort(new Error('gone')) }, admin);
    await expect(gone).rejects.toThrow('gone');
    shares.leave('a');
    await shares.enter('a', turn, admin);
  });

  it('keeps a quarter of its places for its admins, however many others ask for all', async () => {
    const shares = new AccountLimits({ ...limits, accountRequests: 8, accountQueue: 2 });
    const others = ['mal', 'lory', 'vic', 'una'].map((id) => ({ id, isAdmin: false }));
    const refused: unknown[] = [];
    let begun = 0;
    for (const other of others)
      for (let n = 0; n < 4; n += 1)
        void shares.enter('a', turn, other).then(
          () => (begun += 1),
          (error: unknown) => refused.push(error),
        );
    await sleep(0);
    expect(begun).toBe(6);
    expect(refused).toHaveLength(6); // four of the sixteen wait, as many as if there were no admins
    await shares.enter('a', turn, admin);
    await shares.enter('a', turn, admin);
    shares.leave('a', admin);
    await sleep(0);
    expect(begun).toBe(6);
    shares.leave('a', others[0]);
    await sleep(0);
    expect(begun).toBe(7);
  });

  it('has a place for everybody where it has only one', async () => {
    const shares = new AccountLimits({ ...limits, accountRequests: 1 });
    await shares.enter('a', turn, mal);
    shares.leave('a', mal);
    await shares.enter('a', turn, admin);
  });

  it('refuses nobody sooner because others are there: who has fewer places waits for one', async () => {
    const shares = new AccountLimits({ ...limits, accountRequests: 8, accountQueue: 1 }, undefined, () => 0);
    await shares.enter('b', turn);
    const outcomes: unknown[] = [];
    const enter = () => void shares.enter('a', turn).catch((error: unknown) => outcomes.push(error));
    for (let n = 0; n < 9; n += 1) enter();
    await sleep(0);
    expect(outcomes).toEqual([]);
    enter();
    await sleep(0);
    expect(outcomes.map(isFailure('account-limit'))).toEqual(['refused']);
  });

  it('lets a request that waits leave when its time is over or its client has gone', async () => {
    const shares = new AccountLimits(limits);
    await shares.enter('a', turn);
    await shares.enter('a', turn);
    expect(await shares.enter('a', { leftMs: 0 }).catch(isFailure('deadline'))).toBe('refused');
    const client = new AbortController();
    const waiting = shares.enter('a', { ...turn, signal: client.signal });
    client.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    shares.leave('a');
    await shares.enter('a', turn);
  });

  it('is a burst, and then a rate; the refusal says in how many seconds there is a place', async () => {
    let now = 0;
    const shares = new AccountLimits({ ...limits, accountBurst: 3, accountRequestsPerSecond: 1 }, undefined, () => now);
    const once = async () => {
      await shares.enter('a', turn);
      shares.leave('a');
    };
    for (let n = 0; n < 3; n += 1) await once();
    expect(await once().catch(isFailure('account-limit', 1))).toBe('refused');
    now = 1_000;
    await once();
  });

  it('has its refusals at once, until there are many: then after a pause, and another account’s still at once', async () => {
    const shares = new AccountLimits(limits, undefined, () => 0);
    const sent: string[] = [];
    for (let n = 0; n < 30; n += 1) shares.refuse('a', () => sent.push('a'));
    expect(sent).toHaveLength(20);
    shares.refuse('b', () => sent.push('b'));
    expect(sent.at(-1)).toBe('b');
    await sleep(1_600);
    expect(sent).toHaveLength(31);
  });
});
